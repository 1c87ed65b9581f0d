namespace Holdfast.Numerics.Uplift;

/// <summary>Rows of a trial: what was known before, who was treated and how likely that was, what came of it.</summary>
public readonly ref struct TrialRows
{
    /// <summary>Puts a trial together.</summary>
    /// <param name="values">Values row by row, finite.</param>
    /// <param name="columnCount">Values per row, 1 or more.</param>
    /// <param name="treated">True where the action was taken; at least four rows each way.</param>
    /// <param name="outcomes">One outcome per row, finite.</param>
    /// <param name="propensities">Probability of treatment of each row, above 0 and below 1; empty where everyone had the same: the share of treated rows is taken.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a value is not finite or out of range, or a group is too small.</exception>
    public TrialRows(
        ReadOnlySpan<double> values, int columnCount, ReadOnlySpan<bool> treated, ReadOnlySpan<double> outcomes, ReadOnlySpan<double> propensities = default)
    {
        Require.AtLeast(columnCount, 1, nameof(columnCount));
        Require.Length(values.Length, outcomes.Length * columnCount, nameof(values));
        Require.Length(treated.Length, outcomes.Length, nameof(treated));
        Require.Countable(values, nameof(values));
        Require.Countable(outcomes, nameof(outcomes));
        TreatedCount = System.MemoryExtensions.Count(treated, true);
        Require.That(TreatedCount >= 4 && outcomes.Length - TreatedCount >= 4, $"{TreatedCount} of {outcomes.Length} rows are treated; at least four each way are needed");
        if (!propensities.IsEmpty)
        {
            Require.Length(propensities.Length, outcomes.Length, nameof(propensities));
            Require.OpenShares(propensities, nameof(propensities));
        }
        Values = values;
        ColumnCount = columnCount;
        Treated = treated;
        Outcomes = outcomes;
        Propensities = propensities;
    }

    /// <summary>Values row by row.</summary>
    public ReadOnlySpan<double> Values { get; }

    /// <summary>Values per row.</summary>
    public int ColumnCount { get; }

    /// <summary>Who was treated.</summary>
    public ReadOnlySpan<bool> Treated { get; }

    /// <summary>What came of it.</summary>
    public ReadOnlySpan<double> Outcomes { get; }

    /// <summary>How likely treatment was, or nothing where it was the same for all.</summary>
    public ReadOnlySpan<double> Propensities { get; }

    /// <summary>Rows treated.</summary>
    public int TreatedCount { get; }

    /// <summary>One row.</summary>
    internal ReadOnlySpan<double> Row(int index) => Values.Slice(index * ColumnCount, ColumnCount);

    /// <summary>Probability that the row was treated.</summary>
    internal double Propensity(int index) => Propensities.IsEmpty ? (double)TreatedCount / Outcomes.Length : Propensities[index];
}
