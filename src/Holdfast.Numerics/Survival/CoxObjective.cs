using System.Runtime.CompilerServices;

namespace Holdfast.Numerics.Survival;

/// <summary>A partial likelihood with gradient and information in centred and scaled columns.</summary>
abstract class CoxObjective(CoxSample sample)
{
    const double MostScore = 300;

    protected CoxSample Sample { get; } = sample;

    public double EventWeight => Sample.EventWeight;

    public double LogLikelihood { get; protected set; }

    public double[] Gradient { get; } = new double[sample.Columns];

    /// <summary>Minus the second derivatives, row by row.</summary>
    public double[] Information { get; } = new double[sample.Columns * sample.Columns];

    /// <summary>Evaluates; NaN where a risk set has lost all its weight to rounding.</summary>
    public abstract double Evaluate(ReadOnlySpan<double> beta);

    /// <summary>weight x exp(beta z) of every position, shifted so that none overflows (a shift cancels in every ratio); returns the shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Risks(CoxSample sample, ReadOnlySpan<double> beta, double[] scores, double[] risks)
    {
        var largest = double.NegativeInfinity;
        for (var p = 0; p < scores.Length; p++)
        {
            scores[p] = Score(sample.Z, beta, p);
            largest = Math.Max(largest, scores[p]);
        }
        var shift = Shift(largest);
        for (var p = 0; p < scores.Length; p++)
            risks[p] = scores[p] -= shift;
        ExpKernel.Apply(risks);
        for (var p = 0; p < sample.Weights.Length; p++)
            risks[p] *= sample.Weights[p];
        return shift;
    }

    /// <summary>beta z of a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static double Score(double[] z, ReadOnlySpan<double> beta, int position)
    {
        var sum = 0.0;
        var row = z.AsSpan(position * beta.Length, beta.Length);
        for (var j = 0; j < row.Length; j++)
            sum += beta[j] * row[j];
        return sum;
    }

    /// <summary>What scores are lowered by so that the risk of the largest, and sums of many, fit a number.</summary>
    protected static double Shift(double largest) => largest > MostScore ? largest - MostScore : 0;
}

/// <summary>Sums over the steps in which the tied events of one time leave: Efron's l = 0..m-1 with f = l / m, or one step with f = 0.</summary>
readonly record struct TieSums(double A, double Af, double B, double Bf, double Bff, double Log)
{
    /// <summary>sum 1/s, f/s, 1/s^2, f/s^2, f^2/s^2 and ln s with s = s0 - f d0, each times weight per step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TieSums Of(double s0, double d0, int steps, double weight)
    {
        if (steps == 1)
            return new TieSums(weight / s0, 0, weight / (s0 * s0), 0, 0, weight * Math.Log(s0));
        double a = 0, af = 0, b = 0, bf = 0, bff = 0, log = 0, product = 1;
        for (var l = 0; l < steps; l++)
        {
            var f = (double)l / steps;
            var s = s0 - f * d0;
            var inverse = 1 / s;
            a += inverse;
            af += f * inverse;
            b += inverse * inverse;
            bf += f * inverse * inverse;
            bff += f * f * inverse * inverse;
            // One logarithm for as many factors as fit a number.
            if (product is < 1e-150 or > 1e150 || s is < 1e-150 or > 1e150)
            {
                log += Math.Log(product);
                product = 1;
            }
            product *= s;
        }
        log += Math.Log(product);
        return new TieSums(weight * a, weight * af, weight * b, weight * bf, weight * bff, weight * log);
    }
}
