using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Lifetime;

/// <summary>
/// BdW: as <see cref="ShiftedBetaGeometric"/>, but a customer's own risk may rise (c > 1) or fall (c &lt; 1) with tenure; S(t) = B(alpha, beta + t^c) / B(alpha, beta).
/// </summary>
/// <param name="Alpha">First parameter of the spread over customers, above 0.</param>
/// <param name="Beta">Second parameter, above 0.</param>
/// <param name="C">Duration dependence, above 0; 1 is sBG.</param>
/// <remarks>
/// Assumptions: those of sBG but for the constant risk. With few periods c is only weakly determined: see <see cref="Nested"/>.
/// <para>Source: Fader, Hardie, Liu, Davin and Steenburgh 2018, Journal of Interactive Marketing 43:1, equations 5 and 6.</para>
/// <para>Checked against: the published cohorts with scipy, 4 and 7 renewals.</para>
/// <para>Cost: a fit is about 40 passes over the periods.</para>
/// </remarks>
public sealed record BetaDiscreteWeibull(double Alpha, double Beta, double C)
{
    // The sum of discounted survival is cut where discounting has left 1e-17, at most 400,000 periods away.
    const double SmallestRate = 1e-4;

    /// <summary>Fits the three parameters.</summary>
    /// <param name="losses">Losses by period; three periods or more, or c is not determined.</param>
    /// <exception cref="ArgumentException">There are fewer than three periods.</exception>
    public static LifetimeFit<BetaDiscreteWeibull> Fit(CohortLosses losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        Require.That(losses.Lost.Length >= 3, $"there are {losses.Lost.Length} periods; three or more are needed for three parameters");
        var likelihood = new CohortLikelihood(losses);
        return LifetimeFitting.Fit(likelihood.Evaluate, losses.Customers, [[1, 1 / losses.Risk - 1, 1], [1, 3, 1], [0.3, 1.5, 1.5], [0.5, 10, 0.7]], p => new BetaDiscreteWeibull(p[0], p[1], p[2]));
    }

    /// <summary>Likelihood-ratio test of c = 1 (sBG is enough) against BdW, both fitted to the same losses.</summary>
    /// <param name="simple">The fit of sBG.</param>
    /// <param name="full">The fit of BdW.</param>
    /// <returns>Twice the gain in log-likelihood, and its probability if c is 1 (chi-squared with 1 degree).</returns>
    public static (double Statistic, double PValue) Nested(LifetimeFit<ShiftedBetaGeometric> simple, LifetimeFit<BetaDiscreteWeibull> full)
    {
        ArgumentNullException.ThrowIfNull(simple);
        ArgumentNullException.ThrowIfNull(full);
        var statistic = Math.Max(0, 2 * (full.LogLikelihood - simple.LogLikelihood));
        return (statistic, ChiSquaredDistribution.UpperTail(statistic, 1));
    }

    /// <summary>Share still there after a number of periods.</summary>
    /// <param name="period">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Survival(double period)
    {
        var power = Math.Pow(Require.NotNegative(period, nameof(period)), C);
        return Math.Exp(GammaFunction.LogRising(Beta, power) - GammaFunction.LogRising(Alpha + Beta, power));
    }

    /// <summary>Share of those there after period t - 1 who stay through period t.</summary>
    /// <param name="period">t, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public double Retention(int period)
    {
        var last = Math.Pow(Require.AtLeast(period, 1, nameof(period)) - 1, C);
        var step = Math.Pow(period, C) - last;
        return Math.Exp(GammaFunction.LogRising(Beta + last, step) - GammaFunction.LogRising(Alpha + Beta + last, step));
    }

    /// <summary>Discounted expected lifetime of a new customer, sum of S(t) / (1 + rate)^t from t = 0.</summary>
    /// <param name="rate">Discount rate per period, 0.0001 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.0001.</exception>
    public double DiscountedLifetime(double rate) => 1 + DiscountedResidualLifetime(1, rate) / (1 + rate);

    /// <summary>Discounted expected residual lifetime of a customer who has paid n times: sum of S(t) / S(n - 1) / (1 + rate)^(t - n) from t = n.</summary>
    /// <param name="payments">n, 1 or more.</param>
    /// <param name="rate">Discount rate per period, 0.0001 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public double DiscountedResidualLifetime(int payments, double rate)
    {
        Require.AtLeast(payments, 1, nameof(payments));
        if (!(rate >= SmallestRate && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(rate), Require.Text($"rate is {rate}; {SmallestRate} or more is allowed"));
        double sum = 0, stays = 1, discount = 1;
        for (var t = payments; stays * discount > 1e-18 * rate; t++, discount /= 1 + rate)
        {
            stays *= Retention(t);
            sum += stays * discount;
        }
        return sum;
    }
}
