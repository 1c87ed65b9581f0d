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
        _propensities = Checked(table, request.Propensity, p => p is > 0 and <= 1, "a probability above 0 and up to 1: an action that was taken cannot have been impossible");
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
        var decisions = _scores is null ? Picked(rows) : new LoggedDecisions { Rewards = _outcomes.At(rows), Propensities = _propensities.At(rows), Probabilities = _scores.At(rows) };
        return _takenRewards is null ? decisions : decisions with { TakenRewards = _takenRewards.At(rows), PolicyRewards = _policyRewards!.At(rows) };
    }

    LoggedDecisions Picked(int[] rows)
    {
        var (taken, picked) = (_taken!.At(rows), _picked!.At(rows));
        var names = taken.Concat(picked).Select(name => name!).Distinct().Order(LevelOrder.Instance).ToList();
        var places = names.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        var contexts = Contexts(rows);
        var log = new ActionLog(names, Array.ConvertAll(taken, name => places[name!]), contexts, _outcomes.At(rows), _propensities.At(rows));
        var chosen = Array.ConvertAll(picked, name => places[name!]);
        if (_design is not null) return log.Decisions(chosen, RewardModels.CrossFitted(log, _design.ByRow(rows), BaseLearners.Linear, _request.Folds));
        var means = log.SmoothedMeans(_request.Prior);
        return log.Decisions(chosen, (row, action) => means[(contexts.Length == 0 ? 0 : contexts[row]) * names.Count + action]);
    }

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
