using System.Globalization;

namespace Holdfast.Native.XGBoost;

/// <summary>What the trees predict.</summary>
public enum BoosterObjective
{
    /// <summary>The log-odds of a yes; labels are 0 or 1.</summary>
    Logistic,

    /// <summary>A number, by squared error.</summary>
    SquaredError,
}

/// <summary>Training rows: values row by row, NaN where missing.</summary>
public readonly ref struct BoosterRows
{
    /// <summary>Puts rows and labels together.</summary>
    /// <param name="values">Values row by row, <paramref name="columnCount"/> per row; NaN is missing, infinity is refused by the library.</param>
    /// <param name="columnCount">Columns, 1 or more.</param>
    /// <param name="labels">One per row: 0 or 1 for <see cref="BoosterObjective.Logistic"/>.</param>
    /// <param name="weights">One per row, 0 or more; empty for 1 each.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public BoosterRows(ReadOnlySpan<float> values, int columnCount, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        if (columnCount < 1 || labels.IsEmpty || values.Length != (long)labels.Length * columnCount)
            throw new ArgumentException($"There are {values.Length} values for {labels.Length} labels and {columnCount} columns; labels x columns are needed, at least one of each.");
        if (!weights.IsEmpty && weights.Length != labels.Length)
            throw new ArgumentException($"There are {weights.Length} weights for {labels.Length} labels; one per label or none is allowed.");
        Values = values;
        ColumnCount = columnCount;
        Labels = labels;
        Weights = weights;
    }

    /// <summary>Values row by row.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>Values per row.</summary>
    public int ColumnCount { get; }

    /// <summary>One label per row.</summary>
    public ReadOnlySpan<float> Labels { get; }

    /// <summary>One weight per row, or none.</summary>
    public ReadOnlySpan<float> Weights { get; }
}

/// <summary>How trees are boosted. Equal rows and parameters give equal model bytes for any number of threads.</summary>
public sealed record BoosterParameters
{
    /// <summary>What is predicted; log-odds by default.</summary>
    public BoosterObjective Objective { get; init; } = BoosterObjective.Logistic;

    /// <summary>Deepest split of a tree; 5 by default: deeper trees rarely gain on churn and are harder to explain. Range 1..16.</summary>
    public int Depth { get; init; } = 5;

    /// <summary>Shrinkage of each tree; 0.1 by default. Range above 0 to 1.</summary>
    public double Eta { get; init; } = 0.1;

    /// <summary>Trees; 100 by default. With early stopping the most that are tried. Range 1..10,000.</summary>
    public int Rounds { get; init; } = 100;

    /// <summary>Least sum of second derivatives in a leaf; 1 by default. Range 0 or more.</summary>
    public double MinChildWeight { get; init; } = 1;

    /// <summary>Share of rows drawn for each tree; 1 by default. Range above 0 to 1.</summary>
    public double Subsample { get; init; } = 1;

    /// <summary>Share of columns drawn for each tree; 1 by default. Range above 0 to 1.</summary>
    public double ColumnSample { get; init; } = 1;

    /// <summary>L2 penalty on leaf values; 1 by default. Range 0 or more.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>Most histogram bins per column; 256 by default. Range 2..65,536.</summary>
    public int MaxBin { get; init; } = 256;

    /// <summary>Seed of row and column sampling; ignored when both are 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; 1 by default. Range 1 or more. Changes the time, not the model.</summary>
    public int ThreadCount { get; init; } = 1;

    /// <summary>Prediction before the first tree: a probability strictly between 0 and 1 (0.5 by default), or a number for squared error.</summary>
    public double BaseScore { get; init; } = 0.5;

    /// <summary>Weight of positive rows; 1 by default, since any other value spoils calibration. Range above 0.</summary>
    public double PositiveWeight { get; init; } = 1;

    /// <summary>Rounds without improvement on the validation rows after which training stops; 20 by default. Ignored without validation rows.</summary>
    public int PatienceRounds { get; init; } = 20;

    /// <summary>The library's own names and values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    internal IEnumerable<(string Name, string Value)> Settings()
    {
        Check(nameof(Depth), Depth, Depth is >= 1 and <= 16, "1 to 16");
        Check(nameof(Rounds), Rounds, Rounds is >= 1 and <= 10_000, "1 to 10,000");
        Check(nameof(MaxBin), MaxBin, MaxBin is >= 2 and <= 65_536, "2 to 65,536");
        Check(nameof(ThreadCount), ThreadCount, ThreadCount >= 1, "1 or more");
        Check(nameof(PatienceRounds), PatienceRounds, PatienceRounds >= 1, "1 or more");
        Check(nameof(BaseScore), BaseScore, double.IsFinite(BaseScore) && (Objective != BoosterObjective.Logistic || BaseScore is > 0 and < 1), "a probability strictly between 0 and 1");
        return
        [
            ("objective", Objective == BoosterObjective.Logistic ? "binary:logistic" : "reg:squarederror"),
            ("eval_metric", Objective == BoosterObjective.Logistic ? "logloss" : "rmse"),
            ("tree_method", "hist"), ("verbosity", "0"),
            ("max_depth", Text(Depth)), ("max_bin", Text(MaxBin)), ("seed", Text(Seed)), ("nthread", Text(ThreadCount)),
            ("eta", Share(nameof(Eta), Eta)), ("subsample", Share(nameof(Subsample), Subsample)), ("colsample_bytree", Share(nameof(ColumnSample), ColumnSample)),
            ("min_child_weight", NotNegative(nameof(MinChildWeight), MinChildWeight)), ("lambda", NotNegative(nameof(Lambda), Lambda)),
            ("base_score", Text(BaseScore)), ("scale_pos_weight", NotNegative(nameof(PositiveWeight), PositiveWeight)),
        ];
    }

    static string Share(string name, double value)
    {
        Check(name, value, value is > 0 and <= 1, "above 0 and up to 1");
        return Text(value);
    }

    static string NotNegative(string name, double value)
    {
        Check(name, value, value >= 0 && double.IsFinite(value), "a finite number from 0 on");
        return Text(value);
    }

    static void Check(string name, double value, bool holds, string allowed)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} is {value}; {allowed} is allowed."));
    }

    static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
