using Holdfast.Operations.Report.Charts;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Measure;

namespace Holdfast.Operations.Report.Sections;

/// <summary>What became of those we tried to keep (M10).</summary>
static class FunnelSection
{
    public static Section Of(Measures measures, Money money)
    {
        var body = new SectionBody();
        if (measures.Funnel is { Answered: true, Result: { } funnel }) Tell(body, funnel, money);
        else body.Unanswered(measures.Funnel.Why!);
        return new Section("funnel", "Funnel", "What became of those we tried to keep?", body.ToString());
    }

    static void Tell(SectionBody body, Funnel funnel, Money money)
    {
        var first = funnel.Steps[0];
        var last = funnel.Steps[^1];
        body.Answer($"From {funnel.Opens} to {funnel.Closes}, {Figures.Count(first.Customers)} customers were targeted with {Figures.Count(funnel.Contacts)} contacts for {money.Of(funnel.Cost)}; {Figures.Count(last.Customers)} were reached, took an offer and are still here 90 days later"
            + (funnel.CostPerKept is { } each ? $", {money.Of(each)} each" : "") + ". Some of them would have stayed anyway: only the control group tells how many.");
        body.Picture(BarChart.Draw([.. funnel.Steps.Select(s => new Bar(Words(s.Name), s.Customers, s.OfBefore is { } share ? $"{Figures.Count(s.Customers)} · {Figures.Percent(share.Value, 0)} of the step before" : Figures.Count(s.Customers)))], "Retention funnel"));
        if (funnel.Losses.Count > 0)
        {
            body.FoldedTable("Where they fell out", [new("step not reached"), new("cause"), new("customers", true)],
                funnel.Losses.Select(l => (IReadOnlyList<string>)[Words(l.Step), l.Cause.Length == 0 ? "not told" : Words(l.Cause), Figures.Count(l.Customers)]));
        }

        body.Heading("Were the leavers seen coming?");
        body.Table([new("warned"), new("left by choice", true), new("lost value", true)],
            funnel.Leavers.Select(l => (IReadOnlyList<string>)[Words(l.Name), Figures.Count(l.Customers), money.OrNone(l.LostValue)]));
    }

    static string Words(string name) => Codes.InWords(name);
}
