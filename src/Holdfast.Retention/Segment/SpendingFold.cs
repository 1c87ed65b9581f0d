using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Segment;

/// <summary>What a customer spends, from month-end positions and prices (D4).</summary>
static class SpendingFold
{
    const int Months = 3;

    public static Spending Of(History known, List<Agreement> standing, Day asOf)
    {
        var byMonth = new SortedDictionary<int, long>();
        var byAgreement = new Dictionary<(int Agreement, int Month), long>();
        foreach (var position in known.Positions.Span)
        {
            var month = Number(position.Month);
            byMonth[month] = byMonth.GetValueOrDefault(month) + position.Revenue;
            if (position.Agreement >= 0) byAgreement[(position.Agreement, month)] = byAgreement.GetValueOrDefault((position.Agreement, month)) + position.Revenue;
        }

        var price = standing.Sum(agreement => agreement.Price);
        if (byMonth.Count == 0) return new Spending(price, price, 0);
        var last = byMonth.Keys.Last();
        var now = Mean(byMonth, last - Months + 1);
        var planned = standing.Sum(agreement => Planned(agreement, byAgreement.GetValueOrDefault((agreement.Number, last)), asOf));
        return new Spending(now, YearAgo(byMonth, last) ?? now, planned);
    }

    static long? YearAgo(SortedDictionary<int, long> byMonth, int last)
    {
        var from = Math.Max(last - Months + 1 - 12, byMonth.Keys.First());
        return from + Months <= last - Months + 1 ? Mean(byMonth, from) : null;
    }

    /// <summary>Mean of three months; a month without a position within the customer's life is a month without spending.</summary>
    static long Mean(SortedDictionary<int, long> byMonth, int from)
    {
        from = Math.Max(from, byMonth.Keys.First());
        var (sum, count) = (0L, 0);
        for (var month = from; month < from + Months && month <= byMonth.Keys.Last(); month++, count++) sum += byMonth.GetValueOrDefault(month);
        return sum / count;
    }

    static long Planned(Agreement agreement, long paidLast, Day asOf) =>
        agreement.PromotionEnds is { } ends && ends >= asOf && ends - asOf <= 365 ? Math.Max(0, agreement.Price - paidLast) : 0;

    static int Number(Day month) => month.Date.Year * 12 + month.Date.Month - 1;
}
