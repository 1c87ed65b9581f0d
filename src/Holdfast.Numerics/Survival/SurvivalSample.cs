using System.Runtime.CompilerServices;

namespace Holdfast.Numerics.Survival;

/// <summary>Who was observed from when to when, and whether observation ended with the event.</summary>
public readonly ref struct SurvivalSample
{
    /// <summary>Time at which each row came under observation, 0 or more and before its exit; empty when all did at 0.</summary>
    public ReadOnlySpan<double> Entries { get; init; }

    /// <summary>Time at which each row had its event or was last seen, 0 or more.</summary>
    public required ReadOnlySpan<double> Exits { get; init; }

    /// <summary>True where the exit is the event; false where the row was censored.</summary>
    public required ReadOnlySpan<bool> Events { get; init; }

    /// <summary>How many alike each row stands for, 0 or more; empty for 1 each.</summary>
    public ReadOnlySpan<double> Weights { get; init; }

    /// <summary>Any number per stratum; rows are compared within their stratum only. Empty when there is one.</summary>
    public ReadOnlySpan<int> Strata { get; init; }

    internal int Count => Exits.Length;

    internal double Weight(int row) => Weights.IsEmpty ? 1 : Weights[row];

    internal double Entry(int row) => Entries.IsEmpty ? 0 : Entries[row];

    internal int Stratum(int row) => Strata.IsEmpty ? 0 : Strata[row];

    internal void Check()
    {
        CheckLengths();
        Require.Weights(Weights, Exits.Length);
        CheckTimes(Entries, Exits);
    }

    internal void CheckLengths()
    {
        Require.Some(Exits.Length, nameof(Exits));
        Require.Length(Events.Length, Exits.Length, nameof(Events));
        if (!Strata.IsEmpty)
            Require.Length(Strata.Length, Exits.Length, nameof(Strata));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CheckTimes(ReadOnlySpan<double> entries, ReadOnlySpan<double> exits)
    {
        if (!entries.IsEmpty)
            Require.Length(entries.Length, exits.Length, nameof(Entries));
        for (var i = 0; i < exits.Length; i++)
        {
            var entry = entries.IsEmpty ? 0 : entries[i];
            var sound = exits[i] <= double.MaxValue && entry >= 0 && (entries.IsEmpty ? exits[i] >= 0 : exits[i] > entry);
            if (!sound)
                throw new ArgumentException(Require.Text($"row {i} enters at {entry} and leaves at {exits[i]}; finite times with 0 <= entry < exit are allowed"));
        }
    }

    internal SurvivalSample With(TimeTies times) =>
        new() { Entries = times.Entries, Exits = times.Exits(), Events = Events, Weights = Weights, Strata = Strata };

    /// <summary>The sample with times that differ by rounding only made equal.</summary>
    internal SurvivalSample Tied() => With(TimeTies.Merge(Entries, Exits));
}
