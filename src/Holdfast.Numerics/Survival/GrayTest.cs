using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Survival;

/// <summary>
/// Gray's test: whether the cumulative incidence of one cause differs between groups while other causes compete. The log-rank test of
/// that cause would compare hazards; this compares the shares that leave for it.
/// </summary>
/// <remarks>
/// Assumptions: 1. censoring says nothing about leaving. 2. most powerful when the subdistribution hazards are proportional. 3. nobody enters late.
/// <para>Source: Gray 1988, A class of K-sample tests for comparing the cumulative incidence of a competing risk, sections 2 and 3, with rho = 0 and his correction for ties.</para>
/// <para>Checked against: R 4.2.2 cmprsk 2.2-11 cuminc on mgus2 by sex, both causes, to 1e-9.</para>
/// <para>Cost: one sort, then O(event times x groups^3).</para>
/// </remarks>
/// <param name="Cause">The cause tested.</param>
/// <param name="Statistic">Chi-squared statistic.</param>
/// <param name="Degrees">Its degrees of freedom.</param>
/// <param name="PValue">P of a statistic at least as large when the incidences are alike; 1 with no degree of freedom.</param>
public sealed record GrayTest(int Cause, double Statistic, int Degrees, double PValue)
{
    /// <summary>Tests the incidence of a cause.</summary>
    /// <param name="exits">Time at which each left or was last seen, 0 or more.</param>
    /// <param name="causes">Why: 1, 2, ...; 0 where it was censored.</param>
    /// <param name="groups">Group of each row, 0 to <paramref name="groupCount"/> - 1.</param>
    /// <param name="groupCount">Groups, 2 or more.</param>
    /// <param name="cause">The cause to test, 1 or more.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a time, cause or group is out of range.</exception>
    public static GrayTest Of(ReadOnlySpan<double> exits, ReadOnlySpan<int> causes, ReadOnlySpan<int> groups, int groupCount, int cause)
    {
        var last = cause;
        foreach (var c in causes)
            last = Math.Max(last, c);
        ExitTable.Check([], exits, causes, last);
        Require.AtLeast(cause, 1, nameof(cause));
        LogRank.CheckGroups(groups, exits.Length, groupCount);
        var (_, order, times) = TimeTies.Merge([], exits);
        var score = new Score(groups, groupCount);
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start; end < order.Length && times[end] == times[start]; end++)
                score.See(groups[order[end]], causes[order[end]], cause);
            score.Close();
        }
        var (statistic, degrees) = LogRank.Quadratic(score.Scores, score.Covariance(), score.Counted);
        return new GrayTest(cause, statistic, degrees, degrees == 0 ? 1 : ChiSquaredDistribution.UpperTail(statistic, degrees));
    }

    /// <summary>The score and its variance, one time after the other; names as in Gray's paper where he has them.</summary>
    sealed class Score
    {
        readonly int _n;
        readonly double[] _atRisk, _own, _other, _leaving, _survival, _survivalAfter, _incidence;
        readonly double[] _c, _v, _v2, _v3;
        double _pooled;

        public Score(ReadOnlySpan<int> groups, int groupCount)
        {
            _n = groupCount;
            (_atRisk, _own, _other, _leaving) = (new double[_n], new double[_n], new double[_n], new double[_n]);
            (_survival, _survivalAfter, _incidence) = (new double[_n], new double[_n], new double[_n]);
            (_c, _v, _v2, _v3) = (new double[_n * _n], new double[_n * _n], new double[_n * _n], new double[_n]);
            (Scores, Counted) = (new double[_n], new bool[_n]);
            _survival.AsSpan().Fill(1);
            foreach (var group in groups)
            {
                _atRisk[group]++;
                Counted[group] = true;
            }
        }

        public double[] Scores { get; }

        public bool[] Counted { get; }

        public void See(int group, int found, int cause)
        {
            _leaving[group]++;
            if (found != 0)
                (found == cause ? _own : _other)[group]++;
        }

        /// <summary>Ends a time: counts what was seen at it.</summary>
        public void Close()
        {
            if (_own.Sum() + _other.Sum() > 0)
                Count(_own.Sum());
            for (var i = 0; i < _n; i++)
                _atRisk[i] -= _leaving[i];
            _own.AsSpan().Clear();
            _other.AsSpan().Clear();
            _leaving.AsSpan().Clear();
        }

        public double[] Covariance()
        {
            var v = (double[])_v.Clone();
            for (var i = 0; i < _n; i++)
            {
                for (var j = 0; j < _n; j++)
                {
                    for (var k = 0; k < _n; k++)
                        v[i * _n + j] += _c[i * _n + k] * _c[j * _n + k] * _v3[k] + _c[i * _n + k] * _v2[j * _n + k] + _c[j * _n + k] * _v2[i * _n + k];
                }
            }
            return v;
        }

        void Count(double own)
        {
            double pooledRisk = 0, subRisk = 0;
            for (var i = 0; i < _n; i++)
            {
                _survivalAfter[i] = _survival[i];
                if (_atRisk[i] == 0)
                    continue;
                _survivalAfter[i] = _survival[i] * (1 - (_own[i] + _other[i]) / _atRisk[i]);
                pooledRisk += _atRisk[i] / _survival[i];
                subRisk += _atRisk[i] * (1 - _incidence[i]) / _survival[i];
            }
            var after = _pooled + own / pooledRisk;
            var a = Weights(own, pooledRisk);
            for (var i = 0; i < _n; i++)
                Scores[i] += _atRisk[i] == 0 ? 0 : _own[i] - own * _atRisk[i] * (1 - _incidence[i]) / (_survival[i] * subRisk);
            for (var k = 0; k < _n; k++)
            {
                if (_atRisk[k] == 0)
                    continue;
                AddOwn(k, own, pooledRisk, after, a);
                AddOther(k, after);
                _incidence[k] += _survival[k] * _own[k] / _atRisk[k];
            }
            _survivalAfter.CopyTo(_survival, 0);
            _pooled = after;
        }

        double[] Weights(double own, double pooledRisk)
        {
            var a = new double[_n * _n];
            for (var i = 0; i < _n; i++)
            {
                for (var j = 0; j < _n && _atRisk[i] > 0; j++)
                {
                    if (_atRisk[j] == 0)
                        continue;
                    a[i * _n + j] = _atRisk[i] / _survival[i] * ((i == j ? 1 : 0) - _atRisk[j] / (_survival[j] * pooledRisk));
                    _c[i * _n + j] += a[i * _n + j] * own / (pooledRisk * (1 - _pooled));
                }
            }
            return a;
        }

        void AddOwn(int k, double own, double pooledRisk, double after, double[] a)
        {
            if (own == 0)
                return;
            var share = _survivalAfter[k] > 0 ? 1 - (1 - after) / _survivalAfter[k] : 1;
            var ties = own > 1 ? 1 - (own - 1) / (pooledRisk * _survival[k] - 1) : 1;
            Spread(k, share, ties * _survival[k] * own / (pooledRisk * _atRisk[k]), a);
        }

        void AddOther(int k, double after)
        {
            if (_survivalAfter[k] <= 0 || _other[k] == 0)
                return;
            var ties = _other[k] > 1 ? 1 - (_other[k] - 1) / (_atRisk[k] - 1) : 1;
            Spread(k, -(1 - after) / _survivalAfter[k], ties * _survival[k] * _survival[k] * _other[k] / (_atRisk[k] * _atRisk[k]), null);
        }

        // Adds the increment of a martingale of group k: it moves score i by a - share x c now and by share x (c at the end) later.
        void Spread(int k, double share, double variance, double[]? a)
        {
            for (var i = 0; i < _n; i++)
            {
                var now = (a?[i * _n + k] ?? 0) - share * _c[i * _n + k];
                for (var j = 0; j < _n; j++)
                    _v[i * _n + j] += now * ((a?[j * _n + k] ?? 0) - share * _c[j * _n + k]) * variance;
                _v2[i * _n + k] += now * share * variance;
            }
            _v3[k] += share * share * variance;
        }
    }
}
