using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Lifetime;

/// <summary>MBG/NBD: as <see cref="BgNbd"/>, but a customer may already leave after the first purchase, so that one-time buyers are not counted as certain to be there.</summary>
/// <param name="R">Shape of the rate, above 0.</param>
/// <param name="Alpha">Inverse scale of the rate, in units of time, above 0.</param>
/// <param name="A">First parameter of the probability to leave, above 0.</param>
/// <param name="B">Second parameter of the probability to leave, above 0.</param>
/// <remarks>
/// Assumptions: those of <see cref="BgNbd"/>, with a chance to leave after the first purchase too.
/// <para>Source: Batislam, Denizel and Filiztekin 2007, International Journal of Research in Marketing 24:201; Wagner and Hoppe 2008.</para>
/// <para>Checked against: CDNOW with scipy; expected purchases to 1e-9 with mpmath; simulation recovery.</para>
/// <para>Cost: as <see cref="BgNbd"/>.</para>
/// </remarks>
public sealed record MbgNbd(double R, double Alpha, double A, double B)
{
    /// <summary>Fits the four parameters.</summary>
    /// <param name="customers">One summary per customer; at least one repeat purchase among them.</param>
    /// <exception cref="ArgumentException">Nobody bought again.</exception>
    public static LifetimeFit<MbgNbd> Fit(PurchaseSummaries customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        return GeometricDropoutLikelihood.Fit(customers, leavesAtOnce: true, p => new MbgNbd(p[0], p[1], p[2], p[3]));
    }

    /// <summary>Log-likelihood of customers at these parameters, without the constant ln x!.</summary>
    /// <param name="customers">One summary per customer.</param>
    public double LogLikelihood(PurchaseSummaries customers) => GeometricDropoutLikelihood.At(customers, leavesAtOnce: true, [R, Alpha, A, B]);

    /// <summary>Probability that a customer has not left.</summary>
    /// <param name="customer">The customer.</param>
    /// <exception cref="ArgumentException">The summary is impossible.</exception>
    public double ProbabilityAlive(PurchaseSummary customer)
    {
        PurchaseSummaries.Check(customer);
        var (x, recency, age) = customer;
        return Regression.Logistic.Probability(Math.Log((B + x) / A) - (R + x) * Elementary.LogOnePlus((age - recency) / (Alpha + recency)));
    }

    /// <summary>Expected repeat purchases of a new customer.</summary>
    /// <param name="time">Time from the first purchase, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or not finite.</exception>
    public double ExpectedPurchases(double time) => B / (A + B) * GeometricPurchases.Expected(R, Require.NotNegative(time, nameof(time)) / Alpha, A, B + 1);

    /// <summary>Expected purchases of a known customer in the time to come.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="time">Time from the end of observation, 0 or more.</param>
    /// <exception cref="ArgumentException">The summary is impossible or the time out of range.</exception>
    public double ExpectedPurchases(PurchaseSummary customer, double time) =>
        ProbabilityAlive(customer) * GeometricPurchases.Expected(R + customer.Frequency, Require.NotNegative(time, nameof(time)) / (Alpha + customer.Age), A, B + customer.Frequency + 1);

    /// <summary>All purchases to come of a known customer, each discounted continuously to the end of observation (DERT).</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="rate">Continuous discount rate per unit of time, above 0: ln(1 + d).</param>
    /// <exception cref="ArgumentException">The summary is impossible or the rate out of range.</exception>
    public double DiscountedResidual(PurchaseSummary customer, double rate) =>
        ProbabilityAlive(customer) * GeometricPurchases.Discounted(R + customer.Frequency, Require.Positive(rate, nameof(rate)) * (Alpha + customer.Age), A, B + customer.Frequency + 1);
}
