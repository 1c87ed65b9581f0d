using Holdfast.Operations.Report.Charts;
using Holdfast.Operations.Segment;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Report.Sections;

/// <summary>Where customers stand (S1 to S3): stages of life and named segments with their strategy.</summary>
static class SegmentSection
{
    public static Section Of(SegmentReport report, Money money)
    {
        var body = new SectionBody();
        var risky = report.Segments.Sum(s => s.AtRisk);
        var total = report.Stages.Where(s => s.Stage != "churned").Sum(s => s.Customers);
        body.Answer($"{Figures.Count(risky)} of {Figures.Count(total)} present customers carry more than twice the churn risk of their segment; {money.Of(report.Segments.Sum(s => (double)s.ValueAtRiskMinor))} of future margin is at risk.");
        body.Heading("Stages of life");
        body.Picture(BarChart.Draw([.. report.Stages.Select(s => new Bar(Words(s.Stage!), s.Customers, Label(s), s.Stage == "at_risk" ? "series-2" : "series-1"))], "Customers by stage of life"));
        body.Heading("Segments");
        body.Table([new("segment"), new("strategy"), new("customers", true), new("at risk", true), new("mean churn risk", true), new("value", true), new("value at risk", true)],
            report.Segments.Select(s => (IReadOnlyList<string>)[s.Name ?? s.Segment!, s.Strategy?.ToString().ToLowerInvariant() ?? "–", Figures.Count(s.Customers), Figures.Count(s.AtRisk),
                s.ChurnProbability is { } p ? Figures.Percent(p) : "–", money.Of(s.ValueMinor), money.Of(s.ValueAtRiskMinor)]));
        return new Section("segments", "Segments", "Where do our customers stand?", body.ToString());
    }

    static string Label(SegmentGroup stage) => stage.ChurnProbability is { } p ? $"{Figures.Count(stage.Customers)} · mean risk {Figures.Percent(p)}" : Figures.Count(stage.Customers);

    static string Words(string name) => Codes.InWords(name);
}
