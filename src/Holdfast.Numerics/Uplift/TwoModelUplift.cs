namespace Holdfast.Numerics.Uplift;

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
        return new TwoModelUplift(models, mean, AverageEffects.Difference(trial), MeasureReliability(trial, learner));
    }

    /// <summary>Effect of the action on the outcome of a row.</summary>
    /// <param name="row">One value per column, finite.</param>
    public double Effect(ReadOnlySpan<double> row) => AverageEffect.Value + Reliability * (_treated(row) - _untreated(row) - _mean);

    /// <summary>Expected outcome without the action.</summary>
    /// <param name="row">One value per column, finite.</param>
    public double Untreated(ReadOnlySpan<double> row) => _untreated(row);

    // Slope of an unbiased signal of each row's effect on the effect predicted by models that never saw the row.
    static double MeasureReliability(TrialRows trial, BaseLearner learner)
    {
        var halves = CrossFitting.FoldsByArm(trial.Treated, 2);
        var sums = new SlopeSums();
        foreach (var half in (int[])[1, 0])
        {
            var (treated, untreated) = FitPair(trial, learner, i => halves[i] != half);
            sums.Restart();
            for (var i = 0; i < halves.Length; i++)
            {
                if (halves[i] != half)
                    continue;
                var share = trial.Propensity(i);
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

    static (OutcomeModel Treated, OutcomeModel Untreated) FitPair(TrialRows trial, BaseLearner learner, Func<int, bool> include) =>
        (CrossFitting.FitArm(trial, learner, true, include), CrossFitting.FitArm(trial, learner, false, include));
}
