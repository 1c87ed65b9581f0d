namespace Holdfast.Numerics.Survival;

/// <summary>One exit time: how many were at risk just before it, how many left, by cause (cause 1 at index 0).</summary>
readonly record struct ExitRow(double Time, long AtRisk, long Censored, long[] Events)
{
    public long AllEvents => Events.Sum();
}

/// <summary>Counts at every distinct exit time, the raw material of every estimator here.</summary>
static class ExitTable
{
    /// <summary>Sorts once and counts; at risk at t is who entered before t and leaves at t or later (censoring at t counts).</summary>
    public static List<ExitRow> Count(ReadOnlySpan<double> entries, ReadOnlySpan<double> exits, ReadOnlySpan<int> causes, int causeCount)
    {
        Check(entries, exits, causes, causeCount);
        var times = exits.ToArray();
        var kinds = causes.ToArray();
        Array.Sort(times, kinds);
        var starts = entries.ToArray();
        Array.Sort(starts);
        var rows = new List<ExitRow>();
        var entered = 0;
        for (int i = 0, end; i < times.Length; i = end)
        {
            while (entered < starts.Length && starts[entered] < times[i])
                entered++;
            var events = new long[causeCount];
            var censored = 0L;
            for (end = i; end < times.Length && times[end] == times[i]; end++)
            {
                if (kinds[end] == 0)
                    censored++;
                else
                    events[kinds[end] - 1]++;
            }
            rows.Add(new ExitRow(times[i], (starts.Length == 0 ? times.Length : entered) - i, censored, events));
        }
        return rows;
    }

    public static void Check(ReadOnlySpan<double> entries, ReadOnlySpan<double> exits, ReadOnlySpan<int> causes, int causeCount)
    {
        Require.Some(exits.Length, nameof(exits));
        Require.Length(causes.Length, exits.Length, nameof(causes));
        Require.AtLeast(causeCount, 1, nameof(causeCount));
        if (!entries.IsEmpty)
            Require.Length(entries.Length, exits.Length, nameof(entries));
        for (var i = 0; i < exits.Length; i++)
        {
            var entry = entries.IsEmpty ? 0 : entries[i];
            var sound = double.IsFinite(exits[i]) && double.IsFinite(entry) && entry >= 0 && (entries.IsEmpty ? exits[i] >= 0 : exits[i] > entry);
            Require.That(sound, Require.Text($"row {i} enters at {entry} and leaves at {exits[i]}; finite times with 0 <= entry < exit are allowed"));
            Require.That(causes[i] >= 0 && causes[i] <= causeCount, Require.Text($"causes[{i}] is {causes[i]}; 0 (censored) to {causeCount} is allowed"));
        }
    }
}
