using Holdfast.Native.XGBoost;
using Holdfast.Numerics.Classification;
using Holdfast.Numerics.Regression;

namespace Holdfast.Tests.Numerics.Learning;

/// <summary>Ten folds as in the reference (rank of the row within its class, modulo 10), every model judged on rows it never saw.</summary>
sealed class CrossValidation(double[] values, bool[] labels)
{
    readonly int _width = values.Length / labels.Length;

    public CrossValidation Run(Func<CrossValidation, int[], int[], double[]> predict)
    {
        var folds = Folds();
        var all = Enumerable.Range(0, labels.Length).ToArray();
        var measured = Enumerable.Range(0, 10).Select(fold =>
        {
            int[] test = [.. all.Where(i => folds[i] == fold)];
            var p = predict(this, [.. all.Where(i => folds[i] != fold)], test);
            var y = Array.ConvertAll(test, i => labels[i]);
            return (Auc: ClassificationMetrics.Auc(p, y), Brier: ClassificationMetrics.Brier(p, y), Lift: ClassificationMetrics.TopDecileLift(p, y), Precision: ClassificationMetrics.AveragePrecision(p, y));
        }).ToList();
        (Auc, Brier, Lift, Precision) = (measured.Average(m => m.Auc), measured.Average(m => m.Brier), measured.Average(m => m.Lift), measured.Average(m => m.Precision));
        return this;
    }

    public double Auc { get; private set; }

    public double Brier { get; private set; }

    public double Lift { get; private set; }

    public double Precision { get; private set; }

    /// <summary>Logistic regression with a penalty of 1 per standard deviation: scikit-learn's C = 1 on standardised columns.</summary>
    public static double[] Logit(CrossValidation data, int[] train, int[] test)
    {
        var fit = LogisticRegression.Fit(data.Rows(train), data._width, data.Labels(train), [], new LogisticOptions());
        return Array.ConvertAll(test, i => fit.Probability(data.Rows([i])));
    }

    public static Func<CrossValidation, int[], int[], double[]> Boosted(BoosterParameters parameters) => (data, train, test) =>
    {
        var rows = new BoosterRows(Array.ConvertAll(data.Rows(train), v => (float)v), data._width, Array.ConvertAll(data.Labels(train), v => (float)v), []);
        using var booster = Booster.Train(rows, parameters, default);
        return Array.ConvertAll(booster.PredictMargins(Array.ConvertAll(data.Rows(test), v => (float)v)), margin => Logistic.Probability(margin));
    };

    public override string ToString() => FormattableString.Invariant($"AUC {Auc:F5}, Brier {Brier:F5}, lift {Lift:F4}, AP {Precision:F5}");

    double[] Rows(int[] which) => [.. which.SelectMany(i => values[(i * _width)..(i * _width + _width)])];

    double[] Labels(int[] which) => Array.ConvertAll(which, i => labels[i] ? 1.0 : 0);

    int[] Folds()
    {
        var seen = new int[2];
        return Array.ConvertAll(labels, label => seen[label ? 1 : 0]++ % 10);
    }
}
