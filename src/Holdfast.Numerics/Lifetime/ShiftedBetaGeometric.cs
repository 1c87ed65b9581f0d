using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Lifetime;

/// <summary>
/// sBG: each customer leaves at each renewal with a probability of its own that never changes and is Beta(alpha, beta) over customers.
/// Retention rises with tenure only because those likely to leave are gone: do not read it as loyalty that grows.
/// </summary>
/// <param name="Alpha">First parameter of the probability to leave, above 0.</param>
/// <param name="Beta">Second parameter, above 0.</param>
/// <remarks>
/// Assumptions: 1. leaving is observed (a contract). 2. a customer's probability is constant. 3. periods count from joining; everybody is there in period 0.
/// <para>Source: Fader and Hardie 2007, Journal of Interactive Marketing 21:76, equations 5 to 8; Fader and Hardie 2010, Marketing Science 29:85 (discounted expected lifetime).</para>
/// <para>Checked against: the paper's two cohorts with scipy, 4 and 7 renewals; discounted sums to 1e-9 with mpmath.</para>
/// <para>Cost: a fit is about 20 passes over the periods.</para>
/// </remarks>
public sealed record ShiftedBetaGeometric(double Alpha, double Beta)
{
    /// <summary>Fits the two parameters.</summary>
    /// <param name="losses">Losses by period.</param>
    public static LifetimeFit<ShiftedBetaGeometric> Fit(CohortLosses losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        var likelihood = new CohortLikelihood(losses);
        return LifetimeFitting.Fit(
            (point, gradient) =>
            {
                Span<double> whole = [0, 0, 0];
                var value = likelihood.Evaluate([point[0], point[1], 0], whole);
                whole[..2].CopyTo(gradient);
                return value;
            },
            losses.Customers, [[1, 1 / losses.Risk - 1], [0.5, 10], [1, 0.5], [5, 50]], p => new ShiftedBetaGeometric(p[0], p[1]));
    }

    /// <summary>Share still there after a number of periods, S(t) = B(alpha, beta + t) / B(alpha, beta).</summary>
    /// <param name="period">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Survival(double period) => Math.Exp(GammaFunction.LogRising(Beta, Require.NotNegative(period, nameof(period))) - GammaFunction.LogRising(Alpha + Beta, period));

    /// <summary>Share of those there after period t - 1 who stay through period t, (beta + t - 1) / (alpha + beta + t - 1).</summary>
    /// <param name="period">t, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public double Retention(int period) => (Beta + Require.AtLeast(period, 1, nameof(period)) - 1) / (Alpha + Beta + period - 1);

    /// <summary>Discounted expected lifetime of a new customer, sum of S(t) / (1 + rate)^t from t = 0: the payment at joining counts in full.</summary>
    /// <param name="rate">Discount rate per period, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public double DiscountedLifetime(double rate) => DiscountedSum(0, Require.Positive(rate, nameof(rate)));

    /// <summary>
    /// Discounted expected residual lifetime of a customer who has paid n times and is about to decide on the next renewal:
    /// sum of S(t) / S(n - 1) / (1 + rate)^(t - n) from t = n; the renewal at hand counts in full.
    /// </summary>
    /// <param name="payments">n, 1 or more.</param>
    /// <param name="rate">Discount rate per period, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public double DiscountedResidualLifetime(int payments, double rate) => Retention(payments) * DiscountedSum(payments, Require.Positive(rate, nameof(rate)));

    // 2F1(1, beta + n; alpha + beta + n; 1 / (1 + rate)).
    double DiscountedSum(int n, double rate) =>
        Math.Exp(Hypergeometric.Integral(1, Beta + n, Alpha + Beta + n, Math.Log(rate) - Elementary.LogOnePlus(rate)));
}
