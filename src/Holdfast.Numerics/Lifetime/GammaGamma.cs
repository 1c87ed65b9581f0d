namespace Holdfast.Numerics.Lifetime;

/// <summary>Gamma-Gamma: a customer's purchases vary around the customer's own mean, and means vary over customers; gives the spend to expect per purchase.</summary>
/// <param name="P">Shape of one purchase, above 0.</param>
/// <param name="Q">Shape of the customers' inverse scales, above 0.</param>
/// <param name="V">Inverse scale over customers, in money, above 0; called gamma in the note.</param>
/// <remarks>
/// Assumptions: 1. spend per purchase is independent of how often a customer buys: check <see cref="Correlation"/>. 2. spend is above 0. 3. customers' means stay the same.
/// <para>Source: Fader, Hardie and Lee 2005, Journal of Marketing Research 42:415; Fader and Hardie 2013, The Gamma-Gamma model of monetary value, equations 1 and 5.</para>
/// <para>Checked against: CDNOW with scipy, BTYD 2.4.3 and CLVTools; simulation recovery.</para>
/// <para>Cost: a fit is about 25 passes, one logarithm per customer.</para>
/// </remarks>
public sealed record GammaGamma(double P, double Q, double V)
{
    /// <summary>Fits the three parameters to customers with purchases.</summary>
    /// <param name="purchases">How many purchases each mean is of, whole, 1 or more.</param>
    /// <param name="meanSpends">Mean spend per purchase, above 0.</param>
    /// <exception cref="ArgumentException">A value is out of range, or all means are the same.</exception>
    public static LifetimeFit<GammaGamma> Fit(double[] purchases, double[] meanSpends)
    {
        var likelihood = new GammaGammaLikelihood(purchases, meanSpends);
        return LifetimeFitting.Fit(likelihood.Evaluate, purchases.Length, likelihood.Starts(), p => new GammaGamma(p[0], p[1], p[2]));
    }

    /// <summary>Mean spend per purchase over all customers, p v / (q - 1); infinite for q up to 1, where the mean does not exist.</summary>
    public double MeanSpend => Q > 1 ? P * V / (Q - 1) : double.PositiveInfinity;

    /// <summary>Mean spend to expect of a customer: between the customer's own mean and that of all, the nearer to the own the more purchases it is of.</summary>
    /// <param name="purchases">How many purchases were seen, 0 or more.</param>
    /// <param name="meanSpend">Their mean, above 0; not looked at when there were none.</param>
    /// <returns>p (v + x m) / (p x + q - 1); infinite where p x + q is at most 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public double ExpectedSpend(double purchases, double meanSpend)
    {
        if (Require.NotNegative(purchases, nameof(purchases)) == 0)
            return MeanSpend;
        Require.Positive(meanSpend, nameof(meanSpend));
        var weight = P * purchases + Q - 1;
        return weight > 0 ? P * (V + purchases * meanSpend) / weight : double.PositiveInfinity;
    }

    /// <summary>Pearson's correlation of purchases and mean spend, which the model takes to be about 0; 0 where one of them does not vary.</summary>
    /// <param name="purchases">Purchases per customer.</param>
    /// <param name="meanSpends">Mean spend per customer.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0.</exception>
    public static double Correlation(ReadOnlySpan<double> purchases, ReadOnlySpan<double> meanSpends)
    {
        Require.Some(purchases.Length, nameof(purchases));
        Require.Length(meanSpends.Length, purchases.Length, nameof(meanSpends));
        double meanX = 0, meanY = 0, xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < purchases.Length; i++)
        {
            var (dx, dy) = (purchases[i] - meanX, meanSpends[i] - meanY);
            meanX += dx / (i + 1);
            meanY += dy / (i + 1);
            xx += dx * (purchases[i] - meanX);
            yy += dy * (meanSpends[i] - meanY);
            xy += dx * (meanSpends[i] - meanY);
        }
        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }
}
