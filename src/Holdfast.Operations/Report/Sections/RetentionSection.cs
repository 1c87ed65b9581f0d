using Holdfast.Operations.Report.Charts;
using Holdfast.Retention.Measure;

namespace Holdfast.Operations.Report.Sections;

/// <summary>How many stay (M1): the textbook rate, the true share beside it, and the loss rate under its own name.</summary>
static class RetentionSection
{
    const int RowsPerCut = 12;

    public static Section Of(Measures measures)
    {
        var body = new SectionBody();
        if (measures.Retention is { Answered: true, Result: { } retention }) Tell(body, measures, retention);
        else body.Unanswered(measures.Retention.Why!);
        return new Section("retention", "Retention", "How many customers stay?", body.ToString());
    }

    static void Tell(SectionBody body, Measures measures, RetentionReport retention)
    {
        var year = retention.LastYear;
        body.Answer($"Of {Figures.Count(year.AtStart)} customers on {year.Opens}, {Words(year.Kept)} were still here on {year.Closes}. "
            + $"The textbook rate, (end − new) / start, gives {Words(year.Retention)}: it charges the {Figures.Count(year.LeftAgain)} customers who joined and left within the period to the old base. "
            + $"Losses per average customer were {Words(year.LossRate)}.");
        Months(body, retention);
        body.FoldedTable("Month by month",
            [new("month"), new("at start", true), new("new", true), new("won back", true), new("lost, own choice", true), new("lost, other", true), new("retention", true), new("kept of those at start", true)],
            retention.Months.Select(m => (IReadOnlyList<string>)[m.Name + (m.IsFinished ? "" : " (unfinished)"), Figures.Count(m.AtStart), Figures.Count(m.Acquired), Figures.Count(m.WonBack),
                Figures.Count(m.LostVoluntary), Figures.Count(m.LostInvoluntary), Percent(m.Retention), Percent(m.Kept)]));
        foreach (var (cut, groups) in retention.By.Where(c => c.Value.Count > 1 && c.Key is "region" or "branch" or "channel" or "product")) Cut(body, cut, groups);
        Revenue(body, measures);
    }

    static void Months(SectionBody body, RetentionReport retention)
    {
        var months = retention.Months.Where(m => m is { IsFinished: true, Kept: not null }).ToList();
        if (months.Count < 3) return;
        var low = Math.Floor(months.Min(m => m.Kept!.Low) * 50) / 50;
        var frame = new Frame(
            new Axis(0, months.Count - 1, "month", i => months[(int)i].Name) { Marks = Every(months.Count) },
            new Axis(low, 1, "share of those at the month's start who are there at its end", v => Figures.Percent(v, 1)));
        for (var i = 0; i < months.Count; i++) frame.Point(i, new Interval(months[i].Kept!.Value, months[i].Kept!.Low, months[i].Kept!.High), "series-1", $"{months[i].Name}: {Percent(months[i].Kept)}");
        frame.Curve([.. months.Select((m, i) => ((double)i, m.Kept!.Value))], "series-1");
        body.Picture(frame.Drawing.ToSvg("Share of customers kept, month by month, with 95 % intervals"));
    }

    static void Cut(SectionBody body, string cut, IReadOnlyList<RetentionFigures> groups)
    {
        var shown = groups.OrderByDescending(g => g.AtStart).Take(RowsPerCut).ToList();
        body.Heading($"By {cut}" + (groups.Count > shown.Count ? $" (the {shown.Count} largest of {groups.Count})" : ""));
        body.Table(
            [new(cut), new("at start", true), new("kept", true), new("95 % interval", true), new("retention", true), new("net growth", true)],
            shown.Select(g => (IReadOnlyList<string>)[Name(g.Name), Figures.Count(g.AtStart), Percent(g.Kept),
                g.Kept is { } kept ? $"{Figures.Percent(kept.Low)} – {Figures.Percent(kept.High)}" : "–", Percent(g.Retention), Figures.Count(g.NetGrowth)]));
    }

    static void Revenue(SectionBody body, Measures measures)
    {
        if (measures.Revenue is not { Answered: true, Result.LastYear.Revenue: { } kept })
        {
            body.Note($"Revenue retention cannot be told: {measures.Revenue.Why ?? "no revenue in the period"}");
            return;
        }

        body.Note($"By revenue, gross retention over the same year was {Figures.Percent(kept.Gross)} (each customer capped at the opening revenue) and net {Figures.Percent(kept.Net)}, growth of the stayers included, new customers not.");
    }

    static IReadOnlyList<double> Every(int count)
    {
        var step = Math.Max(1, (count + 5) / 6);
        return [.. Enumerable.Range(0, count).Where(i => i % step == 0).Select(i => (double)i)];
    }

    static string Words(Share? share) => share is null ? "an unknown share" : $"{Figures.Percent(share.Value)} (95 % interval {Figures.Percent(share.Low)} to {Figures.Percent(share.High)})";

    static string Percent(Share? share) => share is null ? "–" : Figures.Percent(share.Value);

    static string Name(string name) => name.Length == 0 ? "(not told)" : name;
}
