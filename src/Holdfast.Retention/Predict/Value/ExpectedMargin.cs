using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Value;

/// <summary>Where a customer's margin was read from.</summary>
public enum MarginSource
{
    /// <summary>Month-end states.</summary>
    Positions,

    /// <summary>Prices of the agreements held.</summary>
    Prices,

    /// <summary>Sales.</summary>
    Sales,

    /// <summary>Nothing tells it.</summary>
    None,
}

/// <summary>
/// Expected margin per month while the customer stays (P3): from month-end states where they tell revenue, else from the prices of
/// the agreements held, else from sales; less cost to serve, where the states do not tell it.
/// </summary>
public static class ExpectedMargin
{
    const int StateMonths = 6;

    /// <summary>Margin per month in minor units, and where it was read from.</summary>
    /// <param name="view">The history as of the day.</param>
    /// <param name="life">The life that lasts.</param>
    /// <param name="day">The day.</param>
    /// <param name="business">Costs and shares.</param>
    public static (long Margin, MarginSource Source) Of(History view, Life life, Day day, Business business)
    {
        var costs = business.Costs;
        if (OfStates(view, day) is { } states) return (states.Margin - (states.TellsCost ? 0 : costs.ServePerMonth), MarginSource.Positions);
        if (OfPrices(view, day) is { } prices) return ((long)Math.Round(prices * costs.MarginShareOfPrice) - costs.ServePerMonth, MarginSource.Prices);
        if (OfSales(view, life, day, business.Horizons.ObservationDays) is { } sales)
            return ((long)Math.Round(sales * costs.MarginShareOfSales) - costs.ServePerMonth, MarginSource.Sales);
        return (-costs.ServePerMonth, MarginSource.None);
    }

    static (long Margin, bool TellsCost)? OfStates(History view, Day day)
    {
        var from = day.MonthStart.AddMonths(-StateMonths);
        long margin = 0, cost = 0, revenue = 0;
        Day? first = null;
        foreach (ref readonly var position in view.Positions.Span)
        {
            if (position.Month < from) continue;
            if (first is null || position.Month < first) first = position.Month;
            margin += position.Margin;
            cost += position.CostToServe;
            revenue += Math.Abs(position.Revenue);
        }

        if (first is not { } since || revenue == 0) return null;
        var months = (day.Date.Year - since.Date.Year) * 12 + day.Date.Month - since.Date.Month;
        return (margin / Math.Max(1, months), cost != 0);
    }

    static long? OfPrices(History view, Day day)
    {
        long price = 0;
        foreach (var agreement in view.Agreements.Span)
        {
            if (agreement.Ended is null || agreement.Ended > day) price += agreement.Price;
        }

        return price > 0 ? price : null;
    }

    static double? OfSales(History view, Life life, Day day, int observationDays)
    {
        var days = Math.Min(observationDays, Math.Max(30, life.TenureDays(day)));
        var events = view.Events.Span;
        long sales = 0;
        var any = false;
        for (var i = events.Length - 1; i >= 0 && day - events[i].At.Day <= days; i--)
        {
            if (!events[i].ByCustomer || events[i].Amount <= 0) continue;
            sales += events[i].Amount;
            any = true;
        }

        return any || !events.IsEmpty ? sales * TenureCounts.DaysPerMonth / days : null;
    }
}
