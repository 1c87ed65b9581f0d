using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>Sums everything that is weighed in money, customer by customer, so that no customer's months need be kept.</summary>
sealed class MoneyCounts
{
    readonly Day _asOf;
    readonly Period _profitYear;
    readonly List<(Period Period, RevenueCounts Counts)> _months, _years, _lastYears;
    readonly BreakEvenCounts _all = new();
    readonly SortedDictionary<string, BreakEvenCounts> _channels = new(StringComparer.Ordinal), _cohorts = new(StringComparer.Ordinal);
    readonly List<long> _profit = [];
    readonly SortedDictionary<string, long> _sources = new(StringComparer.Ordinal);
    bool _hasCost;

    internal MoneyCounts(Business business, Day asOf)
    {
        _asOf = asOf;
        _profitYear = new(asOf.MonthStart.AddMonths(-12), asOf.MonthStart);
        var first = asOf.MonthStart.AddMonths(-RetentionReport.MostMonths);
        _months = Counts(Period.Months(first, asOf.MonthStart));
        _years = Counts(Period.Years(first, asOf).Where(y => y.Closes <= asOf));
        // Which year is settled is known only when all lives are: every lag a definition may bring gets a year of its own.
        int[] lags = [0, .. business.Churn.SelectMany(c => new[] { c.Days, c.Days + 31, c.GraceDays })];
        _lastYears = Counts(lags.Select(l => (asOf - l).MonthStart).Distinct().OrderByDescending(d => d.Number)
            .Select(closes => new Period(closes.AddMonths(-12), closes)));
    }

    internal IReadOnlyDictionary<string, long> Sources => _sources;

    bool HasMoney => _sources.Any(s => s.Key != "none");

    internal void Add(MeasuredCustomer customer, MonthlyMoney money)
    {
        var source = money.Source.ToString().ToLowerInvariant();
        _sources[source] = _sources.GetValueOrDefault(source) + 1;
        if (money.Source != MoneySource.None) AddRevenue(customer.Lives, money.Months);
        AddBreakEven(customer.Measured[0], money);
        AddProfit(money);
    }

    internal Answer<RevenueReport> Revenue(Window window)
    {
        if (!HasMoney) return Answer.Not<RevenueReport>(NoMoney);
        if (window.WhyNoDates is { } why) return Answer.Not<RevenueReport>(why);
        var told = _lastYears.FirstOrDefault(y => y.Period.Closes <= window.SettledUntil && y.Period.Opens >= window.RecordsSince);
        return Answer.Of(new RevenueReport(told.Counts?.Figures(true), Figures(_months, window), Figures(_years, window)));
    }

    internal Answer<BreakEven> BreakEven(IReadOnlyList<MeasuredCustomer> customers, Window window)
    {
        if (!HasMoney) return Answer.Not<BreakEven>(NoMoney);
        if (!_hasCost) return Answer.Not<BreakEven>("No cost of acquisition or onboarding is told, by spells or under costs in holdfast.yaml.");
        var first = customers.Select(c => c.Measured[0]).ToArray();
        var channels = first.ToLookup(l => l.Cuts.Channel, StringComparer.Ordinal);
        var cohorts = first.Where(IsOfCohort).ToLookup(l => Quarter.Of(l.Life.Joined), StringComparer.Ordinal);
        return Answer.Of(new BreakEven(
            _all.Figures("all", Tenure(first, window)),
            [.. _channels.Select(c => c.Value.Figures(c.Key, Tenure(channels[c.Key], window)))],
            [.. _cohorts.Select(c => c.Value.Figures(c.Key, Tenure(cohorts[c.Key], window)))]));
    }

    internal Answer<ProfitConcentration> Profit() => !HasMoney ? Answer.Not<ProfitConcentration>(NoMoney)
        : _profit.Count == 0 ? Answer.Not<ProfitConcentration>($"No month of {_profitYear} is told.")
        : Answer.Of(ProfitConcentration.Of(_profitYear, _profit));

    const string NoMoney = "No position, price or sale tells what customers bring.";

    static bool IsOfCohort(MeasuredLife life) => life.Money is { IsComplete: true };

    static List<(Period, RevenueCounts)> Counts(IEnumerable<Period> periods) => [.. periods.Select(p => (p, new RevenueCounts(p)))];

    static IReadOnlyList<RevenueRetention> Figures(List<(Period Period, RevenueCounts Counts)> periods, Window window) =>
    [
        .. periods.Where(p => p.Period.Opens >= window.RecordsSince).Select(p => p.Counts.Figures(p.Period.Closes <= window.SettledUntil)),
    ];

    static TenureCounts Tenure(IEnumerable<MeasuredLife> lives, Window window)
    {
        var counts = new TenureCounts();
        foreach (var life in lives) counts.Add(life.Life, window.TenureSince, window.AsOf);
        return counts;
    }

    void AddRevenue(IReadOnlyList<Life> lives, IReadOnlyList<MonthMoney> months)
    {
        foreach (var (_, counts) in _months) counts.Add(lives, months);
        foreach (var (_, counts) in _years) counts.Add(lives, months);
        foreach (var (_, counts) in _lastYears) counts.Add(lives, months);
    }

    void AddBreakEven(MeasuredLife first, MonthlyMoney money)
    {
        var own = Ledger.Within(first.Life, money.Months);
        _hasCost |= first.Money?.Cost > 0;
        _all.Add(first, own);
        Of(_channels, first.Cuts.Channel).Add(first, own);
        if (IsOfCohort(first)) Of(_cohorts, Quarter.Of(first.Life.Joined)).Add(first, own);
    }

    void AddProfit(MonthlyMoney money)
    {
        var isTold = false;
        long margin = 0;
        foreach (var month in money.Months)
        {
            if (!_profitYear.Contains(month.Month) || month.Month.AddMonths(1) > _asOf) continue;
            isTold = true;
            margin += month.Margin;
        }

        if (isTold) _profit.Add(margin);
    }

    static BreakEvenCounts Of(SortedDictionary<string, BreakEvenCounts> groups, string name)
    {
        if (!groups.TryGetValue(name, out var counts)) groups[name] = counts = new();
        return counts;
    }
}
