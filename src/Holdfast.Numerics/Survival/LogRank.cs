using Holdfast.Numerics.Distributions;
using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Survival;

/// <summary>
/// The log-rank test and its family: events of each group against those expected if all groups left alike, each event time weighted
/// by S(before)^rho of all groups together. rho = 0 is the log-rank test, rho = 1 Peto and Peto's version of Wilcoxon's test, which
/// looks at early times.
/// </summary>
/// <remarks>
/// Assumptions: 1. censoring says nothing about leaving and is alike in the groups. 2. most powerful when hazards are proportional (rho = 0).
/// <para>Source: Mantel 1966; Peto and Peto 1972; Harrington and Fleming 1982; strata: sums over strata of observed, expected and variance.</para>
/// <para>Checked against: R 4.2.2 survdiff on aml, ovarian, lung, veteran, waltons and Telco, to 1e-10.</para>
/// <para>Cost: one sort, then O(event times x groups^2).</para>
/// </remarks>
/// <param name="Observed">Events in each group, weighted.</param>
/// <param name="Expected">Events expected in each group, weighted.</param>
/// <param name="Covariance">Covariance of observed - expected, row by row.</param>
/// <param name="Statistic">Chi-squared statistic.</param>
/// <param name="Degrees">Its degrees of freedom: groups in which events were expected, less one.</param>
/// <param name="PValue">P of a statistic at least as large when groups leave alike; 1 with no degree of freedom.</param>
public sealed record LogRank(double[] Observed, double[] Expected, double[] Covariance, double Statistic, int Degrees, double PValue)
{
    /// <summary>Tests groups.</summary>
    /// <param name="sample">Who was observed from when to when; weights are not allowed.</param>
    /// <param name="groups">Group of each row, 0 to <paramref name="groupCount"/> - 1.</param>
    /// <param name="groupCount">Groups, 2 or more.</param>
    /// <param name="rho">Power of the weight, 0 or more.</param>
    /// <exception cref="ArgumentException">Lengths differ, weights are given, or a time, group or rho is out of range.</exception>
    public static LogRank Test(SurvivalSample sample, ReadOnlySpan<int> groups, int groupCount, double rho = 0)
    {
        sample.Check();
        Require.NotNegative(rho, nameof(rho));
        Require.That(sample.Weights.IsEmpty, "the log-rank test counts rows: weights are not allowed");
        CheckGroups(groups, sample.Count, groupCount);
        var tied = sample.Tied();
        var sums = new Sums(groupCount, rho);
        foreach (var rows in StratumRows.Of(sample))
            sums.AddStratum(tied, groups, rows);
        return sums.Result();
    }

    internal static void CheckGroups(ReadOnlySpan<int> groups, int count, int groupCount)
    {
        Require.AtLeast(groupCount, 2, nameof(groupCount));
        Require.Length(groups.Length, count, nameof(groups));
        for (var i = 0; i < groups.Length; i++)
        {
            if ((uint)groups[i] >= (uint)groupCount)
                throw new ArgumentException(Require.Text($"groups[{i}] is {groups[i]}; 0 to {groupCount - 1} is allowed"));
        }
    }

    /// <summary>s' V^-1 s with the rank of V as far as it goes; groups without information drop out.</summary>
    internal static (double Statistic, int Degrees) Quadratic(double[] scores, double[] covariance, bool[] counted)
    {
        var kept = Enumerable.Range(0, scores.Length).Where(i => counted[i]).Skip(1).ToArray();
        var (s, v) = (new double[kept.Length], new double[kept.Length * kept.Length]);
        for (var i = 0; i < kept.Length; i++)
        {
            s[i] = scores[kept[i]];
            for (var j = 0; j < kept.Length; j++)
                v[i * kept.Length + j] = covariance[kept[i] * scores.Length + kept[j]];
        }
        var factor = new Cholesky(v, kept.Length);
        var solved = factor.Solve(s);
        var statistic = 0.0;
        for (var i = 0; i < kept.Length; i++)
            statistic += s[i] * solved[i];
        return (Math.Max(0, statistic), factor.Aliased.Count(a => !a));
    }

    sealed class Sums(int groupCount, double rho)
    {
        readonly double[] _observed = new double[groupCount];
        readonly double[] _expected = new double[groupCount];
        readonly double[] _covariance = new double[groupCount * groupCount];

        public void AddStratum(SurvivalSample sample, ReadOnlySpan<int> groups, int[] rows)
        {
            var exits = new double[rows.Length];
            for (var i = 0; i < rows.Length; i++)
                exits[i] = sample.Exits[rows[i]];
            var order = TimeOrder.Ascending(exits);
            var (atRisk, events) = (new double[groupCount], new double[groupCount]);
            foreach (var row in rows)
                atRisk[groups[row]] += sample.Entries.IsEmpty ? 1 : 0;
            var entering = new Entering(sample, rows);
            var survival = 1.0;
            for (int start = 0, end; start < order.Length; start = end)
            {
                var time = exits[order[start]];
                entering.AddBefore(time, groups, atRisk);
                events.AsSpan().Clear();
                for (end = start; end < order.Length && exits[order[end]] == time; end++)
                    events[groups[rows[order[end]]]] += sample.Events[rows[order[end]]] ? 1 : 0;
                survival = AddTime(atRisk, events, survival);
                for (var i = start; i < end; i++)
                    atRisk[groups[rows[order[i]]]]--;
            }
        }

        public LogRank Result()
        {
            var scores = new double[groupCount];
            for (var i = 0; i < groupCount; i++)
                scores[i] = _observed[i] - _expected[i];
            var (statistic, degrees) = Quadratic(scores, _covariance, Array.ConvertAll(_expected, e => e > 0));
            return new LogRank(_observed, _expected, _covariance, statistic, degrees, degrees == 0 ? 1 : ChiSquaredDistribution.UpperTail(statistic, degrees));
        }

        double AddTime(double[] atRisk, double[] events, double survival)
        {
            var (n, d) = (atRisk.Sum(), events.Sum());
            if (d == 0)
                return survival;
            var weight = rho == 0 ? 1 : Math.Pow(survival, rho);
            var spread = n > 1 ? weight * weight * d * (n - d) / (n * n * (n - 1)) : 0;
            for (var i = 0; i < groupCount; i++)
            {
                _observed[i] += weight * events[i];
                _expected[i] += weight * d * atRisk[i] / n;
                for (var j = 0; j < groupCount; j++)
                    _covariance[i * groupCount + j] += spread * atRisk[i] * ((i == j ? n : 0) - atRisk[j]);
            }
            return survival * (1 - d / n);
        }
    }

    /// <summary>Late entries of a stratum in order of time.</summary>
    sealed class Entering
    {
        readonly double[] _times;
        readonly int[] _rows;
        int _next;

        public Entering(SurvivalSample sample, int[] rows)
        {
            var late = sample.Entries.IsEmpty ? [] : rows;
            _times = new double[late.Length];
            for (var i = 0; i < late.Length; i++)
                _times[i] = sample.Entries[late[i]];
            _rows = Array.ConvertAll(TimeOrder.Ascending(_times), i => late[i]);
            Array.Sort(_times);
        }

        public void AddBefore(double time, ReadOnlySpan<int> groups, double[] atRisk)
        {
            for (; _next < _rows.Length && _times[_next] < time; _next++)
                atRisk[groups[_rows[_next]]]++;
        }
    }
}
