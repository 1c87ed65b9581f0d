namespace Holdfast.Retention.Predict.Value;

/// <summary>
/// One customer's own future: the baseline hazard by tenure, times the customer's own odds, so chosen that the hazard over the
/// horizon amounts to the calibrated probability.
/// </summary>
public sealed class RemainingLife
{
    /// <summary>Months looked ahead at most.</summary>
    public const int MaximumMonths = 240;

    readonly TenureHazard _baseline;
    readonly int _tenureMonth;
    readonly double _odds;
    readonly int _horizonMonths;

    /// <summary>The future of a customer.</summary>
    /// <param name="baseline">Baseline hazard.</param>
    /// <param name="tenureDays">Days since the life began, 0 or more.</param>
    /// <param name="probability">Calibrated probability of leaving of free will within the horizon, 0..1.</param>
    /// <param name="horizonDays">The horizon, days.</param>
    public RemainingLife(TenureHazard baseline, int tenureDays, double probability, int horizonDays)
    {
        _baseline = baseline;
        _tenureMonth = TenureCounts.Month(tenureDays);
        MonthlyHazard = 1 - Math.Pow(1 - Math.Clamp(probability, 1e-9, 1 - 1e-9), TenureCounts.DaysPerMonth / horizonDays);
        _horizonMonths = Math.Max(1, (int)Math.Round(horizonDays / TenureCounts.DaysPerMonth));
        var mean = Enumerable.Range(0, _horizonMonths).Average(month => baseline.Voluntary(_tenureMonth + month));
        _odds = Odds(MonthlyHazard) / Odds(mean);
    }

    /// <summary>Hazard per month that the probability amounts to, 0..1.</summary>
    public double MonthlyHazard { get; }

    /// <summary>Months until half of such customers have left for any reason, interpolated; capped at 240.</summary>
    public double MedianMonths()
    {
        var alive = 1.0;
        for (var month = 0; month < MaximumMonths; month++)
        {
            var next = alive * Kept(month, true);
            if (next <= 0.5) return month + (alive - 0.5) / (alive - next);
            alive = next;
        }

        return MaximumMonths;
    }

    /// <summary>Sum over the coming months of P(still a customer) x discount: what one unit of margin a month is worth.</summary>
    /// <param name="months">Months that count.</param>
    /// <param name="discountPerYear">Discount rate per year, 0..1.</param>
    /// <param name="isKept">True: the customer is taken not to leave of free will within the horizon.</param>
    public double Worth(int months, double discountPerYear, bool isKept)
    {
        double alive = 1, worth = 0;
        var discount = Math.Pow(1 + discountPerYear, -1.0 / 12);
        var factor = 1.0;
        for (var month = 0; month < months; month++)
        {
            alive *= Kept(month, !isKept || month >= _horizonMonths);
            factor *= discount;
            worth += alive * factor;
        }

        return worth;
    }

    /// <summary>The same for one who leaves of free will in the middle of the horizon.</summary>
    public double WorthIfLost(int months, double discountPerYear)
    {
        var half = Math.Min(months, _horizonMonths / 2.0);
        var discount = Math.Pow(1 + discountPerYear, -1.0 / 12);
        return half * Math.Pow(discount, half / 2);
    }

    double Kept(int month, bool mayLeave)
    {
        var tenure = _tenureMonth + month;
        var odds = _odds * Odds(_baseline.Voluntary(tenure));
        return (1 - _baseline.Otherwise(tenure)) * (mayLeave ? 1 / (1 + odds) : 1);
    }

    static double Odds(double hazard)
    {
        var h = Math.Clamp(hazard, 1e-9, 1 - 1e-9);
        return h / (1 - h);
    }
}
