using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Lifetime;

/// <summary>
/// Negative log-likelihood of the beta-discrete-Weibull model with its gradient, on logarithms of alpha, beta, c; c = 1 is sBG.
/// With S(t) = B(alpha, beta + t^c) / B(alpha, beta), a loss in t has probability S(t - 1) - S(t), computed as S(t - 1) (1 - e^-step),
/// so that a tiny risk does not drown in the difference of two shares near 1.
/// </summary>
sealed class CohortLikelihood(CohortLosses losses)
{
    public double Evaluate(ReadOnlySpan<double> logs, Span<double> gradient)
    {
        var p = (Alpha: Math.Exp(logs[0]), Beta: Math.Exp(logs[1]), C: Math.Exp(logs[2]));
        Span<double> before = stackalloc double[4], after = stackalloc double[4];
        before.Clear();
        gradient.Clear();
        var value = 0.0;
        for (var t = 1; t <= losses.Lost.Length; t++)
        {
            LogSurvival(p, t, after);
            var (lost, kept) = (losses.Lost[t - 1], losses.Kept[t - 1]);
            var gone = -Elementary.ExpMinusOne(after[0] - before[0]);
            if (lost > 0)
                value += lost * (before[0] + Math.Log(gone));
            if (kept > 0)
                value += kept * after[0];
            for (var i = 0; i < 3; i++)
            {
                // d ln(S(t-1) - S(t)) = d ln S(t) + (d ln S(t-1) - d ln S(t)) / (1 - S(t) / S(t-1)).
                var slope = lost > 0 ? lost * (after[i + 1] + (before[i + 1] - after[i + 1]) / gone) : 0;
                gradient[i] += slope + kept * after[i + 1];
            }
            after.CopyTo(before);
        }
        gradient[0] *= -p.Alpha;
        gradient[1] *= -p.Beta;
        gradient[2] *= -p.C;
        return -value;
    }

    // ln S(t) and its slopes by alpha, beta, c.
    static void LogSurvival((double Alpha, double Beta, double C) p, int t, Span<double> result)
    {
        var power = Math.Pow(t, p.C);
        var end = GammaFunction.DigammaRise(p.Alpha + p.Beta, power);
        result[0] = GammaFunction.LogRising(p.Beta, power) - GammaFunction.LogRising(p.Alpha + p.Beta, power);
        result[1] = -end;
        result[2] = GammaFunction.DigammaRise(p.Beta, power) - end;
        result[3] = -power * Math.Log(t) * GammaFunction.DigammaRise(p.Beta + power, p.Alpha);
    }
}
