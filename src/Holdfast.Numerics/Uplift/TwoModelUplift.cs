namespace Holdfast.Numerics.Uplift;

/// <summary>Rows of a randomised trial: what was known before, who was treated, what came of it.</summary>
public readonly ref struct TrialRows
{
    /// <summary>Puts a trial together.</summary>
    /// <param name="values">Values row by row, finite.</param>
    /// <param name="columnCount">Values per row, 1 or more.</param>
    /// <param name="treated">True where the action was taken; at least two rows each way.</param>
    /// <param name="outcomes">One outcome per row, finite.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a value is not finite, or a group is too small.</exception>
    public TrialRows(ReadOnlySpan<double> values, int columnCount, ReadOnlySpan<bool> treated, ReadOnlySpan<double> outcomes)
    {
        Require.AtLeast(columnCount, 1, nameof(columnCount));
        Require.Length(values.Length, outcomes.Length * columnCount, nameof(values));
        Require.Length(treated.Length, outcomes.Length, nameof(treated));
        Require.Finite(values, nameof(values));
        Require.Finite(outcomes, nameof(outcomes));
        var count = System.MemoryExtensions.Count(treated, true);
        Require.That(count >= 4 && outcomes.Length - count >= 4, Require.Text($"{count} of {outcomes.Length} rows are treated; at least four each way are needed"));
        Values = values;
        ColumnCount = columnCount;
        Treated = treated;
        Outcomes = outcomes;
    }

    /// <summary>Values row by row.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>Values per row.</summary>
    public int ColumnCount { get; }

    /// <summary>Who was treated.</summary>
    public ReadOnlySpan<bool> Treated { get; }

    /// <summary>What came of it.</summary>
    public ReadOnlySpan<double> Outcomes { get; }

    /// <summary>One row.</summary>
    internal ReadOnlySpan<double> Row(int index) => Values.Slice(index * ColumnCount, ColumnCount);
}

/// <summary>
/// Uplift by two models: effect(x) = average + reliability x (m1(x) - m0(x) - its mean), where m1 and m0 are fitted on treated and
/// untreated rows. The reliability (0..1) is what the differences found on one half of the rows are worth on the other, less what chance explains of that.
/// </summary>
/// <remarks>
/// Assumptions: 1. treatment was assigned at random with one probability. 2. nobody's treatment changes another's outcome.
/// <para>Source: Künzel et al. 2019 (T-learner); Chernozhukov, Demirer, Duflo and Fernández-Val 2018 (best linear predictor of the effect, here the shrinkage); James and Stein 1961 (its factor 1 - 1 / t^2).</para>
/// <para>Checked against: simulation: no effect differences give a reliability near 0, strong ones near 1, and the average effect is recovered.</para>
/// <para>Cost: six fits of the base learner on half the rows or less each.</para>
/// </remarks>
public sealed class TwoModelUplift
{
    readonly OutcomeModel _treated;
    readonly OutcomeModel _untreated;
    readonly double _mean;

    TwoModelUplift((OutcomeModel Treated, OutcomeModel Untreated) models, double mean, Estimate average, double reliability)
    {
        (_treated, _untreated) = models;
        (_mean, AverageEffect, Reliability) = (mean, average, reliability);
    }

    /// <summary>Mean outcome of treated minus untreated rows, with a 95 % interval.</summary>
    public Estimate AverageEffect { get; }

    /// <summary>0: the model's differences between customers are noise and everyone gets the average effect; 1: they are taken at their word.</summary>
    public double Reliability { get; }

    /// <summary>Fits the two models and their reliability.</summary>
    /// <param name="trial">A randomised trial.</param>
    /// <param name="learner">How to model the outcome.</param>
    public static TwoModelUplift Fit(TrialRows trial, BaseLearner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        var models = FitPair(trial, learner, _ => true);
        var mean = 0.0;
        for (var i = 0; i < trial.Outcomes.Length; i++)
            mean += (models.Treated(trial.Row(i)) - models.Untreated(trial.Row(i))) / trial.Outcomes.Length;
        return new TwoModelUplift(models, mean, Average(trial), MeasureReliability(trial, learner));
    }

    /// <summary>Effect of the action on the outcome of a row.</summary>
    /// <param name="row">One value per column, finite.</param>
    public double Effect(ReadOnlySpan<double> row) => AverageEffect.Value + Reliability * (_treated(row) - _untreated(row) - _mean);

    /// <summary>Expected outcome without the action.</summary>
    /// <param name="row">One value per column, finite.</param>
    public double Untreated(ReadOnlySpan<double> row) => _untreated(row);

    static Estimate Average(TrialRows trial)
    {
        var (mean, squares, count) = (new double[2], new double[2], new double[2]);
        for (var i = 0; i < trial.Outcomes.Length; i++)
        {
            var arm = trial.Treated[i] ? 1 : 0;
            var delta = trial.Outcomes[i] - mean[arm];
            mean[arm] += delta / ++count[arm];
            squares[arm] += delta * (trial.Outcomes[i] - mean[arm]);
        }
        var variance = squares[0] / (count[0] - 1) / count[0] + squares[1] / (count[1] - 1) / count[1];
        return Estimate.Normal(mean[1] - mean[0], Math.Sqrt(variance), 0.95);
    }

    // Slope of an unbiased signal of each row's effect on the effect predicted by models that never saw the row.
    static double MeasureReliability(TrialRows trial, BaseLearner learner)
    {
        var halves = Halves(trial.Treated);
        var share = (double)System.MemoryExtensions.Count(trial.Treated, true) / trial.Treated.Length;
        var sums = new SlopeSums();
        foreach (var half in (bool[])[false, true])
        {
            var (treated, untreated) = FitPair(trial, learner, i => halves[i] != half);
            sums.Restart();
            for (var i = 0; i < halves.Length; i++)
            {
                if (halves[i] != half)
                    continue;
                var (one, zero) = (treated(trial.Row(i)), untreated(trial.Row(i)));
                var w = trial.Treated[i] ? 1 - share : -share;
                sums.Add(one - zero, (trial.Outcomes[i] - (1 - share) * one - share * zero) * w / (share * (1 - share)));
            }
        }
        return sums.Shrunk();
    }

    /// <summary>Running sums of a regression through the means of each half.</summary>
    sealed class SlopeSums
    {
        double _count, _all, _meanX, _meanY, _xx, _xy, _yy;

        public void Restart() => (_count, _meanX, _meanY) = (0, 0, 0);

        public void Add(double x, double y)
        {
            _all++;
            _count++;
            var (dx, dy) = (x - _meanX, y - _meanY);
            _meanX += dx / _count;
            _meanY += dy / _count;
            _xx += dx * (x - _meanX);
            _xy += dx * (y - _meanY);
            _yy += dy * (y - _meanY);
        }

        // Slope x (1 - 1 / t^2): a slope within its own standard error counts nothing.
        public double Shrunk()
        {
            if (!(_xx > 0) || _xy <= 0 || _all <= 4)
                return 0;
            var slope = _xy / _xx;
            var variance = Math.Max(0, _yy - slope * _xy) / (_all - 4) / _xx;
            return Math.Clamp(slope * Math.Max(0, 1 - variance / (slope * slope)), 0, 1);
        }
    }

    // Every second row of each arm, so that both halves hold both arms whatever the order of the rows.
    static bool[] Halves(ReadOnlySpan<bool> treated)
    {
        var halves = new bool[treated.Length];
        var seen = new int[2];
        for (var i = 0; i < halves.Length; i++)
            halves[i] = seen[treated[i] ? 1 : 0]++ % 2 == 0;
        return halves;
    }

    static (OutcomeModel Treated, OutcomeModel Untreated) FitPair(TrialRows trial, BaseLearner learner, Func<int, bool> include) =>
        (FitArm(trial, learner, include, true), FitArm(trial, learner, include, false));

    static OutcomeModel FitArm(TrialRows trial, BaseLearner learner, Func<int, bool> include, bool arm)
    {
        var rows = new List<double>();
        var outcomes = new List<double>();
        for (var i = 0; i < trial.Outcomes.Length; i++)
        {
            if (trial.Treated[i] != arm || !include(i))
                continue;
            rows.AddRange(trial.Row(i));
            outcomes.Add(trial.Outcomes[i]);
        }
        return learner(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows), trial.ColumnCount, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(outcomes));
    }
}
