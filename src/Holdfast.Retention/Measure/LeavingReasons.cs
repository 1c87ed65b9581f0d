using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>Why customers leave (M4), over the last year of leavers; money in minor units.</summary>
/// <param name="Opens">First day of the period.</param>
/// <param name="Closes">First day after it.</param>
/// <param name="Kinds">Leavers by kind.</param>
/// <param name="Reasons">Leavers by reason, the most promising first: lost value x share that can be influenced; the untold last.</param>
/// <param name="Sources">Leavers by who told the reason: clerk, survey, inferred, agreement; "" where nobody did.</param>
/// <param name="ClerkAndSurvey">Where clerk and survey both speak: the share in which they name the same reason.</param>
/// <param name="WhyNoValue">Why lost value is not told; null where it is.</param>
public sealed record LeavingReasons(
    Day Opens,
    Day Closes,
    IReadOnlyList<LeavingCount> Kinds,
    IReadOnlyList<ReasonCount> Reasons,
    IReadOnlyList<LeavingCount> Sources,
    Share? ClerkAndSurvey,
    string? WhyNoValue)
{
    /// <summary>Counts leavers of a period by kind and reason.</summary>
    /// <param name="lives">All lives.</param>
    /// <param name="window">What the facts cover.</param>
    /// <param name="valueMonths">Months of the margin at the end that count as lost with a customer.</param>
    public static Answer<LeavingReasons> Of(IEnumerable<MeasuredLife> lives, Window window, int valueMonths)
    {
        ArgumentNullException.ThrowIfNull(lives);
        ArgumentNullException.ThrowIfNull(window);
        // Reasons need no settled month: on a snapshot, or where the facts cover next to nothing, all leavers there are count.
        var period = window.LastYear is { } year && window.WhyNoDates is null ? year : new Period(window.RecordsSince, window.AsOf);
        var gone = lives.Where(l => l.Life.Left is { } left && period.Contains(left)).ToArray();
        if (gone.Length == 0) return Answer.Not<LeavingReasons>($"Nobody left in {period}.");
        var hasMoney = gone.Any(l => l.Money is not null);
        var both = gone.Where(l => l.Exit?.ClerkAndSurveyAgree is not null).ToArray();
        return Answer.Of(new LeavingReasons(period.Opens, period.Closes,
            Counts(gone, l => KindName(l.Life.Kind), valueMonths, hasMoney),
            Reason(gone, valueMonths, hasMoney),
            Counts(gone, l => l.Exit?.Source ?? "", valueMonths, hasMoney),
            Share.Of(both.Count(l => l.Exit!.ClerkAndSurveyAgree == true), both.Length),
            hasMoney ? null : "No position, price or sale tells what the leavers brought."));
    }

    /// <summary>Margin lost with a life: its mean monthly margin at the end, never below 0, for so many months.</summary>
    public static long LostValue(MeasuredLife life, int valueMonths)
    {
        ArgumentNullException.ThrowIfNull(life);
        return life.Money is { } money ? Math.Max(0, money.MonthlyMarginAtEnd) * valueMonths : 0;
    }

    static IReadOnlyList<LeavingCount> Counts(MeasuredLife[] gone, Func<MeasuredLife, string> name, int months, bool hasMoney) =>
    [
        .. gone.GroupBy(name, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new LeavingCount(g.Key, g.Count(), hasMoney ? g.Sum(l => LostValue(l, months)) : null)),
    ];

    static IReadOnlyList<ReasonCount> Reason(MeasuredLife[] gone, int months, bool hasMoney)
    {
        var reasons = gone.Where(l => l.Life.Kind != Leaving.Administrative)
            .GroupBy(l => (Kind: KindName(l.Life.Kind), Name: l.Exit?.Reason ?? ""))
            .Select(g => Reason(g.Key.Kind, g.Key.Name, [.. g], months, hasMoney));
        return
        [
            .. reasons.OrderBy(r => r.Reason == "").ThenByDescending(r => r.ValueWithinReach ?? r.Count * (r.Influence ?? 0))
                .ThenByDescending(r => r.Count).ThenBy(r => r.Reason, StringComparer.Ordinal).ThenBy(r => r.Kind, StringComparer.Ordinal),
        ];
    }

    static ReasonCount Reason(string kind, string name, MeasuredLife[] lives, int months, bool hasMoney)
    {
        var meaning = lives.Select(l => l.Exit?.Meaning).FirstOrDefault(m => m is not null);
        long? lost = hasMoney ? lives.Sum(l => LostValue(l, months)) : null;
        return new(kind, name, lives.Length, lost, meaning?.Influence, lost is { } value && meaning is not null ? value * meaning.Influence : null,
            meaning?.Avoidable, meaning is null ? null : Whose(meaning.Whose), meaning?.Owner);
    }

    static string Whose(Whose whose) => whose switch { Facts.Whose.Ours => "ours", Facts.Whose.Customer => "customer", _ => "market" };

    /// <summary>The word for a kind of leaving.</summary>
    public static string KindName(Leaving kind) => kind switch
    {
        Leaving.Voluntary => "voluntary",
        Leaving.Involuntary => "involuntary",
        Leaving.Administrative => "administrative",
        _ => "",
    };
}

/// <summary>So many leavers.</summary>
/// <param name="Name">Of what.</param>
/// <param name="Count">Lives that ended.</param>
/// <param name="LostValue">Margin lost with them, minor units; null where the facts tell no money.</param>
public sealed record LeavingCount(string Name, long Count, long? LostValue);

/// <summary>Leavers for one reason.</summary>
/// <param name="Kind">voluntary or involuntary.</param>
/// <param name="Reason">Name in the taxonomy; "" where none was told.</param>
/// <param name="Count">Lives that ended.</param>
/// <param name="LostValue">Margin lost with them, minor units; null where the facts tell no money.</param>
/// <param name="Influence">Share the business could have influenced, 0..1; null where the taxonomy does not say.</param>
/// <param name="ValueWithinReach">Lost value x influence.</param>
/// <param name="Avoidable">Whether the business could have avoided it.</param>
/// <param name="Whose">ours, customer or market.</param>
/// <param name="Owner">Department that owns it.</param>
public sealed record ReasonCount(
    string Kind,
    string Reason,
    long Count,
    long? LostValue,
    double? Influence,
    double? ValueWithinReach,
    bool? Avoidable,
    string? Whose,
    string? Owner);
