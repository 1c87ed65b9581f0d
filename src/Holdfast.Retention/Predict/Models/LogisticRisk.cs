using Holdfast.Numerics.Regression;
using Holdfast.Retention.Predict.Features;

namespace Holdfast.Retention.Predict.Models;

/// <summary>
/// The baseline: logistic regression with an L2 penalty on standardised columns; a missing value is the mean and raises an
/// indicator; money, counts, days and ratios are taken by their logarithm, sign kept.
/// </summary>
public sealed class LogisticRisk : IRiskModel
{
    const int MostRows = 10_000;

    readonly bool[] _logged;
    readonly double[] _means;
    readonly int[] _indicators;
    readonly LogisticFit _fit;

    LogisticRisk(bool[] logged, double[] means, int[] indicators, LogisticFit fit)
    {
        _logged = logged;
        _means = means;
        _indicators = indicators;
        _fit = fit;
    }

    /// <summary>How the fit ended.</summary>
    public bool Settled => _fit.Convergence.Settled;

    /// <summary>Fits the baseline on at most 10,000 rows: every so-and-so-many-th row of those who did not leave, with more weight.</summary>
    /// <param name="table">Rows with both outcomes.</param>
    /// <param name="features">The features of the columns.</param>
    public static LogisticRisk Fit(TrainingTable table, IReadOnlyList<Feature> features) =>
        Fit(table, [.. features.Select(f => IsLogged(f.Unit))], Math.Max(5, 0.001 * Chosen(table).Sum(row => row.Weight)));

    /// <summary>Whether values of a unit are taken by their logarithm.</summary>
    public static bool IsLogged(FeatureUnit unit) => unit is FeatureUnit.Money or FeatureUnit.Count or FeatureUnit.Days or FeatureUnit.Ratio;

    /// <summary>Fits with a penalty of one's own.</summary>
    /// <param name="table">Rows with both outcomes.</param>
    /// <param name="logged">For each column, whether its values are taken by their logarithm.</param>
    /// <param name="ridge">Penalty on squared coefficients per standard deviation, 0 or more.</param>
    public static LogisticRisk Fit(TrainingTable table, bool[] logged, double ridge)
    {
        var chosen = Chosen(table);
        var means = Means(table, chosen, logged);
        var indicators = Indicators(table, chosen);
        var width = table.ColumnCount + indicators.Count(place => place >= 0);
        var (rows, labels, weights) = (new double[chosen.Count * width], new double[chosen.Count], new double[chosen.Count]);
        for (var i = 0; i < chosen.Count; i++)
        {
            var (row, weight) = chosen[i];
            Prepare(table.Row(row), rows.AsSpan(i * width, width), (logged, means, indicators));
            labels[i] = table.Infos[row].Left ? 1 : 0;
            weights[i] = weight;
        }

        var options = new LogisticOptions { Ridge = ridge, MaximumIterations = 30, GradientTolerance = 1e-6 };
        return new LogisticRisk(logged, means, indicators, LogisticRegression.Fit(rows, width, labels, weights, options));
    }

    /// <inheritdoc/>
    public double Margin(ReadOnlySpan<float> row)
    {
        var prepared = new double[_fit.Coefficients.Length];
        Prepare(row, prepared, (_logged, _means, _indicators));
        return _fit.Logit(prepared);
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        var prepared = new double[_fit.Coefficients.Length];
        Prepare(row, prepared, (_logged, _means, _indicators));
        for (var j = 0; j < row.Length; j++)
        {
            contributions[j] = _fit.Contribution(j, prepared[j]);
            if (_indicators[j] >= 0) contributions[j] += _fit.Contribution(_indicators[j], prepared[_indicators[j]]);
        }
    }

    static double Taken(float value, bool logged) => logged ? Math.CopySign(Math.Log(1 + Math.Abs((double)value)), value) : value;

    static void Prepare(ReadOnlySpan<float> row, Span<double> into, (bool[] Logged, double[] Means, int[] Indicators) how)
    {
        for (var j = 0; j < row.Length; j++)
        {
            var missing = float.IsNaN(row[j]);
            into[j] = missing ? how.Means[j] : Taken(row[j], how.Logged[j]);
            if (how.Indicators[j] >= 0) into[how.Indicators[j]] = missing ? 1 : 0;
        }
    }

    static List<(int Row, double Weight)> Chosen(TrainingTable table)
    {
        var leavers = table.Infos.Count(info => info.Left);
        var every = Math.Max(1, (table.Count - leavers + MostRows - 1) / Math.Max(1, MostRows - Math.Min(leavers, MostRows / 2)));
        var everyLeaver = Math.Max(1, (leavers + MostRows / 2 - 1) / (MostRows / 2));
        var chosen = new List<(int, double)>();
        int others = 0, left = 0;
        for (var i = 0; i < table.Count; i++)
        {
            var info = table.Infos[i];
            if (info.Left ? left++ % everyLeaver == 0 : others++ % every == 0) chosen.Add((i, info.Weight * (info.Left ? everyLeaver : every)));
        }

        return chosen;
    }

    static double[] Means(TrainingTable table, List<(int Row, double Weight)> chosen, bool[] logged)
    {
        var (sums, weights) = (new double[table.ColumnCount], new double[table.ColumnCount]);
        foreach (var (row, weight) in chosen)
        {
            var values = table.Row(row);
            for (var j = 0; j < values.Length; j++)
            {
                if (float.IsNaN(values[j])) continue;
                sums[j] += weight * Taken(values[j], logged[j]);
                weights[j] += weight;
            }
        }

        return [.. sums.Select((sum, j) => weights[j] > 0 ? sum / weights[j] : 0)];
    }

    /// <summary>Place of each column's indicator among the prepared columns; -1 where nothing or everything is missing, or an earlier column misses in the same rows.</summary>
    static int[] Indicators(TrainingTable table, List<(int Row, double Weight)> chosen)
    {
        var patterns = new ulong[table.ColumnCount];
        var missing = new int[table.ColumnCount];
        for (var i = 0; i < chosen.Count; i++)
        {
            var values = table.Row(chosen[i].Row);
            var mark = ((ulong)i + 1) * 0x9E3779B97F4A7C15;
            for (var j = 0; j < values.Length; j++)
            {
                if (!float.IsNaN(values[j])) continue;
                patterns[j] += mark ^ (mark >> 29);
                missing[j]++;
            }
        }

        var next = table.ColumnCount;
        var seen = new HashSet<ulong>();
        return [.. missing.Select((count, j) => count > 0 && count < chosen.Count && seen.Add(patterns[j]) ? next++ : -1)];
    }
}
