using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Windows;

namespace Holdfast.Retention.Predict.Models;

/// <summary>What a row of the training table belongs to.</summary>
/// <param name="Customer">Place of the customer in the order of the histories.</param>
/// <param name="Cutoff">The cut-off.</param>
/// <param name="Outcome">What became of the customer; never <see cref="Outcome.LeftOut"/>.</param>
/// <param name="Fold">The fold of the customer, 0..9, by its id; all rows of a customer are in one fold.</param>
/// <param name="Weight">How many rows it stands for: 1, or more for a sampled stayer.</param>
public readonly record struct RowInfo(int Customer, Day Cutoff, Outcome Outcome, int Fold, float Weight)
{
    /// <summary>Whether it is a positive.</summary>
    public bool Left => Outcome == Outcome.Left;
}

/// <summary>Rows of features with what they belong to; missing values are NaN.</summary>
public sealed class TrainingTable(int columnCount)
{
    readonly List<RowInfo> _infos = [];
    float[] _values = new float[1024 * Math.Max(1, columnCount)];

    /// <summary>Columns of every row.</summary>
    public int ColumnCount => columnCount;

    /// <summary>Rows.</summary>
    public int Count => _infos.Count;

    /// <summary>What the rows belong to.</summary>
    public IReadOnlyList<RowInfo> Infos => _infos;

    /// <summary>All values, row by row.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count * columnCount);

    /// <summary>Values of one row.</summary>
    public ReadOnlySpan<float> Row(int row) => _values.AsSpan(row * columnCount, columnCount);

    /// <summary>Whether each row is a positive.</summary>
    public bool[] Labels() => [.. _infos.Select(info => info.Left)];

    /// <summary>Adds a row; values are narrowed to 32 bits, as trees compare them.</summary>
    public void Add(ReadOnlySpan<double> row, RowInfo info)
    {
        var into = Grow(info);
        for (var i = 0; i < columnCount; i++) into[i] = (float)row[i];
    }

    /// <summary>The rows that fit.</summary>
    public TrainingTable Where(Func<RowInfo, bool> fits)
    {
        var table = new TrainingTable(columnCount);
        for (var i = 0; i < Count; i++)
        {
            if (fits(_infos[i])) Row(i).CopyTo(table.Grow(_infos[i]));
        }

        return table;
    }

    /// <summary>The same rows with these columns only.</summary>
    public TrainingTable WithColumns(IReadOnlyList<int> columns)
    {
        var table = new TrainingTable(columns.Count);
        for (var i = 0; i < Count; i++)
        {
            var from = Row(i);
            var to = table.Grow(_infos[i]);
            for (var j = 0; j < columns.Count; j++) to[j] = from[columns[j]];
        }

        return table;
    }

    /// <summary>Columns that have at least two different values, missing counted as one.</summary>
    public bool[] Varying()
    {
        var varying = new bool[columnCount];
        for (var i = 1; i < Count; i++)
        {
            var first = Row(0);
            var row = Row(i);
            for (var j = 0; j < columnCount; j++) varying[j] |= !row[j].Equals(first[j]);
        }

        return varying;
    }

    Span<float> Grow(RowInfo info)
    {
        var start = Count * columnCount;
        if (start + columnCount > _values.Length) Array.Resize(ref _values, Math.Max(_values.Length * 2, start + columnCount));
        _infos.Add(info);
        return _values.AsSpan(start, columnCount);
    }
}
