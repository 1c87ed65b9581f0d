using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Lifetime;

/// <summary>What BG/BB needs to know of customers that are alike.</summary>
/// <param name="Frequency">Opportunities at which they bought, 0 to <paramref name="Recency"/>.</param>
/// <param name="Recency">Number of the last opportunity at which they bought; 0 when at none.</param>
/// <param name="Opportunities">How many opportunities there were, 1 or more.</param>
public readonly record struct OpportunitySummary(int Frequency, int Recency, int Opportunities);

/// <summary>
/// BG/BB: at each opportunity (a month, an event) a customer first leaves for good with a probability that is Beta(gamma, delta) over
/// customers, or else buys with a probability that is Beta(alpha, beta).
/// </summary>
/// <param name="Alpha">First parameter of the probability to buy, above 0.</param>
/// <param name="Beta">Second parameter of the probability to buy, above 0.</param>
/// <param name="Gamma">First parameter of the probability to leave, above 0.</param>
/// <param name="Delta">Second parameter of the probability to leave, above 0.</param>
/// <remarks>
/// Assumptions: 1. at most one purchase counts per opportunity. 2. both probabilities are independent and stay the same. 3. leaving cannot be observed.
/// <para>Source: Fader, Hardie and Shang 2010, Marketing Science 29:1086, equations 5 (likelihood), 11, 13 and 14; sums instead of the closed forms that divide by gamma - 1.</para>
/// <para>Checked against: the donations of 11,104 supporters with scipy; direct sums; simulation recovery.</para>
/// <para>Cost: a fit is about 25 passes over the distinct customers, one gamma ratio per opportunity since the last purchase.</para>
/// </remarks>
public sealed record BgBb(double Alpha, double Beta, double Gamma, double Delta)
{
    // Beyond this the sum over opportunities to come is cut: gamma above 1e-3 leaves less than 1e-3 of it, documented.
    const int MostOpportunities = 10_000_000;

    /// <summary>Fits the four parameters.</summary>
    /// <param name="customers">Distinct customers, each with how many there are of the kind.</param>
    /// <exception cref="ArgumentException">A row is impossible, or nobody bought.</exception>
    public static LifetimeFit<BgBb> Fit(IReadOnlyList<(OpportunitySummary Customer, long Count)> customers)
    {
        var likelihood = new BgBbLikelihood(customers);
        Require.That(likelihood.Purchases > 0, "nobody bought at any opportunity; at least one purchase is needed");
        return LifetimeFitting.Fit(likelihood.Evaluate, likelihood.Customers, [[1, 1, 0.7, 2.5], [0.3, 2, 0.3, 3], [3, 3, 3, 30], [1, 5, 0.5, 0.5]], p => new BgBb(p[0], p[1], p[2], p[3]));
    }

    /// <summary>Log-likelihood of one customer at these parameters.</summary>
    /// <param name="customer">The customer.</param>
    /// <exception cref="ArgumentException">The summary is impossible.</exception>
    public double LogLikelihood(OpportunitySummary customer) => -new BgBbLikelihood([(customer, 1)]).Evaluate([Math.Log(Alpha), Math.Log(Beta), Math.Log(Gamma), Math.Log(Delta)], new double[4]);

    /// <summary>Probability that a customer has not left at an opportunity to come.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="ahead">Opportunities after the last one seen; 1 by default, the next one (as BTYD); 0 is the last one seen.</param>
    /// <exception cref="ArgumentException">The summary is impossible or <paramref name="ahead"/> negative.</exception>
    public double ProbabilityAlive(OpportunitySummary customer, int ahead = 1) => Math.Exp(LogAlive(customer) + LogStays(customer.Opportunities, Require.AtLeast(ahead, 0, nameof(ahead))));

    /// <summary>Expected purchases of a new customer.</summary>
    /// <param name="opportunities">Opportunities to come, 0 to 10,000,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public double ExpectedPurchases(int opportunities) => Alpha / (Alpha + Beta) * Stays(0, opportunities, 0);

    /// <summary>Expected purchases of a known customer.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="opportunities">Opportunities to come, 0 to 10,000,000.</param>
    /// <exception cref="ArgumentException">The summary is impossible or the number out of range.</exception>
    public double ExpectedPurchases(OpportunitySummary customer, int opportunities) => Math.Exp(LogAlive(customer)) * Buys(customer) * Stays(customer.Opportunities, opportunities, 0);

    /// <summary>All purchases to come of a known customer, discounted to the last opportunity seen: the next one counts 1 / (1 + rate).</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="rate">Discount rate per opportunity, above 0.</param>
    /// <exception cref="ArgumentException">The summary is impossible or the rate out of range.</exception>
    public double DiscountedResidual(OpportunitySummary customer, double rate)
    {
        Require.Positive(rate, nameof(rate));
        var n = customer.Opportunities;
        var first = LogStays(n, 1) - Elementary.LogOnePlus(rate);
        var sum = Hypergeometric.Integral(1, Delta + n + 1, Gamma + Delta + n + 1, Math.Log(rate) - Elementary.LogOnePlus(rate));
        return Math.Exp(LogAlive(customer) + first + sum) * Buys(customer);
    }

    // Mean probability to buy after x of n, given that the customer stayed to the end.
    double Buys(OpportunitySummary customer) => (Alpha + customer.Frequency) / (Alpha + Beta + customer.Opportunities);

    // ln P(not left at the last opportunity seen).
    double LogAlive(OpportunitySummary customer)
    {
        var (x, _, n) = customer;
        return BetaDistribution.LogFunction(Alpha + x, Beta + n - x) - BetaDistribution.LogFunction(Alpha, Beta) + LogStays(0, n) - LogLikelihood(customer);
    }

    // ln P(not left after m more opportunities | not left after n).
    double LogStays(int n, int m) => GammaFunction.LogRising(Delta + n, m) - GammaFunction.LogRising(Gamma + Delta + n, m);

    double Stays(int n, int opportunities, double sum)
    {
        Require.That(opportunities is >= 0 and <= MostOpportunities, $"opportunities is {opportunities}; 0 to {MostOpportunities} is allowed");
        var stays = 1.0;
        for (var j = 0; j < opportunities; j++)
        {
            stays *= (Delta + n + j) / (Gamma + Delta + n + j);
            sum += stays;
        }
        return sum;
    }
}
