using Holdfast.Numerics.Regression;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Predict.Effects;
using Holdfast.Retention.Predict.Models;

namespace Holdfast.Operations.Predict;

/// <summary>The effect of every retention and activation action, from its experiment where there is one, else as the catalogue assumes.</summary>
sealed class EffectEstimates
{
    readonly ChurnModel _model;
    readonly TraitScale _scale;
    readonly IReadOnlyList<RetentionAction> _actions;
    readonly Dictionary<string, EffectModel?> _models = new(StringComparer.Ordinal);
    readonly List<CardEffect> _lines = [];
    readonly HashSet<string> _experiments = new(StringComparer.Ordinal);

    public EffectEstimates(PredictionInput input, RowFolding rows, ChurnModel model, IReadOnlyList<string> names, AnswerEstimates answers)
    {
        Answers = answers;
        _model = model;
        _scale = new TraitScale(rows.Table.WithColumns(model.Columns));
        _actions = input.Actions;
        var actions = input.Actions.Where(a => a.IsRetention).ToList();
        var told = actions.Select(action => Told(action, rows)).ToList();
        for (var i = 0; i < actions.Count; i++)
        {
            var found = told[i].Found;
            _models[actions[i].Id] = Believed(i, actions, told);
            var treated = told[i].Treated;
            _lines.Add(new CardEffect(
                actions[i].Id,
                found is null ? "assumed" : "experiment",
                treated,
                told[i].Customers - treated,
                found?.AverageShift,
                found?.AverageShiftError,
                [.. found?.Traits.Select(trait => names[model.Columns[trait]]) ?? []]));
        }
    }

    /// <summary>Who answers what.</summary>
    public AnswerEstimates Answers { get; }

    /// <summary>What each action's effect rests on.</summary>
    public IReadOnlyList<CardEffect> Lines => _lines;

    /// <summary>What the user should know of it.</summary>
    public IEnumerable<string> Notices()
    {
        foreach (var line in _lines)
        {
            if (line.Source == "experiment") continue;
            var (action, model) = (_actions.First(a => a.Id == line.Action), _models[line.Action]);
            var why = action.Experiment is null
                ? "it has no experiment"
                : $"its experiment '{action.Experiment}' has {line.Treated} treated and {line.Control} held out, too few (or too few left) to tell";
            var heeds = model is not null ? "; experiments with actions of the same purpose corrected it" : "";
            yield return $"The effect of '{action.Id}' is assumed ({action.AssumedChurnAvoided:0.##} of the churn probability): {why}{heeds}.";
        }
    }

    /// <summary>The effects on one customer of every action; what is offered works on those who are reached and take it.</summary>
    public IEnumerable<ActionEffect> Of(Scored customer)
    {
        var traits = _scale.Apply(_model.Narrowed(customer.Row));
        return _actions.Zip(Answers.Of(customer.Row), (action, answer) => Of(customer.Score, action, traits, answer));
    }

    ActionEffect Of(CustomerScore score, RetentionAction action, double[] traits, ExpectedAnswer answer)
    {
        var lean = action.Purpose == Purpose.Retain ? answer.Lean : 1;
        var share = answer.Times * lean * action.AssumedChurnAvoided;
        var (effect, low, high) = _models.GetValueOrDefault(action.Id) is { } model
            ? model.Effect(score.ChurnProbability, traits, answer.Times, lean)
            : (share * score.ChurnProbability, share * (share < 0 ? 2 * score.ChurnHigh : score.ChurnLow), Math.Max(0, share * score.ChurnHigh));
        var source = _experiments.Contains(action.Id) ? EffectSource.Experiment : EffectSource.Assumed;
        return new ActionEffect(score.Customer, action.Id, effect, low, high, source) { Taken = answer.Taken, Objection = answer.Objection, Lean = Answers.Models.Inclined is null ? null : answer.Lean };
    }

    /// <summary>What the experiment of an action says, if anything.</summary>
    (EffectModel? Found, int Treated, int Customers) Told(RetentionAction action, RowFolding rows)
    {
        var (trials, traits) = Trials(action, rows);
        var found = EffectModel.Fit(trials, traits);
        if (found is not null) _experiments.Add(action.Id);
        return (found, trials.Count(t => t.Treated), trials.Count);
    }

    /// <summary>What to believe of an action: its experiment and those of its relatives; null where the catalogue's assumption stands alone.</summary>
    static EffectModel? Believed(int index, List<RetentionAction> actions, List<(EffectModel? Found, int Treated, int Customers)> told)
    {
        var action = actions[index];
        var relatives = actions.Zip(told, (other, what) => (Action: other, what.Found))
            .Where(pair => pair.Found is not null && pair.Action.Id != action.Id && pair.Action.Purpose == action.Purpose)
            .Select(pair => (pair.Action.AssumedChurnAvoided, new EffectBelief(pair.Found!.AverageShift, pair.Found.AverageShiftError)))
            .ToList();
        var before = EffectBelief.Of(action.AssumedChurnAvoided, relatives);
        if (told[index].Found is { } found) return found.Heeding(before);
        return relatives.Count > 0 && action.AssumedChurnAvoided > 0 ? EffectModel.OfBelief(before) : null;
    }

    (List<Trial> Trials, List<double[]> Traits) Trials(RetentionAction action, RowFolding rows)
    {
        var (trials, traits) = (new List<Trial>(), new List<double[]>());
        if (action.Experiment is null) return (trials, traits);
        var hasOwnArm = rows.Arms.Any(a => a.Experiment == action.Experiment && a.Arm == action.Id);
        var table = rows.Trials.WithColumns(_model.Columns);
        for (var i = 0; i < table.Count; i++)
        {
            var (experiment, arm) = rows.Arms[i];
            if (experiment != action.Experiment || hasOwnArm && arm != "control" && arm != action.Id) continue;
            var risk = Logistic.Logit(_model.Calibration.Probability(_model.Risk.Margin(table.Row(i))));
            trials.Add(new Trial(arm != "control", risk, table.Infos[i].Left) { Lean = Answers.LeanOf(rows.Trials.Row(i)) });
            traits.Add(_scale.Apply(table.Row(i)));
        }

        return (trials, traits);
    }
}
