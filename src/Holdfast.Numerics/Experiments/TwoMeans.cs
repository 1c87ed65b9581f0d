using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Experiments;

/// <summary>Two means compared.</summary>
/// <param name="First">Mean of the first group.</param>
/// <param name="Second">Mean of the second group.</param>
/// <param name="Difference">First - second, with standard error and t interval.</param>
/// <param name="T">Difference / standard error; when both groups are constant, 0 if they are equal and infinite if not.</param>
/// <param name="Degrees">Degrees of freedom.</param>
/// <param name="PValue">Probability of such a distance if the means were equal, both sides.</param>
/// <remarks>
/// Assumptions: 1. units are independent. 2. means are near normal: some hundred units, or normal values. 3. one look.
/// <para>Source: Welch 1947, Biometrika 34:28 (unequal variances, the default); Student 1908 (pooled).</para>
/// <para>Checked against: R's t.test on its sleep data, with both variances.</para>
/// <para>Cost: O(values).</para>
/// </remarks>
public sealed record TwoMeans(double First, double Second, Estimate Difference, double T, double Degrees, double PValue)
{
    /// <summary>Welch's test.</summary>
    /// <param name="first">Two values or more, finite.</param>
    /// <param name="second">Two values or more, finite.</param>
    /// <param name="level">Confidence, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">There are too few values, or one is not finite.</exception>
    public static TwoMeans Compare(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double level = 0.95) =>
        Compare(Moments.Of(first), Moments.Of(second), level);

    /// <summary>Welch's test on moments.</summary>
    /// <param name="first">Of two values or more.</param>
    /// <param name="second">Of two values or more.</param>
    /// <param name="level">Confidence, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">There are too few values.</exception>
    public static TwoMeans Compare(Moments first, Moments second, double level = 0.95)
    {
        Check(first, second);
        var (u, v) = (first.Variance / first.Count, second.Variance / second.Count);
        var degrees = u + v > 0 ? (u + v) * (u + v) / (u * u / (first.Count - 1) + v * v / (second.Count - 1)) : first.Count + second.Count - 2;
        return Result(first, second, Math.Sqrt(u + v), degrees, level);
    }

    /// <summary>Student's test, which takes both variances to be the same.</summary>
    /// <param name="first">Of two values or more.</param>
    /// <param name="second">Of two values or more.</param>
    /// <param name="level">Confidence, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">There are too few values.</exception>
    public static TwoMeans Pooled(Moments first, Moments second, double level = 0.95)
    {
        Check(first, second);
        double n = first.Count, m = second.Count;
        var variance = ((n - 1) * first.Variance + (m - 1) * second.Variance) / (n + m - 2);
        return Result(first, second, Math.Sqrt(variance * (1 / n + 1 / m)), n + m - 2, level);
    }

    static TwoMeans Result(Moments first, Moments second, double error, double degrees, double level)
    {
        var difference = first.Mean - second.Mean;
        // Constant groups: no spread to compare with; a difference is certain, none is none.
        var t = error > 0 ? difference / error : difference == 0 ? 0 : Math.CopySign(double.PositiveInfinity, difference);
        var half = StudentDistribution.UpperQuantile((1 - Require.OpenShare(level, nameof(level))) / 2, degrees) * error;
        return new TwoMeans(first.Mean, second.Mean, new Estimate(difference, error, new Interval(difference - half, difference + half)), t, degrees, Math.Min(1, 2 * StudentDistribution.UpperTail(Math.Abs(t), degrees)));
    }

    static void Check(Moments first, Moments second) =>
        Require.That(first.Count >= 2 && second.Count >= 2, $"the groups have {first.Count} and {second.Count} values; two or more are needed in each");
}
