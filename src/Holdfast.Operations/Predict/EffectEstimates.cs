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
    readonly List<(RetentionAction Action, EffectModel? Model)> _actions = [];
    readonly List<CardEffect> _lines = [];

    public EffectEstimates(PredictionInput input, RowFolding rows, ChurnModel model, IReadOnlyList<string> names)
    {
        _model = model;
        _scale = new TraitScale(rows.Table.WithColumns(model.Columns));
        foreach (var action in input.Actions.Where(a => a.IsRetention))
        {
            var (trials, traits) = Trials(action, rows);
            var effect = EffectModel.Fit(trials, traits);
            _actions.Add((action, effect));
            var treated = trials.Count(t => t.Treated);
            _lines.Add(new CardEffect(
                action.Id,
                effect is null ? "assumed" : "experiment",
                treated,
                trials.Count - treated,
                effect?.AverageShift,
                effect?.AverageShiftError,
                [.. effect?.Traits.Select(trait => names[model.Columns[trait]]) ?? []]));
        }
    }

    /// <summary>What each action's effect rests on.</summary>
    public IReadOnlyList<CardEffect> Lines => _lines;

    /// <summary>What the user should know of it.</summary>
    public IEnumerable<string> Notices()
    {
        foreach (var (line, action) in _lines.Zip(_actions.Select(a => a.Action)))
        {
            if (line.Source == "experiment") continue;
            var why = action.Experiment is null
                ? "it has no experiment"
                : $"its experiment '{action.Experiment}' has {line.Treated} treated and {line.Control} held out, too few (or too few left) to tell";
            yield return $"The effect of '{action.Id}' is assumed ({action.AssumedChurnAvoided:0.##} of the churn probability): {why}.";
        }
    }

    /// <summary>The effects on one customer.</summary>
    public IEnumerable<ActionEffect> Of(Scored customer)
    {
        var score = customer.Score;
        var traits = _scale.Apply(_model.Narrowed(customer.Row));
        foreach (var (action, model) in _actions)
        {
            if (model is null)
            {
                var share = action.AssumedChurnAvoided;
                yield return new ActionEffect(
                    score.Customer, action.Id, share * score.ChurnProbability, share * score.ChurnLow, share * score.ChurnHigh, EffectSource.Assumed);
                continue;
            }

            var (effect, low, high) = model.Effect(score.ChurnProbability, traits);
            yield return new ActionEffect(score.Customer, action.Id, effect, low, high, EffectSource.Experiment);
        }
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
            trials.Add(new Trial(arm != "control", risk, table.Infos[i].Left));
            traits.Add(_scale.Apply(table.Row(i)));
        }

        return (trials, traits);
    }
}
