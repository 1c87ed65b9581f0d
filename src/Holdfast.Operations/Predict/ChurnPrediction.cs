using Holdfast.Retention.Predict;
using Holdfast.Retention.Predict.Features;
using Holdfast.Retention.Predict.Models;
using Holdfast.Retention.Predict.Value;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Operations.Predict;

/// <summary>A trained model with all it says: pure of files, so that tests and the stage make it alike.</summary>
/// <param name="Catalogue">The features.</param>
/// <param name="Model">The model.</param>
/// <param name="Baseline">Baseline hazard by tenure.</param>
/// <param name="Tenures">Customers at risk by month of tenure.</param>
/// <param name="Card">The model card.</param>
/// <param name="Scores">Every current customer's score.</param>
/// <param name="Effects">Every current customer's effects of actions.</param>
public sealed record ChurnPrediction(
    FeatureCatalogue Catalogue,
    ChurnModel Model,
    TenureHazard Baseline,
    TenureCounts Tenures,
    ModelCard Card,
    IReadOnlyList<Scored> Scores,
    IReadOnlyList<ActionEffect> Effects)
{
    /// <summary>
    /// Fewest customers who left, and fewest who stayed, within a window: leaving is told from staying, so with fewer of either no model
    /// is trained or tested.
    /// </summary>
    public const int FewestOfEither = 30;

    /// <summary>Surveys, labels, folds, trains, tests and scores.</summary>
    public static ChurnPrediction Of(PredictionInput input, IProgress<StageProgress> progress, CancellationToken cancel)
    {
        Say(0, "looking at the data");
        var survey = DataSurvey.Of(input, cancel);
        Say(0.15, "labelling");
        var plan = CutoffPlan.For(input.Business, survey.Span, input.AsOf);
        var labels = LabelTable.Of(input, plan, cancel);
        if (plan.Testing == Testing.OutOfTime && !EnoughToTest(plan, labels)) plan = plan.Folded();
        Say(0.3, "computing features");
        var catalogue = new FeatureCatalogue(survey.Plan);
        var rows = RowFolding.Of(input, catalogue, labels, (RowSampling.For(plan, labels), survey.Contacts), cancel);
        Say(0.55, "training and testing");
        var tenures = labels.Tenures.AtRisk.Sum() > 0 ? labels.Tenures : survey.Crude;
        var columns = Columns(catalogue, rows.Table);
        var isEnough = Math.Min(labels.Leavers, labels.Stayers) >= FewestOfEither;
        var contest = isEnough && columns.Count > 0 ? Contest(input, catalogue, rows, (plan, columns), cancel) : null;
        var model = contest is null ? BaseRate(tenures) : new ChurnModel(contest.Champion, columns, contest.Risk, contest.Calibration);
        Say(0.8, "scoring");
        var baseline = new TenureHazard(tenures, input.Business.Horizons.ChurnDays);
        var answers = new AnswerEstimates(input, catalogue, rows.Answers, cancel);
        var effects = new EffectEstimates(input, rows, model, [.. catalogue.Features.Select(f => f.Name)], answers);
        var scorer = new ChurnScorer(catalogue, model, baseline, input.Business);
        var scores = new List<Scored>();
        foreach (var history in input.Histories())
        {
            cancel.ThrowIfCancellationRequested();
            if (scorer.Score(history, input.AsOf) is { } scored) scores.Add(scored);
        }

        var card = new CardWriting(input, survey, plan, labels).Card(catalogue, model, rows.Table, contest, (effects, scores));
        return new ChurnPrediction(catalogue, model, baseline, tenures, card, scores, [.. scores.SelectMany(effects.Of)]);

        void Say(double done, string doing) => progress.Report(new StageProgress("predict", done, doing));
    }

    static bool EnoughToTest(CutoffPlan plan, LabelTable labels) =>
        Fewer(labels.Count(plan.Cutoffs, plan.Tests)) >= FewestOfEither && Fewer(labels.Count(plan.Cutoffs, plan.Trains)) >= FewestOfEither;

    static long Fewer((long Rows, long Left) count) => Math.Min(count.Left, count.Rows - count.Left);

    static List<int> Columns(FeatureCatalogue catalogue, TrainingTable table)
    {
        var varying = table.Varying();
        return [.. Enumerable.Range(0, varying.Length).Where(i => varying[i] && catalogue.Features[i].Use != FeatureUse.AuditOnly)];
    }

    static ContestResult Contest(
        PredictionInput input, FeatureCatalogue catalogue, RowFolding rows, (CutoffPlan Plan, List<int> Columns) chosen, CancellationToken cancel)
    {
        var features = chosen.Columns.Select(i => catalogue.Features[i]).ToList();
        var activity = features.FindIndex(f => f.Name == "days_since_activity");
        var recency = activity >= 0 ? activity : features.FindIndex(f => f.Name == "tenure_days");
        var contest = new ModelContest(new RiskTraining(features, input.ThreadCount), chosen.Plan, recency, activity >= 0);
        return contest.Hold(rows.Table.WithColumns(chosen.Columns), cancel);
    }

    static ChurnModel BaseRate(TenureCounts tenures)
    {
        var risk = new BaseRateRisk(tenures, 0);
        var centre = Numerics.Regression.Logistic.Logit((tenures.Left.Sum() + 0.5) / (tenures.AtRisk.Sum() + 1.0));
        return new ChurnModel("base_rate", [0], risk, ScoreCalibration.None(centre, (int)tenures.Left.Sum()));
    }
}
