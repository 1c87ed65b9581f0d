using System.Globalization;

namespace Holdfast.Operations.Study;

/// <summary>What every study answers beside its figures.</summary>
public abstract record StudyResult
{
    /// <summary>The answer in words.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Rows of the file.</summary>
    public required int RowsRead { get; init; }

    /// <summary>Rows used.</summary>
    public required int Rows { get; init; }

    /// <summary>What was guessed about the file, which rows were left out, and what to be careful about.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Groups of --by that could not be studied, and why; they do not end the others. Empty without --by.</summary>
    public IReadOnlyList<FailedGroup> Failed { get; init; } = [];

    /// <summary>The figures as tables for a terminal.</summary>
    internal abstract IEnumerable<TextTable> Tables();
}

/// <summary>A table for a terminal; the first column is left-aligned, the others right.</summary>
/// <param name="Title">What it shows; "" for none.</param>
/// <param name="Head">Names of the columns.</param>
/// <param name="Rows">The cells.</param>
sealed record TextTable(string Title, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    const int MostRows = 60;

    /// <summary>The table as lines; of a very long one the first and last rows, and how many lie between.</summary>
    public IEnumerable<string> Lines()
    {
        var shown = Rows.Count <= MostRows ? Rows : [.. Rows.Take(MostRows / 2), .. Rows.TakeLast(MostRows / 2)];
        var widths = Head.Select((name, i) => shown.Select(row => row[i].Length).Append(name.Length).Max()).ToArray();
        if (Title.Length > 0) yield return Title;
        yield return Line(Head, widths);
        for (var i = 0; i < shown.Count; i++)
        {
            if (shown.Count < Rows.Count && i == MostRows / 2) yield return $"  ... {Rows.Count - shown.Count} rows more (all with --json)";
            yield return Line(shown[i], widths);
        }
    }

    static string Line(IReadOnlyList<string> cells, int[] widths) =>
        "  " + string.Join("  ", cells.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd();
}

/// <summary>How studies write numbers and answers.</summary>
static class StudyText
{
    /// <summary>The words, the tables and the notes, for a terminal.</summary>
    public static string Describe(StudyResult result)
    {
        var lines = new List<string>(result.Words);
        foreach (var table in result.Tables()) lines.AddRange(["", .. table.Lines()]);
        if (result.Notes.Count > 0) lines.AddRange(["", .. result.Notes.Select(note => "Note: " + note)]);
        if (result.Failed.Count > 0) lines.AddRange(["", .. result.Failed.Select(group => Say($"Not told: {group.Group} ({group.Rows} rows): {group.Error}"))]);
        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>A number with six significant digits; "-" where there is none.</summary>
    public static string Number(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("G6", CultureInfo.InvariantCulture) : "-";

    /// <summary>A mark of an axis.</summary>
    public static string Mark(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A count.</summary>
    public static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A share as per cent with one decimal.</summary>
    public static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";

    /// <summary>A p-value: three significant digits, never 0.</summary>
    public static string P(double value) => value < 1e-300 ? "< 1e-300" : value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>A sentence with numbers written the same everywhere.</summary>
    public static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number, or null where it is not finite: JSON knows neither NaN nor infinity.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
