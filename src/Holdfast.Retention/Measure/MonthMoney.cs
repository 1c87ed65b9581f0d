using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>Where a customer's money by month was read from.</summary>
public enum MoneySource
{
    /// <summary>The facts tell no money.</summary>
    None,

    /// <summary>Positions.</summary>
    Positions,

    /// <summary>Prices of agreements, with the margin share of <see cref="Costs.MarginShareOfPrice"/>.</summary>
    Prices,

    /// <summary>Amounts of events, with the margin share of <see cref="Costs.MarginShareOfSales"/>.</summary>
    Sales,
}

/// <summary>A customer's money in one month that is over; minor units.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Revenue">Revenue.</param>
/// <param name="Margin">Revenue less cost to serve and credit loss.</param>
/// <param name="Balance">Balance at the month's end; 0 where positions do not tell it.</param>
public readonly record struct MonthMoney(Day Month, long Revenue, long Margin, long Balance);

/// <summary>A customer's money by month, in order of time.</summary>
/// <param name="Source">Where it was read from.</param>
/// <param name="Months">The months that are told.</param>
public sealed record MonthlyMoney(MoneySource Source, IReadOnlyList<MonthMoney> Months)
{
    static readonly MonthlyMoney Nothing = new(MoneySource.None, []);

    /// <summary>
    /// Money by month from positions that tell revenue or cost, else from the prices of agreements in force at the month's end, else from
    /// the amounts of events. Where a month's cost to serve is not told, <see cref="Costs.ServePerMonth"/> is taken off.
    /// </summary>
    /// <param name="known">A history that is already as of <paramref name="asOf"/>.</param>
    /// <param name="business">Costs and margin shares.</param>
    /// <param name="asOf">Months that end after it are left out.</param>
    public static MonthlyMoney Of(History known, Business business, Day asOf)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(business);
        return OfPositions(known.Positions.Span, business.Costs)
            ?? OfPrices(known.Agreements.Span, business.Costs, asOf)
            ?? OfSales(known.Events.Span, business.Costs, asOf)
            ?? Nothing;
    }

    static MonthlyMoney? OfPositions(ReadOnlySpan<Position> positions, Costs costs)
    {
        var isWholeTold = false;
        var isMoneyTold = false;
        foreach (var position in positions)
        {
            isWholeTold |= position.Agreement == -1;
            isMoneyTold |= position.Revenue != 0 || position.CostToServe != 0;
        }

        if (!isMoneyTold) return null;
        var months = new List<MonthMoney>();
        long serve = 0, loss = 0;
        foreach (var position in positions)
        {
            if (isWholeTold && position.Agreement != -1) continue;
            // Positions come in order of time: a month is the last one or a new one.
            if (months.Count == 0 || months[^1].Month != position.Month)
            {
                months.Add(new(position.Month, 0, 0, 0));
                (serve, loss) = (0, 0);
            }

            var sum = months[^1];
            (serve, loss) = (serve + position.CostToServe, loss + position.CreditLoss);
            var revenue = sum.Revenue + position.Revenue;
            months[^1] = new(position.Month, revenue, Margin(revenue, serve, loss, costs), sum.Balance + position.Balance);
        }

        return new(MoneySource.Positions, months);
    }

    static long Margin(long revenue, long serve, long loss, Costs costs) => revenue - (serve == 0 ? costs.ServePerMonth : serve) - loss;

    static MonthlyMoney? OfPrices(ReadOnlySpan<Agreement> agreements, Costs costs, Day asOf)
    {
        var revenue = new SortedDictionary<int, long>();
        foreach (var agreement in agreements)
        {
            if (agreement.Price == 0) continue;
            for (var month = agreement.Started.MonthStart; month.AddMonths(1) <= asOf; month = month.AddMonths(1))
            {
                if (agreement.Ended is { } ended && ended < month.AddMonths(1)) break;
                revenue[month.Number] = revenue.GetValueOrDefault(month.Number) + agreement.Price;
            }
        }

        return revenue.Count == 0 ? null : OfRevenue(MoneySource.Prices, revenue, costs.MarginShareOfPrice, costs.ServePerMonth);
    }

    static MonthlyMoney? OfSales(ReadOnlySpan<Event> events, Costs costs, Day asOf)
    {
        var revenue = new SortedDictionary<int, long>();
        foreach (var happened in events)
        {
            if (happened.Amount == 0 || !happened.ByCustomer) continue;
            var month = happened.At.Day.MonthStart;
            revenue[month.Number] = revenue.GetValueOrDefault(month.Number) + happened.Amount;
        }

        if (revenue.Count == 0) return null;
        // A month without a purchase is a month that brought nothing, not one that is not told.
        for (var month = new Day(revenue.Keys.First()); month.AddMonths(1) <= asOf; month = month.AddMonths(1))
            revenue.TryAdd(month.Number, 0);
        foreach (var open in revenue.Keys.Where(m => new Day(m).AddMonths(1) > asOf).ToArray()) revenue.Remove(open);
        return OfRevenue(MoneySource.Sales, revenue, costs.MarginShareOfSales, costs.ServePerMonth);
    }

    static MonthlyMoney OfRevenue(MoneySource source, SortedDictionary<int, long> revenue, double marginShare, long serve) =>
        new(source, [.. revenue.Select(m => new MonthMoney(new Day(m.Key), m.Value, (long)Math.Round(m.Value * marginShare) - serve, 0))]);
}
