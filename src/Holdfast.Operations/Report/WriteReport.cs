using System.Text.Json;
using Holdfast.Operations.Decide;
using Holdfast.Operations.Measure;
using Holdfast.Operations.Predict;
using Holdfast.Operations.Report.Sections;
using Holdfast.Operations.Segment;

namespace Holdfast.Operations.Report;

/// <summary>
/// The report stage: one self-contained HTML file drawn from what the earlier stages wrote, in the order of the loop. It computes
/// nothing; a figure that is wrong here is wrong in the stage's file.
/// </summary>
public static class WriteReport
{
    /// <summary>Writes <c>report/report.html</c>.</summary>
    public static StageResult Run(RunContext run, CancellationToken cancel)
    {
        var measures = Read(run, "measure", "measure.json", MeasureJson.Bound.Measures);
        var card = Read(run, "predict", "model-card.json", PredictJson.Default.ModelCard);
        var segments = Read(run, "segment", "segments.json", SegmentJson.Default.SegmentReport);
        var plan = Read(run, "decide", "decide.json", DecideJson.Default.PlanReport);
        var money = new Money(measures.MinorDigits, measures.Currency);
        cancel.ThrowIfCancellationRequested();
        IReadOnlyList<Section> sections =
        [
            RetentionSection.Of(measures),
            TenureSection.Of(measures),
            ReasonsSection.Of(measures, money),
            EconomicsSection.Of(measures, money),
            FunnelSection.Of(measures, money),
            ModelSection.Of(card),
            SegmentSection.Of(segments, money),
            DecisionSection.Of(plan, run.Workspace.Actions.ToDictionary(a => a.Id, a => a.Name, StringComparer.Ordinal), money),
        ];
        var kept = measures.Retention.Result?.LastYear.Kept;
        IReadOnlyList<(string, string)> tiles =
        [
            (Figures.Count(measures.Customers.Now), "customers today"),
            (kept is null ? "–" : Figures.Percent(kept.Value), "kept over the last year"),
            (money.Of(segments.Segments.Sum(s => (double)s.ValueAtRiskMinor)), "value at risk"),
            (Figures.Count(plan.Funnel.Treated), "customers to contact"),
            (money.Of(plan.Margin), "margin expected from it"),
        ];
        var html = Page.Render($"{run.Workspace.Business.Name}: retention as of {run.AsOf}", $"{Figures.Count(measures.Customers.Ever)} customers ever, {Figures.Count(run.Facts.Rows.Values.Sum())} facts since {measures.RecordsSince}", tiles, sections);
        File.WriteAllText(run.Folder.Output("report.html"), html);
        return new StageResult(sections.Count, []);
    }

    static T Read<T>(RunContext run, string stage, string file, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(run.Folder.Input(stage, file)), type)!;
}
