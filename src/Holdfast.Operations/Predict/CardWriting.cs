using System.Globalization;
using Holdfast.Native.XGBoost;
using Holdfast.Numerics.Classification;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Models;
using Holdfast.Retention.Predict.Value;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Operations.Predict;

/// <summary>Writes the model card: figures beside what they rest on and what is wrong with them.</summary>
sealed record CardWriting(PredictionInput Input, DataSurvey Survey, CutoffPlan Plan, LabelTable Labels)
{
    const int Bins = 10;
    const int GainPoints = 20;
    const int ExplainedRows = 500;
    const int ShownFeatures = 40;

    public ModelCard Card(
        FeatureCatalogue catalogue, ChurnModel model, TrainingTable table, ContestResult? contest, (EffectEstimates Effects, IReadOnlyList<Scored> Scores) said)
    {
        var (rows, churned) = Labels.Count(Plan.Cutoffs, _ => true);
        return new ModelCard
        {
            Target = Target(),
            Champion = model.Champion,
            Library = model.Champion == "trees" ? "XGBoost " + XGBoostLibrary.Version : null,
            Testing = TestingInWords(),
            Windows = Windows(),
            Rows = rows,
            Churned = churned,
            TrainedRows = table.Count,
            TestRows = contest?.Labels.Length ?? 0,
            TestCustomers = contest?.Customers ?? 0,
            Tests = contest?.Tests ?? [],
            Calibration = contest is null ? [] : Calibration(contest),
            Gain = contest is null ? [] : Gain(contest),
            Features = Importance(catalogue, model, table),
            Leaks = Survey.Leaks,
            AuditOnly = [.. catalogue.Features.Where(f => f.Use == FeatureUse.AuditOnly).Select(f => f.Family).Distinct(StringComparer.Ordinal)],
            Identifiers = Survey.Identifiers,
            Effects = said.Effects.Lines,
            Answers = [.. said.Effects.Answers.Lines()],
            AnswerModels = said.Effects.Answers.Models,
            Assumptions = [.. Assumptions()],
            Notices = [.. Notices(model, contest, said.Scores), .. said.Effects.Notices()],
        };
    }

    string Target() => Plan.Snapshot is null
        ? $"voluntary churn in the {Plan.Window.HorizonDays} days that begin {Plan.Window.GapDays} days after the cut-off"
        : "voluntary churn after the day the table holds for";

    string TestingInWords() => Plan.Testing == Testing.OutOfTime
        ? "out of time: trained on cut-offs whose windows had closed, tested on the last ones"
        : "ten folds of customers: each customer scored by a model that never saw it";

    CardWindows Windows() => new(
        Plan.Cutoffs.Count,
        Plan.Cutoffs.Count > 0 ? Plan.Cutoffs[0].ToString() : null,
        Plan.Cutoffs.Count > 0 ? Plan.Cutoffs[^1].ToString() : null,
        Plan.TestFrom?.ToString(),
        Plan.Window.GapDays,
        Plan.Snapshot is null ? Plan.Window.HorizonDays : Input.Business.Horizons.ChurnDays,
        Plan.Snapshot?.ToString());

    static List<CardBin> Calibration(ContestResult contest) =>
    [
        .. ClassificationMetrics.CalibrationBins(contest.Probabilities, contest.Labels, Bins, Binning.EqualMass)
            .Select(bin => new CardBin(bin.Count, bin.Predicted, bin.Observed, bin.Interval.Low, bin.Interval.High)),
    ];

    static List<CardGain> Gain(ContestResult contest)
    {
        if (!contest.Labels.Contains(true)) return [];
        var shares = Enumerable.Range(1, GainPoints).Select(i => i / (double)GainPoints).ToArray();
        return [.. ClassificationMetrics.Gains(contest.Probabilities, contest.Labels, shares).Select(point => new CardGain(point.Share, point.Captured))];
    }

    static List<CardFeature> Importance(FeatureCatalogue catalogue, ChurnModel model, TrainingTable table)
    {
        if (model.Champion == "base_rate" || table.Count == 0) return [];
        var own = table.WithColumns(model.Columns);
        var (sums, row) = (new double[model.Columns.Count], new double[model.Columns.Count]);
        var step = Math.Max(1, own.Count / ExplainedRows);
        var explained = 0;
        for (var i = 0; i < own.Count; i += step, explained++)
        {
            model.Risk.Explain(own.Row(i), row);
            for (var j = 0; j < row.Length; j++) sums[j] += Math.Abs(row[j]);
        }

        return
        [
            .. model.Columns.Select((column, j) => new CardFeature(catalogue.Features[column].Name, catalogue.Features[column].Family, sums[j] / explained))
                .OrderByDescending(f => f.Importance).ThenBy(f => f.Name, StringComparer.Ordinal).Take(ShownFeatures),
        ];
    }

    IEnumerable<string> Assumptions()
    {
        yield return "Other kinds of leaving compete: they are no positives. Administrative ends are left out.";
        if (Plan.Snapshot is { } day)
        {
            yield return $"A static table: all attributes are taken to have been known on {day}, before anybody left, and who left is taken to have "
                + $"left within one horizon of {Input.Business.Horizons.ChurnDays} days after it. "
                + (Survey.Span.TellsBehaviourOverTime
                    ? "What customers did before is used, but as all left within one window the effect of time cannot be learned"
                    : "What customers did over time is not in it, so trends, clocks and the effect of time cannot be learned")
                + ", and the test is by customers, not by time.";
        }

        if (CutoffPlan.SilentDays(Input.Business) > 0)
            yield return "An end by silence is dated at the last sign of life; customers silent but not yet known to be gone count among the rows.";
    }

    string Why()
    {
        if (Plan.Snapshot is { } day && !Survey.Span.AnyLeftAfterSnapshot)
            return $" (the table holds for {day} and nobody left after it: map the end of those who left to a later day, such as the end of the period it speaks of)";
        return Plan.Cutoffs.Count == 0 ? " (the data leave no room for a cut-off with its window)" : "";
    }

    IEnumerable<string> Notices(ChurnModel model, ContestResult? contest, IReadOnlyList<Scored> scores)
    {
        if (contest is null)
        {
            var few = Labels.Leavers < ChurnPrediction.FewestOfEither ? $"{Labels.Leavers} customers left" : $"{Labels.Stayers} customers stayed";
            yield return $"No model: {few} within a window, fewer than {ChurnPrediction.FewestOfEither}"
                + Why()
                + ". Scores are the share that left by band of tenure.";
        }
        else if (!XGBoostLibrary.IsPresent)
        {
            yield return "XGBoost is not installed: the logistic baseline is used. On Debian: apt-get install libxgboost0.";
        }
        else if (model.Champion == "logistic")
        {
            yield return "Boosted trees did not beat the logistic baseline on unseen rows: the baseline is used.";
        }

        if (contest is { Tests.Count: > 0 } && contest.Tests[0] is { } test && test.AucHigh - test.AucLow > 0.1)
            yield return string.Create(CultureInfo.InvariantCulture, $"Few leavers in the test: the AUC lies between {test.AucLow:0.00} and {test.AucHigh:0.00}.");
        if (contest is { Tests.Count: > 0 } && contest.Tests[0].AucLow <= 0.5)
            yield return "On unseen rows the model may rank no better than chance: what was loaded does not tell who leaves. Do not pick single customers by it.";
        if (scores.Count > 0 && scores.All(s => s.MarginSource == MarginSource.None))
            yield return "Nothing tells a margin (month-end states, prices or sales): every value is 0 or the cost to serve, so customers cannot be ranked by value.";
    }
}
