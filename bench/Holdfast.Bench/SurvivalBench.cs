using Holdfast.Numerics;
using Holdfast.Numerics.Survival;

namespace Holdfast.Bench;

/// <summary>Curve and regression of a million durations.</summary>
static class SurvivalBench
{
    const int Rows = 1_000_000;
    const int Columns = 5;
    static readonly double[] Truth = [0.4, -0.3, 0.2, 0.1, -0.05];

    /// <summary>Times in ten-thousandths of a day, so that nearly all are distinct: the hardest case for the sort.</summary>
    public static Figure KaplanMeierCurve()
    {
        var (times, events, _) = Sample(1, 10_000);
        var (curve, seconds) = Figure.Of(() => KaplanMeier.Fit([], times, events));
        var worst = new[] { 100.0, 365, 700, 1000 }.Max(t => Math.Abs(curve.At(t) - Plain(times, events, t)));
        return new Figure(
            "Kaplan-Meier of 1 M rows, nearly all times distinct", seconds, FormattableString.Invariant($"{Rows / seconds / 1e6:0} M rows a second"), "0.1",
            worst < 1e-9, FormattableString.Invariant($"within {worst:0.0e0} of the product over sorted rows"));
    }

    /// <summary>Times in tenths of a day, so that there are ties, Efron's method.</summary>
    public static Figure CoxFit()
    {
        var (times, events, rows) = Sample(2, 10);
        var (fit, seconds) = Figure.Of(() => CoxRegression.Fit(new SurvivalSample { Exits = times, Events = events }, rows, Columns));
        var worst = Enumerable.Range(0, Columns).Max(j => Math.Abs(fit.Coefficients[j] - Truth[j]) / fit.StandardErrors[j]);
        return new Figure(
            "Cox regression of 1 M rows x 5 columns, Efron", seconds,
            FormattableString.Invariant($"{fit.Convergence.Iterations} steps"), "0.6", fit.Convergence is { Settled: true, GradientNorm: < 1e-9 } && worst < 4,
            FormattableString.Invariant($"gradient {fit.Convergence.GradientNorm:0.0e0}, the true coefficients within {worst:0.0} standard errors"));
    }

    static double Plain(double[] times, bool[] events, double until)
    {
        var order = Enumerable.Range(0, times.Length).OrderBy(i => times[i]).ThenByDescending(i => events[i]).ToArray();
        var share = 1.0;
        for (var i = 0; i < order.Length && times[order[i]] <= until; i++) share *= events[order[i]] ? 1 - 1.0 / (order.Length - i) : 1;
        return share;
    }

    static (double[] Times, bool[] Events, double[] Rows) Sample(ulong seed, int perDay)
    {
        var stream = new RandomStream(seed);
        var (times, events, rows) = (new double[Rows], new bool[Rows], new double[Rows * Columns]);
        for (var i = 0; i < Rows; i++)
        {
            var eta = 0.0;
            for (var j = 0; j < Columns; j++)
            {
                var x = rows[i * Columns + j] = j < 2 ? stream.Index(2) : stream.Normal();
                eta += Truth[j] * x;
            }
            var (leaves, seen) = (stream.Exponential(0.001 * Math.Exp(eta)), stream.Uniform(0, 2000));
            var time = Math.Min(leaves, seen);
            times[i] = Math.Ceiling(time * perDay) / perDay;
            events[i] = leaves <= seen;
        }

        return (times, events, rows);
    }
}
