using Holdfast.Operations.Report.Charts;
using Holdfast.Retention.Measure;

namespace Holdfast.Operations.Report.Sections;

/// <summary>Why they leave (M4), ranked by lost value within reach.</summary>
static class ReasonsSection
{
    const int MostReasons = 12;

    public static Section Of(Measures measures, Money money)
    {
        var body = new SectionBody();
        if (measures.Reasons is { Answered: true, Result: { } reasons }) Tell(body, reasons, money);
        else body.Unanswered(measures.Reasons.Why!);
        return new Section("reasons", "Why", "Why do they leave, and what of it is within reach?", body.ToString());
    }

    static void Tell(SectionBody body, LeavingReasons reasons, Money money)
    {
        var all = reasons.Kinds.Sum(k => k.Count);
        body.Answer($"From {reasons.Opens} to {reasons.Closes}, {Figures.Count(all)} lives ended: {string.Join(", ", reasons.Kinds.Select(k => $"{Figures.Count(k.Count)} {k.Name}"))}.");
        var byValue = reasons.Reasons.Any(r => r.LostValue > 0);
        var shown = reasons.Reasons.Where(r => r.Count > 0).OrderByDescending(r => byValue ? Math.Max(0, r.LostValue ?? 0) : r.Count).Take(MostReasons).ToList();
        if (shown.Count > 0)
        {
            body.Heading(byValue ? "Reasons by lost value (margin lost with the leavers)" : "Reasons by number of leavers");
            body.Picture(BarChart.Draw(
                [.. shown.Select(r => new Bar(Name(r), byValue ? Math.Max(0, r.LostValue ?? 0) : r.Count, Label(r, byValue, money), r.Avoidable == true ? "series-2" : "series-4"))],
                "Reasons for leaving by lost value"));
            body.Note("Orange: the business could have avoided it. Grey: it could not, or the taxonomy does not say.");
        }

        body.Note(reasons.WhyNoValue ?? "");
        if (reasons.ClerkAndSurvey is { } agree) body.Note($"Where both the clerk and the customer gave a reason, they named the same one in {Figures.Percent(agree.Value)} of {Figures.Number(agree.Whole, 0)} cases.");
        body.FoldedTable("All reasons, the most promising first",
            [new("reason"), new("kind"), new("left", true), new("lost value", true), new("within reach", true), new("avoidable"), new("whose"), new("owner")],
            reasons.Reasons.Select(r => (IReadOnlyList<string>)[Name(r), r.Kind, Figures.Count(r.Count), money.OrNone(r.LostValue), r.ValueWithinReach is { } reach ? money.Of(reach) : "–",
                r.Avoidable switch { true => "yes", false => "no", _ => "–" }, r.Whose ?? "–", r.Owner ?? "–"]));
    }

    static string Label(ReasonCount reason, bool byValue, Money money) => byValue ? $"{money.OrNone(reason.LostValue)} · {Figures.Count(reason.Count)} left" : $"{Figures.Count(reason.Count)} left";

    static string Name(ReasonCount reason) => reason.Reason.Length == 0 ? $"not told ({reason.Kind})" : reason.Reason;
}
