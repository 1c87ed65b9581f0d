using Holdfast.Operations.Report.Charts;
using Holdfast.Retention.Measure;

namespace Holdfast.Operations.Report.Sections;

/// <summary>What it costs (M6, M7): break-even of acquisition and concentration of profit.</summary>
static class EconomicsSection
{
    const int MonthsShown = 48;

    public static Section Of(Measures measures, Money money)
    {
        var body = new SectionBody();
        if (measures.BreakEven is { Answered: true, Result: { } even }) BreakEven(body, even, money);
        else body.Unanswered(measures.BreakEven.Why!);
        body.Heading("Concentration of profit");
        if (measures.Profit is { Answered: true, Result: { } profit }) Profit(body, profit, money);
        else body.Unanswered(measures.Profit.Why!);
        return new Section("economics", "Economics", "When has a customer paid, and who earns the profit?", body.ToString());
    }

    static void BreakEven(SectionBody body, BreakEven even, Money money)
    {
        var all = even.All;
        var reached = all.MonthsToBreakEven is { } months ? $"an average customer who stays has paid it back after {months} months" : "the average customer does not pay it back as far as the facts reach";
        var gone = all.LeftBeforeCohorts is { } left ? $"; {Figures.Percent(left, 0)} leave before that" : "";
        body.Answer($"Winning and onboarding a customer costs {money.Of(all.MeanCost)} on average; {reached}{gone}. Customers who left before their own break-even destroyed {money.Of(all.ValueDestroyed)}.");
        var margin = all.MeanMargin.Take(MonthsShown).ToList();
        if (margin.Count > 2)
        {
            var sums = new List<(double X, double Y)> { (0, -money.Major(all.MeanCost)) };
            for (var i = 0; i < margin.Count; i++) sums.Add((i + 1, sums[^1].Y + money.Major(margin[i])));
            var (low, high) = (Math.Min(sums.Min(p => p.Y), 0), Math.Max(sums.Max(p => p.Y), 0));
            var frame = new Frame(new Axis(0, margin.Count, "months since joining", v => Figures.Number(v, 0)), new Axis(low * 1.1, high * 1.1 + 1, $"margin less cost so far per customer who stays, {money.Currency}", v => Figures.Number(v, 0)));
            if (all.MonthsToBreakEven is { } month && month <= margin.Count) frame.Mark(month, "break-even");
            frame.Curve(sums, "series-1");
            body.Picture(frame.Drawing.ToSvg("Cumulated margin less acquisition cost by months since joining"));
        }

        body.Table(
            [new("channel"), new("customers", true), new("cost", true), new("months to break even", true), new("left before the cohort's", true), new("left before their own", true), new("value destroyed", true)],
            even.ByChannel.Prepend(all).Select(g => (IReadOnlyList<string>)[g == all ? "all" : g.Name.Length == 0 ? "(not told)" : g.Name, Figures.Count(g.Customers), money.Of(g.MeanCost), g.MonthsToBreakEven?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not yet",
                g.LeftBeforeCohorts is { } cohort ? Figures.Percent(cohort) : "–", g.LeftBeforeOwn is { } own ? Figures.Percent(own) : "–", money.Of(g.ValueDestroyed)]));
    }

    static void Profit(SectionBody body, ProfitConcentration profit, Money money)
    {
        body.Answer($"From {profit.Opens} to {profit.Closes}, {Figures.Count(profit.Customers)} customers brought a margin of {money.Of(profit.Total)}; "
            + (profit.TopFifthShare is { } top ? $"the best fifth earned {Figures.Percent(top, 0)} of it, and " : "")
            + $"{Figures.Count(profit.Unprofitable)} customers cost more than they brought ({money.Of(profit.UnprofitableMargin)}).");
        if (profit.Whale.Count == 0) return;
        var high = Math.Max(1, Scale.RoundUp(profit.Whale.Max()));
        var frame = new Frame(new Axis(0, 100, "best customers, % of all", v => Figures.Number(v, 0)), new Axis(Math.Min(0, profit.Whale.Min()), high, "share of total margin earned by them", v => Figures.Percent(v, 0)));
        frame.Mark(20, "best fifth");
        frame.Curve([(0, 0), .. profit.Whale.Select((share, i) => (i + 1.0, share))], "series-1");
        frame.Drawing.Line(frame.Plot.X, frame.Y.Of(1), frame.Plot.Right, frame.Y.Of(1), "mark");
        body.Picture(frame.Drawing.ToSvg("Whale curve: share of total margin by the best customers"));
        body.FoldedTable("Tenths of customers", [new("tenth"), new("customers", true), new("margin", true)],
            profit.Deciles.Select(d => (IReadOnlyList<string>)[d.Number == 1 ? "1 (best)" : d.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), Figures.Count(d.Customers), money.Of(d.Margin)]));
    }
}
