using Holdfast.Native.XGBoost;
using Holdfast.Numerics;
using Holdfast.Numerics.Trees;

namespace Holdfast.Bench;

/// <summary>Scoring and explaining with 100 trees of up to 32 leaves on 40 columns.</summary>
static class TreeBench
{
    const int Columns = 40;
    const int TrainingRows = 20_000;
    const int ScoredRows = 1_000_000;
    const int SingleRows = 50_000;
    const int ExplainedRows = 10_000;
    const int CheckedRows = 2_000;

    public static Figure Score()
    {
        using var booster = Train();
        var trees = TreeEnsemble.ReadXGBoost(booster.SaveJson());
        var rows = Rows(2, ScoredRows);
        var margins = new float[ScoredRows];
        var (_, seconds) = Figure.Of(() =>
        {
            trees.Margins(rows, margins);
            return margins;
        });
        var (single, one) = Figure.Of(() => Enumerable.Range(0, SingleRows).Count(i => trees.Margin(rows.AsSpan(i * Columns, Columns)) == margins[i]));
        var (theirs, peer) = Figure.Of(() => booster.PredictMargins(rows));
        return new Figure(
            "score 1 M rows x 40 columns, a tenth missing, with 100 trees", seconds,
            FormattableString.Invariant($"XGBoost {peer:0.00}; one row alone {one / SingleRows * 1e6:0.0} us"), "0.5, one row 10 us",
            margins.AsSpan().SequenceEqual(theirs) && single == SingleRows, "margins equal XGBoost's to the bit");
    }

    public static Figure Shapley()
    {
        using var booster = Train();
        var shapley = new TreeShapley(TreeEnsemble.ReadXGBoost(booster.SaveJson()));
        var rows = Rows(3, ExplainedRows);
        var (ours, seconds) = Figure.Of(() =>
        {
            var values = new double[rows.Length];
            shapley.Explain(rows, values);
            return values;
        });
        var (theirs, peer) = Figure.Of(() => booster.PredictContributions(rows.AsSpan(0, CheckedRows * Columns)));
        var worst = 0.0;
        for (var i = 0; i < CheckedRows * Columns; i++) worst = Math.Max(worst, Math.Abs(ours[i] - theirs[i / Columns * (Columns + 1) + i % Columns]));
        return new Figure(
            "Shapley values of 10,000 rows", seconds,
            FormattableString.Invariant($"{seconds / ExplainedRows * 1000:0.0000} ms a row, XGBoost {peer / CheckedRows * 1000:0.000} ms"),
            "0.025 ms a row and 20 times XGBoost", worst < 1e-5, FormattableString.Invariant($"within {worst:0.0e0} of XGBoost's"));
    }

    static Booster Train()
    {
        var rows = Rows(1, TrainingRows);
        var (labels, weights) = (new float[TrainingRows], new float[TrainingRows]);
        for (var i = 0; i < labels.Length; i++)
        {
            var row = rows.AsSpan(i * Columns, Columns);
            labels[i] = Known(row[0]) * Known(row[1]) + Known(row[2]) - Known(row[3]) * Known(row[4]) + Known(row[5]) > 0 ? 1 : 0;
            weights[i] = 1;
        }

        return Booster.Train(new BoosterRows(rows, Columns, labels, weights), new BoosterParameters { Depth = 5, Rounds = 100 }, CancellationToken.None);
    }

    static float Known(float value) => float.IsNaN(value) ? 0.2f : value;

    static float[] Rows(ulong seed, int count)
    {
        var stream = new RandomStream(seed);
        var rows = new float[count * Columns];
        foreach (ref var value in rows.AsSpan()) value = stream.Bernoulli(0.1) ? float.NaN : (float)stream.Uniform(-1, 1);
        return rows;
    }
}
