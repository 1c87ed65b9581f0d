using System.Globalization;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Study;

/// <summary>Reads a study's columns as numbers, events, days and groups; whatever does not fit is named with its line.</summary>
static class StudyColumns
{
    static readonly string[] Yes = ["1", "true", "t", "yes", "y"], No = ["0", "false", "f", "no", "n"];
    static readonly string[] DayFormats = ["yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssK"];

    /// <summary>A column of finite numbers with a decimal point.</summary>
    /// <exception cref="HoldfastException">A value is no finite number.</exception>
    public static double[] Numbers(this StudyTable table, string column)
    {
        var texts = table.Column(column);
        var numbers = new double[texts.Length];
        for (var row = 0; row < texts.Length; row++)
        {
            if (!double.TryParse(texts[row], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row]) || !double.IsFinite(numbers[row]))
                throw Wrong(table, row, column, "a finite number such as 12.5");
        }

        return numbers;
    }

    /// <summary>A column of whole numbers from 0 on.</summary>
    /// <exception cref="HoldfastException">A value is none.</exception>
    public static long[] Counts(this StudyTable table, string column)
    {
        var numbers = table.Numbers(column);
        return Array.ConvertAll([.. Enumerable.Range(0, numbers.Length)], row =>
            numbers[row] is >= 0 and <= 1e15 && Math.Floor(numbers[row]) == numbers[row] ? (long)numbers[row] : throw Wrong(table, row, column, "a whole number from 0 on"));
    }

    /// <summary>
    /// A column of events: 1, true, t, yes, y against 0, false, f, no, n; where only 1 and 2 stand in it, 2 is the event, as R reads it.
    /// <c>column=value</c> makes an event of that value and none of every other.
    /// </summary>
    /// <exception cref="HoldfastException">A value is none of these.</exception>
    public static bool[] Events(this StudyTable table, string option)
    {
        var (column, value) = EventColumn(option);
        var texts = table.Column(column);
        if (value is not null)
        {
            return Array.Exists(table.Whole.Column(column), text => text == value)
                ? Array.ConvertAll(texts, text => text == value)
                : throw HoldfastException.OfRequest($"'{value}' stands nowhere in column '{column}' of {table.File}. Found: {Shown(texts)}.");
        }

        var coded = table.Whole.Column(column);
        if (Array.TrueForAll(coded, text => text is "1" or "2") && Array.Exists(coded, text => text == "2")) return Array.ConvertAll(texts, text => text == "2");
        var events = new bool[texts.Length];
        for (var row = 0; row < texts.Length; row++)
        {
            events[row] = Yes.Contains(texts[row], StringComparer.OrdinalIgnoreCase);
            if (!events[row] && !No.Contains(texts[row], StringComparer.OrdinalIgnoreCase))
                throw Wrong(table, row, column, $"1 or 0, true or false, yes or no; name another value as the event with {column}=VALUE");
        }

        return events;
    }

    /// <summary>The column of an event option: <c>column</c> or <c>column=value</c>.</summary>
    public static (string Column, string? Value) EventColumn(string option)
    {
        var sign = option.IndexOf('=', StringComparison.Ordinal);
        return sign < 0 ? (option, null) : (option[..sign], option[(sign + 1)..]);
    }

    /// <summary>A column of days: yyyy-MM-dd, yyyyMMdd or yyyy/MM/dd, with or without a time, which is not used.</summary>
    /// <exception cref="HoldfastException">A value is no such day.</exception>
    public static Day[] Days(this StudyTable table, string column)
    {
        var texts = table.Column(column);
        return Array.ConvertAll([.. Enumerable.Range(0, texts.Length)], row =>
            DateTime.TryParseExact(texts[row], DayFormats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date)
                ? Day.From(DateOnly.FromDateTime(date)) : throw Wrong(table, row, column, "a date such as 2026-03-31 or 20260331"));
    }

    /// <summary>The rows of each value of a column, values in order (numbers by size); all rows as one group named "all" where no column is given.</summary>
    public static IReadOnlyList<StudyGroup> Groups(this StudyTable table, string? column)
    {
        var all = Enumerable.Range(0, table.Rows);
        if (column is null) return [new StudyGroup("all", [.. all])];
        var texts = table.Column(column);
        return [.. all.GroupBy(row => texts[row]!, StringComparer.Ordinal).Select(group => new StudyGroup(group.Key, [.. group])).OrderBy(group => group.Name, LevelOrder.Instance)];
    }

    /// <summary>The entries of some rows.</summary>
    public static T[] At<T>(this T[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    /// <summary>The error for a value that is not allowed.</summary>
    public static HoldfastException Wrong(StudyTable table, int row, string column, string allowed) =>
        new($"{table.Place(row)}, column '{column}': found '{table.Column(column)[row]}'; allowed is {allowed}.");

    static string Shown(string?[] texts)
    {
        var values = texts.Distinct().Take(11).ToList();
        return string.Join(", ", values.Take(10).Select(text => $"'{text}'")) + (values.Count > 10 ? ", ..." : "");
    }
}

/// <summary>Rows that belong together.</summary>
/// <param name="Name">The value they share.</param>
/// <param name="Rows">Their indexes, ascending.</param>
sealed record StudyGroup(string Name, int[] Rows);

/// <summary>The order of a factor's levels: numbers by size and before texts, texts by their characters.</summary>
sealed class LevelOrder : IComparer<string>
{
    public static LevelOrder Instance { get; } = new();

    public int Compare(string? x, string? y) => (Number(x), Number(y)) switch
    {
        ({ } a, { } b) when a != b => a.CompareTo(b),
        ({ }, null) => -1,
        (null, { }) => 1,
        _ => string.CompareOrdinal(x, y),
    };

    static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
