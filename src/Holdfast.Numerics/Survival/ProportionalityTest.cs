using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Survival;

/// <summary>On which scale of time a coefficient is asked to change.</summary>
public enum TimeScale
{
    /// <summary>1 - S(t) of Kaplan-Meier just before the time; the default, as in R: late, thin times do not dominate.</summary>
    KaplanMeier,

    /// <summary>Rank of the exit time, ties at their mean.</summary>
    Rank,

    /// <summary>Time itself.</summary>
    Identity,

    /// <summary>ln(time).</summary>
    Log,
}

/// <summary>Whether the hazards of a Cox regression are proportional: score tests of each coefficient changing with time.</summary>
/// <remarks>
/// Assumptions: those of <see cref="CoxRegression"/> but proportionality itself.
/// <para>Source: Grambsch and Therneau 1994; as score test with the whole information of (coefficients, their change): Therneau 2019, R survival 3.0, cox.zph.</para>
/// <para>Checked against: R 4.2.2 cox.zph on rossi, Kaplan-Meier and rank scale, to 1e-6.</para>
/// <para>Cost: one pass of O(rows x columns^2).</para>
/// </remarks>
/// <param name="Terms">One test per term: a column, or the columns of one factor together.</param>
/// <param name="All">All terms together.</param>
public sealed record ProportionalityTest(IReadOnlyList<ChiSquaredTest> Terms, ChiSquaredTest All)
{
    /// <summary>Tests a fitted regression.</summary>
    /// <param name="sample">The sample the regression was fitted to.</param>
    /// <param name="rows">Its values row by row.</param>
    /// <param name="fit">The fitted regression; with exact ties the sums are Breslow's, as in R.</param>
    /// <param name="terms">Term of each column, from 0; empty when every column is its own.</param>
    /// <param name="scale">Scale of time.</param>
    /// <exception cref="ArgumentException">The rows or terms do not fit the regression.</exception>
    public static ProportionalityTest Of(SurvivalSample sample, ReadOnlySpan<double> rows, CoxFit fit, ReadOnlySpan<int> terms = default, TimeScale scale = TimeScale.KaplanMeier)
    {
        ArgumentNullException.ThrowIfNull(fit);
        var width = fit.Coefficients.Length;
        if (!terms.IsEmpty)
            Require.Length(terms.Length, width, nameof(terms));
        var sums = new Sums(CoxSample.Of(sample, rows, width), fit, ScaledTimes(sample, scale));
        var free = Enumerable.Range(0, width).Where(j => !fit.Aliased[j]).ToArray();
        var termOf = terms.IsEmpty ? [.. Enumerable.Range(0, width)] : terms.ToArray();
        var count = termOf.Max() + 1;
        return new ProportionalityTest([.. Enumerable.Range(0, count).Select(term => sums.Test(free, [.. free.Where(j => termOf[j] == term)]))], sums.Test(free, free));
    }

    // One per row; less its mean over the events, so that score and information are of like size.
    static double[] ScaledTimes(SurvivalSample sample, TimeScale scale)
    {
        var tied = sample.Tied();
        var times = tied.Exits.ToArray();
        var curve = scale == TimeScale.KaplanMeier ? KaplanMeier.Fit(new SurvivalSample { Entries = tied.Entries, Exits = tied.Exits, Events = tied.Events }) : null;
        double[] scaled = scale switch
        {
            TimeScale.KaplanMeier => Array.ConvertAll(times, t => 1 - curve!.Before(t)),
            TimeScale.Rank => Ranks(times),
            TimeScale.Identity => times,
            _ => Array.ConvertAll(times, t => t > 0 ? Math.Log(t) : throw new ArgumentException("an exit at time 0 has no logarithm: use another scale of time")),
        };
        var (sum, events) = (0.0, 0);
        for (var i = 0; i < scaled.Length; i++)
        {
            sum += sample.Events[i] ? scaled[i] : 0;
            events += sample.Events[i] ? 1 : 0;
        }
        return Array.ConvertAll(scaled, t => t - sum / events);
    }

    static double[] Ranks(double[] times)
    {
        var order = TimeOrder.Ascending(times);
        var ranks = new double[times.Length];
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start; end < order.Length && times[order[end]] == times[order[start]];)
                end++;
            for (var i = start; i < end; i++)
                ranks[order[i]] = 0.5 * (start + 1 + end);
        }
        return ranks;
    }

    /// <summary>Score and information of the coefficients (first half) and of their change with time (second half).</summary>
    sealed class Sums
    {
        readonly CoxSample _sample;
        readonly bool _efron;
        readonly double[] _times;
        readonly int _k;
        readonly double[] _score, _information;

        public Sums(CoxSample sample, CoxFit fit, double[] times)
        {
            (_sample, _efron, _times, _k) = (sample, fit.Ties == TieMethod.Efron, times, sample.Columns);
            (_score, _information) = (new double[2 * _k], new double[4 * _k * _k]);
            new RiskSets(sample, CoxRisks.Weighted(sample, CoxRisks.Plain(sample, fit)), true).Walk(Add);
        }

        /// <summary>Tests the change of some columns, all free coefficients being fitted.</summary>
        public ChiSquaredTest Test(int[] free, int[] changing)
        {
            int[] kept = [.. free, .. changing.Select(j => j + _k)];
            var (u, v) = (new double[kept.Length], new double[kept.Length * kept.Length]);
            for (var i = 0; i < kept.Length; i++)
            {
                // At the optimum the score of the coefficients themselves is 0.
                u[i] = kept[i] < _k ? 0 : _score[kept[i]];
                for (var j = 0; j < kept.Length; j++)
                    v[i * kept.Length + j] = _information[kept[i] * 2 * _k + kept[j]];
            }
            var factor = new Cholesky(v, kept.Length);
            var solved = factor.Solve(u);
            var statistic = 0.0;
            for (var i = 0; i < kept.Length; i++)
                statistic += u[i] * solved[i];
            return ChiSquaredTest.Of(statistic, factor.Aliased.Skip(free.Length).Count(a => !a));
        }

        void Add(RiskSets sets)
        {
            var steps = _efron ? sets.Events : 1;
            var weight = _sample.GroupWeight[sets.Group];
            var sums = TieSums.Of(sets.S0, sets.D0, steps, weight / steps);
            var g = _times[_sample.Row[sets.Start]];
            for (var p = sets.Start; p < sets.End; p++)
            {
                for (var j = 0; j < _k && _sample.IsEvent[p]; j++)
                    _score[_k + j] += _sample.Weight(p) * g * (sets.Z(p)[j] - (sets.S1[j] * sums.A - sets.D1[j] * sums.Af) / weight);
            }
            for (var i = 0; i < _k; i++)
            {
                for (var j = 0; j < _k; j++)
                    Put(i, j, g, Covariance(sets, sums, i, j));
            }
        }

        static double Covariance(RiskSets sets, TieSums sums, int i, int j)
        {
            var at = i * sets.S1.Length + j;
            var (s1, d1) = (sets.S1, sets.D1);
            return sets.S2[at] * sums.A - sets.D2[at] * sums.Af
                - s1[i] * s1[j] * sums.B + (s1[i] * d1[j] + d1[i] * s1[j]) * sums.Bf - d1[i] * d1[j] * sums.Bff;
        }

        void Put(int i, int j, double g, double covariance)
        {
            _information[i * 2 * _k + j] += covariance;
            _information[i * 2 * _k + _k + j] += g * covariance;
            _information[(_k + i) * 2 * _k + j] += g * covariance;
            _information[(_k + i) * 2 * _k + _k + j] += g * g * covariance;
        }
    }
}
