using Holdfast.Numerics.OffPolicy;
using Holdfast.Numerics.Uplift;

namespace Holdfast.Operations.Study;

/// <summary>The columns of a log of decisions.</summary>
sealed class StudyLog
{
    readonly OffPolicyRequest _request;
    readonly double[] _outcomes, _propensities;
    readonly double[]? _scores, _takenRewards, _policyRewards;
    readonly string?[]? _taken, _picked, _contexts;
    readonly StudyDesign? _design;

    public StudyLog(StudyTable table, OffPolicyRequest request)
    {
        _request = request;
        _outcomes = table.Outcomes(request.Outcome);
        _propensities = Checked(table, request.Propensity, p => p is >= 1e-40 and <= 1, "a probability above 0 (1e-40 or more) and up to 1: an action that was taken cannot have been impossible");
        if (request.Score is not null) _scores = Checked(table, request.Score, p => p is >= 0 and <= 1, "a probability, 0 to 1");
        _takenRewards = request.TakenReward is null ? null : table.Numbers(request.TakenReward);
        _policyRewards = request.PolicyReward is null ? null : table.Numbers(request.PolicyReward);
        _taken = request.Treatment is null ? null : table.Column(request.Treatment);
        _picked = request.Policy is null ? null : table.Column(request.Policy);
        _contexts = request.Context is null ? null : table.Column(request.Context);
        _design = request.Features.Count == 0 ? null : StudyDesign.Of(table, request.Features);
    }

    public LoggedDecisions Decisions(int[] rows)
    {
        var decisions = _scores is null ? Picked(rows) : Drawn(rows, _scores.At(rows));
        return _takenRewards is null ? decisions : decisions with { TakenRewards = _takenRewards.At(rows), PolicyRewards = _policyRewards!.At(rows) };
    }

    LoggedDecisions Picked(int[] rows)
    {
        var picked = _picked!.At(rows);
        var log = Log(rows, picked);
        return log.Decisions(Array.ConvertAll(picked, name => Place(log, name!)), Modelled(log, rows));
    }

    // Of two actions, what the policy does not give to one it gives to the other: then rewards can be modelled too.
    LoggedDecisions Drawn(int[] rows, double[] scores)
    {
        var plain = new LoggedDecisions { Rewards = _outcomes.At(rows), Propensities = _propensities.At(rows), Probabilities = scores };
        if (_taken is null) return plain;
        var log = Log(rows, []);
        if (log.ActionNames.Count != 2)
        {
            return _design is null ? plain : throw HoldfastException.OfRequest(
                $"--features with --score: found {log.ActionNames.Count} actions in '{_request.Treatment}'; 2 are allowed, since a row tells the probability of one. Give --taken-reward and --policy-reward instead.");
        }

        var modelled = Modelled(log, rows);
        double[] taken = [.. Enumerable.Range(0, rows.Length).Select(row => modelled(row, log.Actions[row]))];
        return plain with { TakenRewards = taken, PolicyRewards = [.. Enumerable.Range(0, rows.Length).Select(row => scores[row] * taken[row] + (1 - scores[row]) * modelled(row, 1 - log.Actions[row]))] };
    }

    ActionLog Log(int[] rows, string?[] picked)
    {
        var taken = _taken!.At(rows);
        string[] names = [.. taken.Concat(picked).Select(name => name!).Distinct().Order(LevelOrder.Instance)];
        var places = names.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        return new ActionLog(names, Array.ConvertAll(taken, name => places[name!]), Contexts(rows), _outcomes.At(rows), _propensities.At(rows));
    }

    Func<int, int, double> Modelled(ActionLog log, int[] rows)
    {
        if (_design is not null) return RewardModels.CrossFitted(log, _design.ByRow(rows), BaseLearners.Linear, _request.Folds);
        var means = log.SmoothedMeans(_request.Prior);
        return (row, action) => means[(log.Contexts.Length == 0 ? 0 : log.Contexts[row]) * log.ActionNames.Count + action];
    }

    static int Place(ActionLog log, string name) => ((string[])log.ActionNames).AsSpan().IndexOf(name);

    int[] Contexts(int[] rows)
    {
        if (_contexts is null) return [];
        var found = _contexts.At(rows);
        var places = found.Select(name => name!).Distinct().Order(LevelOrder.Instance).Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        return Array.ConvertAll(found, name => places[name!]);
    }

    static double[] Checked(StudyTable table, string column, Func<double, bool> allowed, string words)
    {
        var numbers = table.Numbers(column);
        var row = Array.FindIndex(numbers, number => !allowed(number));
        return row < 0 ? numbers : throw StudyColumns.Wrong(table, row, column, words);
    }
}
