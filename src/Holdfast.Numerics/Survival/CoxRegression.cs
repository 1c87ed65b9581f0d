using System.Runtime.CompilerServices;
using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Survival;

/// <summary>Cox's proportional hazards regression: who leaves sooner, with the course of time left open.</summary>
/// <remarks>
/// Assumptions: 1. hazards are proportional (<see cref="ProportionalityTest"/>). 2. the log-hazard is linear in the columns. 3. censoring and late entry say nothing about leaving.
/// <para>Source: Cox 1972; Efron 1977; Breslow 1974; Therneau and Grambsch 2000, chapter 3 and appendix E. Newton's method with halving of steps.</para>
/// <para>Checked against: R 4.2.2 survival 3.5-3 on rossi, lung, veteran, heart (start-stop), larynx, Telco and the worked examples of Therneau's validation vignette, coefficients and log-likelihood to 1e-7.</para>
/// <para>Cost: one sort by radix and 5 to 7 passes of O(rows x columns^2 / 2); one thread, so that the sums are the same for any number of threads.</para>
/// </remarks>
public static class CoxRegression
{
    const double RunawayStep = 1e-2, RunawayGain = 1e-8;

    /// <summary>Fits a sample.</summary>
    /// <param name="sample">Who was observed from when to when; a customer may have several rows that follow each other.</param>
    /// <param name="rows">Values row by row, finite; <paramref name="columnCount"/> per row.</param>
    /// <param name="columnCount">Columns, 1 or more.</param>
    /// <param name="options">Ties and limits; the defaults when null.</param>
    /// <exception cref="ArgumentException">A length does not fit, a number is out of range, or no row has the event.</exception>
    public static CoxFit Fit(SurvivalSample sample, ReadOnlySpan<double> rows, int columnCount, CoxOptions? options = null)
    {
        options ??= new CoxOptions();
        Require.AtLeast(options.MaximumIterations, 1, nameof(options.MaximumIterations));
        Require.Positive(options.StepTolerance, nameof(options.StepTolerance));
        var sorted = CoxSample.Of(sample, rows, columnCount);
        CoxObjective objective = options.Ties == TieMethod.Exact ? new ExactTies(sorted) : new CoxKernel(sorted, options.Ties == TieMethod.Efron);
        return Maximise(objective, sorted, options) with { Centre = Centre(rows, sorted.Means) };
    }

    internal static CoxFit Maximise(CoxObjective objective, CoxSample sorted, CoxOptions options)
    {
        var beta = new double[sorted.Columns];
        var start = objective.Evaluate(beta);
        var score = Quadratic(objective);
        var runaway = new bool[beta.Length];
        var convergence = Climb(objective, beta, runaway, options);
        return Result(objective, sorted, beta, convergence) with { NullLogLikelihood = start, Score = score, Runaway = runaway, Ties = options.Ties };
    }

    static Convergence Climb(CoxObjective objective, double[] beta, bool[] runaway, CoxOptions options)
    {
        var value = objective.LogLikelihood;
        var (trial, events) = (new double[beta.Length], objective.EventWeight);
        for (var iteration = 0; ; iteration++)
        {
            var norm = Largest(objective.Gradient) / events;
            var step = new Cholesky(objective.Information, beta.Length).Solve(objective.Gradient);
            var gain = 0.0;
            for (var j = 0; j < beta.Length; j++)
                gain += step[j] * objective.Gradient[j];
            if (Largest(step) <= options.StepTolerance)
                return new Convergence(iteration, ConvergenceReason.GradientSmall, norm);
            if (gain < RunawayGain && Largest(step) > RunawayStep)
            {
                for (var j = 0; j < beta.Length; j++)
                    runaway[j] = Math.Abs(step[j]) > RunawayStep;
                return new Convergence(iteration, ConvergenceReason.Separation, norm);
            }
            if (iteration == options.MaximumIterations)
                return new Convergence(iteration, ConvergenceReason.IterationLimit, norm);
            var next = Try(objective, beta, step, trial, value);
            if (double.IsNaN(next))
            {
                objective.Evaluate(beta);
                return new Convergence(iteration, ConvergenceReason.NoFurtherStep, norm);
            }
            value = next;
            trial.CopyTo(beta, 0);
        }
    }

    // The step, halved until it does not lose; NaN when none is left. A millionth of a millionth lost is rounding.
    static double Try(CoxObjective objective, double[] beta, double[] step, double[] trial, double value)
    {
        for (var length = 1.0; length > 1e-10; length /= 2)
        {
            for (var j = 0; j < beta.Length; j++)
                trial[j] = beta[j] + length * step[j];
            var next = objective.Evaluate(trial);
            if (next >= value - 1e-12 * Math.Abs(value))
                return next;
        }
        return double.NaN;
    }

    static CoxFit Result(CoxObjective objective, CoxSample sorted, double[] beta, Convergence convergence)
    {
        var width = beta.Length;
        var factor = new Cholesky(objective.Information, width);
        var covariance = factor.Inverse();
        var wald = 0.0;
        var coefficients = new double[width];
        for (var i = 0; i < width; i++)
        {
            coefficients[i] = factor.Aliased[i] ? 0 : beta[i] / sorted.Scales[i];
            for (var j = 0; j < width; j++)
            {
                wald += factor.Aliased[i] || factor.Aliased[j] ? 0 : beta[i] * objective.Information[i * width + j] * beta[j];
                covariance[i * width + j] /= sorted.Scales[i] * sorted.Scales[j];
            }
        }
        return new CoxFit
        {
            Coefficients = coefficients,
            Covariance = covariance,
            Aliased = factor.Aliased,
            Runaway = [],
            Centre = [],
            NullLogLikelihood = 0,
            LogLikelihood = objective.LogLikelihood,
            Score = ChiSquaredTest.Of(0, 0),
            Wald = ChiSquaredTest.Of(wald, factor.Aliased.Count(a => !a)),
            Ties = TieMethod.Efron,
            Convergence = convergence,
        };
    }

    static ChiSquaredTest Quadratic(CoxObjective objective)
    {
        var factor = new Cholesky(objective.Information, objective.Gradient.Length);
        var solved = factor.Solve(objective.Gradient);
        var statistic = 0.0;
        for (var j = 0; j < solved.Length; j++)
            statistic += solved[j] * objective.Gradient[j];
        return ChiSquaredTest.Of(statistic, factor.Aliased.Count(a => !a));
    }

    static double[] Centre(ReadOnlySpan<double> rows, double[] means)
    {
        Span<int> columns = [.. Enumerable.Range(0, means.Length)];
        var centre = (double[])means.Clone();
        foreach (var column in columns[..Indicators(rows, columns)])
            centre[column] = 0;
        return centre;
    }

    // Moves the columns that hold -1, 0 and 1 only, the numbers that are their own cubes, to the front and counts them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Indicators(ReadOnlySpan<double> rows, Span<int> columns)
    {
        var left = columns.Length;
        for (var start = 0; start < rows.Length && left > 0; start += columns.Length)
        {
            for (var i = left - 1; i >= 0; i--)
            {
                var value = rows[start + columns[i]];
                if (value * value * value != value)
                    columns[i] = columns[--left];
            }
        }
        return left;
    }

    static double Largest(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var v in values)
            largest = Math.Max(largest, Math.Abs(v));
        return largest;
    }
}
