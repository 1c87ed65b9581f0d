namespace Holdfast.Retention.Measure;

/// <summary>When customers leave, by tenure (M2).</summary>
/// <param name="Lives">First lives under observation.</param>
/// <param name="Bands">Hazard by band of tenure.</param>
/// <param name="By90Days">Share churned by day 90.</param>
/// <param name="By6Months">By month 6 (day 183).</param>
/// <param name="By1Year">By day 365.</param>
/// <param name="By2Years">By day 730.</param>
/// <param name="By">The four shares by region, branch, channel, product, origin and language.</param>
/// <param name="Caution">What must be known to read it, or null.</param>
public sealed record TenureReport(
    long Lives,
    IReadOnlyList<TenureBand> Bands,
    Churned? By90Days,
    Churned? By6Months,
    Churned? By1Year,
    Churned? By2Years,
    IReadOnlyDictionary<string, IReadOnlyList<TenureGroup>> By,
    string? Caution)
{
    /// <summary>Reports leaving by tenure over the first life of every customer.</summary>
    public static Answer<TenureReport> Of(IReadOnlyList<MeasuredCustomer> customers, Window window)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(window);
        var isSnapshot = window.WhyNoDates is not null;
        var first = customers.Where(c => c.Measured.Count > 0).Select(c => c.Measured[0]).ToArray();
        var counts = Count(first, window);
        if (counts.Lives == 0) return Answer.Not<TenureReport>("No life of a customer could be observed for a day.");
        var risk = new TenureRisk(counts);
        // On a snapshot nobody could have been seen to leave before the first tenure at which anybody was: no evidence of staying.
        var bands = risk.Bands().SkipWhile(b => isSnapshot && b.Voluntary + b.Involuntary == 0).ToArray();
        return Answer.Of(new TenureReport(counts.Lives, bands, Seen(risk, 90, window), Seen(risk, 183, window), Seen(risk, 365, window), Seen(risk, 730, window),
            LifeCuts.All.Where(c => c.Name != "person").ToDictionary(c => c.Name, c => Groups(first, window, c.Of)),
            isSnapshot ? window.WhyNoDates + " Customers who left before it may be missing, and the curve mixes all years of joining." : null));
    }

    static TenureCounts Count(IEnumerable<MeasuredLife> lives, Window window)
    {
        var counts = new TenureCounts();
        foreach (var life in lives) counts.Add(life.Life, window.TenureSince, window.AsOf);
        return counts;
    }

    static IReadOnlyList<TenureGroup> Groups(MeasuredLife[] first, Window window, Func<LifeCuts, string> cut)
    {
        var groups = first.GroupBy(l => cut(l.Cuts), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToArray();
        if (groups is [{ Key: "" }]) return [];
        return [.. groups.Select(g => Group(g.Key, Count(g, window), window))];
    }

    static TenureGroup Group(string name, TenureCounts counts, Window window)
    {
        var risk = new TenureRisk(counts);
        return new(name, counts.Lives, Seen(risk, 90, window), Seen(risk, 183, window), Seen(risk, 365, window), Seen(risk, 730, window));
    }

    static Churned? Seen(TenureRisk risk, int day, Window window) =>
        risk.By(day) is { } churned && (window.WhyNoDates is null || churned.All > 0) ? churned : null;
}

/// <summary>The four shares of one group.</summary>
/// <param name="Name">The value of the cut.</param>
/// <param name="Lives">First lives under observation.</param>
/// <param name="By90Days">Share churned by day 90.</param>
/// <param name="By6Months">By month 6 (day 183).</param>
/// <param name="By1Year">By day 365.</param>
/// <param name="By2Years">By day 730.</param>
public sealed record TenureGroup(string Name, long Lives, Churned? By90Days, Churned? By6Months, Churned? By1Year, Churned? By2Years);

/// <summary>Share of customers who have left by a day of tenure; the kinds compete.</summary>
/// <param name="All">Left by choice or otherwise.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Voluntary">Left by choice.</param>
/// <param name="Involuntary">Left otherwise.</param>
/// <param name="AtRisk">Customers still under observation then.</param>
public sealed record Churned(double All, double Low, double High, double Voluntary, double Involuntary, long AtRisk);
