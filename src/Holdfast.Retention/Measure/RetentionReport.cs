namespace Holdfast.Retention.Measure;

/// <summary>Who stays, over time and by cut (M1, M9).</summary>
/// <param name="LastYear">The last 12 months whose ends are all known; shorter where the facts cover less: see its days.</param>
/// <param name="Months">Calendar months, the unfinished one included.</param>
/// <param name="Years">Calendar years, the unfinished one included.</param>
/// <param name="By">The last year by region, branch, channel, product, origin, language and person, the value of the cut as name.</param>
public sealed record RetentionReport(
    RetentionFigures LastYear,
    IReadOnlyList<RetentionFigures> Months,
    IReadOnlyList<RetentionFigures> Years,
    IReadOnlyDictionary<string, IReadOnlyList<RetentionFigures>> By)
{
    /// <summary>Longest series of months that is told.</summary>
    public const int MostMonths = 36;

    /// <summary>Reports retention over customers.</summary>
    /// <param name="customers">Every customer once, in any order.</param>
    /// <param name="window">What the facts cover.</param>
    public static Answer<RetentionReport> Of(IReadOnlyList<MeasuredCustomer> customers, Window window)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(window);
        // A snapshot tells the rate of the time it covers, if the workspace says which, but no series.
        var hasDates = window.WhyNoDates is null;
        if (!hasDates && !window.IsSinceTold)
            return Answer.Not<RetentionReport>(window.WhyNoDates + " With 'records_since' in holdfast.yaml the rate of that time can be told.");
        if (window.LastYear is not { } year) return Answer.Not<RetentionReport>(window.TooShort);
        // A business that began within the year has a rate only from its first customers on.
        while (year.Opens.AddMonths(1) < year.Closes && !customers.Any(c => c.Lives[0].IsThereBefore(year.Opens)))
            year = year with { Opens = year.Opens.MonthStart.AddMonths(1) };
        var months = Period.Months(window.RecordsSince, window.AsOf).Where(p => hasDates && p.Opens >= window.RecordsSince).TakeLast(MostMonths);
        var years = Period.Years(window.RecordsSince, window.AsOf).Where(p => hasDates && p.Opens >= window.RecordsSince);
        return Answer.Of(new RetentionReport(
            Count(customers, year, window),
            [.. months.Select(p => Count(customers, p, window))],
            [.. years.Select(p => Count(customers, p, window))],
            LifeCuts.All.ToDictionary(c => c.Name, c => Grouped(customers, year, c.Of))));
    }

    static RetentionFigures Count(IReadOnlyList<MeasuredCustomer> customers, Period period, Window window)
    {
        var counts = new PeriodCounts(period);
        foreach (var customer in customers) counts.Add(customer.Lives);
        return counts.Figures(period.ToString(), period.Closes <= window.SettledUntil);
    }

    static IReadOnlyList<RetentionFigures> Grouped(
        IReadOnlyList<MeasuredCustomer> customers, Period period, Func<LifeCuts, string> cut)
    {
        var counts = new SortedDictionary<string, PeriodCounts>(StringComparer.Ordinal);
        foreach (var customer in customers)
        {
            if (customer.Measured is [var only])
            {
                Of(cut(only.Cuts)).Add(customer.Lives);
                continue;
            }

            foreach (var group in customer.Measured.GroupBy(l => cut(l.Cuts), StringComparer.Ordinal))
                Of(group.Key).Add([.. group.Select(l => l.Life)]);
        }

        PeriodCounts Of(string name)
        {
            if (!counts.TryGetValue(name, out var count)) counts[name] = count = new(period);
            return count;
        }

        return counts.Count == 1 && counts.ContainsKey("") ? [] : [.. counts.Select(c => c.Value.Figures(c.Key, true))];
    }
}
