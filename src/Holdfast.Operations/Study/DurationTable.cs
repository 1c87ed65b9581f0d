using Holdfast.Numerics.Survival;

namespace Holdfast.Operations.Study;

/// <summary>Which columns say who was followed from when to when.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Duration">Column of the last time seen, or null where <paramref name="Stop"/> is given.</param>
/// <param name="Event">Column of the event, or null where every row ends in it.</param>
/// <param name="Entry">Column of the time of coming under observation, or null where all came at 0.</param>
/// <param name="Stop">Column of the end of an interval that starts at <paramref name="Entry"/>, or null.</param>
sealed record DurationColumns(string File, string? Duration, string? Event, string? Entry, string? Stop = null)
{
    /// <summary>The column of the last time seen.</summary>
    /// <exception cref="HoldfastException">Not just one of --duration and --stop, or --stop without --entry.</exception>
    public string Exit
    {
        get
        {
            if ((Duration is null) == (Stop is null)) throw HoldfastException.OfRequest("just one of --duration and --stop must be given: the time followed, or the end of an interval that starts at --entry.");
            if (Stop is not null && Entry is null) throw HoldfastException.OfRequest("--stop needs --entry: an interval has a start and an end.");
            return Duration ?? Stop!;
        }
    }
}

/// <summary>A file's durations, each checked with its line.</summary>
sealed class DurationTable
{
    DurationTable(StudyTable table, double[] entries, double[] exits, bool[] events) => (Table, Entries, Exits, Events) = (table, entries, exits, events);

    public StudyTable Table { get; }

    /// <summary>Times of coming under observation; empty where all came at 0.</summary>
    public double[] Entries { get; }

    public double[] Exits { get; }

    public bool[] Events { get; }

    /// <summary>Reads the durations and makes sure that further columns are there.</summary>
    /// <exception cref="HoldfastException">A column is missing, or a time is no number from 0 on after its entry.</exception>
    public static DurationTable Read(DurationColumns columns, IEnumerable<string?> others, CancellationToken cancel)
    {
        var exit = columns.Exit;
        var table = StudyTable.Read(columns.File, [exit, columns.Event is { } e ? StudyColumns.EventColumn(e).Column : null, columns.Entry, .. others], cancel);
        var events = columns.Event is null ? [.. Enumerable.Repeat(true, table.Rows)] : table.Events(columns.Event);
        var (entries, exits) = Times(table, columns.Entry, exit);
        return new DurationTable(table, entries, exits, events);
    }

    /// <summary>Times of entry (empty without a column) and exit.</summary>
    /// <exception cref="HoldfastException">A time is no number from 0 on after its entry.</exception>
    public static (double[] Entries, double[] Exits) Times(StudyTable table, string? entry, string exit)
    {
        var exits = table.Numbers(exit);
        var entries = entry is null ? [] : table.Numbers(entry);
        for (var row = 0; row < exits.Length; row++)
        {
            if (exits[row] < 0) throw StudyColumns.Wrong(table, row, exit, "a time from 0 on");
            if (entries.Length == 0) continue;
            if (entries[row] < 0) throw StudyColumns.Wrong(table, row, entry!, "a time from 0 on");
            if (entries[row] >= exits[row]) throw StudyColumns.Wrong(table, row, entry!, StudyText.Say($"a time before that in column '{exit}', {exits[row]}"));
        }

        return (entries, exits);
    }

    /// <summary>All rows.</summary>
    /// <param name="strata">Stratum of each row, or empty.</param>
    public SurvivalSample Sample(int[]? strata = null) => new() { Entries = Entries, Exits = Exits, Events = Events, Strata = strata ?? [] };

    /// <summary>Some rows.</summary>
    /// <param name="rows">Their indexes.</param>
    /// <param name="strata">Stratum of each row of the file, or null.</param>
    public SurvivalSample Sample(int[] rows, int[]? strata) =>
        new() { Entries = Entries.Length == 0 ? [] : Entries.At(rows), Exits = Exits.At(rows), Events = Events.At(rows), Strata = strata is null ? [] : strata.At(rows) };

    /// <summary>Number of each row's group in a column, groups in order; null without a column.</summary>
    public int[]? Numbers(string? column) => column is null ? null : Numbers(Table.Groups(column), Table.Rows);

    /// <summary>Number of each row's group.</summary>
    public static int[] Numbers(IReadOnlyList<StudyGroup> groups, int rows)
    {
        var numbers = new int[rows];
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var row in groups[group].Rows) numbers[row] = group;
        }

        return numbers;
    }
}
