namespace Holdfast.Operations.Ingest.Profile;

/// <summary>What the values of a column are.</summary>
public enum ColumnContent
{
    /// <summary>Nothing stands in it.</summary>
    Empty,

    /// <summary>Two values that say yes or no.</summary>
    Flag,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Numbers with fractions.</summary>
    Number,

    /// <summary>Days.</summary>
    Day,

    /// <summary>Days with a time.</summary>
    Moment,

    /// <summary>Short words, codes or ids.</summary>
    Word,

    /// <summary>Sentences.</summary>
    Text,
}

/// <summary>One column of an unknown file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">What its values are.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Missing">Rows in which nothing is given: empty fields and <paramref name="NullWords"/>.</param>
/// <param name="Distinct">Different values given.</param>
/// <param name="NullWords">Words that stand for "not given" or "never".</param>
/// <param name="DateFormat">How days are written, as in a mapping's <c>dates</c>; null for other contents, and "" for yyyy-MM-dd, which needs none.</param>
/// <param name="NumberForm">How numbers are written where that is not plain; null elsewhere.</param>
/// <param name="Lowest">Lowest value of numbers and days; null for others.</param>
/// <param name="Highest">Highest value of numbers and days; null for others.</param>
/// <param name="Histogram">How a sample of numbers or days lies between the lowest and the highest value, in 20 equal parts; empty for others.</param>
/// <param name="Top">The commonest values with their rows, at most 60.</param>
/// <param name="Notes">What is odd about it, in sentences.</param>
public sealed record ColumnProfile(
    string Name,
    ColumnContent Content,
    long Rows,
    long Missing,
    long Distinct,
    IReadOnlyList<string> NullWords,
    string? DateFormat,
    NumberForm? NumberForm,
    string? Lowest,
    string? Highest,
    IReadOnlyList<long> Histogram,
    IReadOnlyList<ValueCount> Top,
    IReadOnlyList<string> Notes)
{
    /// <summary>Rows in which something is given.</summary>
    public long Given => Rows - Missing;

    /// <summary>Whether each value stands in one row only, and all but a few rows have one.</summary>
    public bool IsKey => Given > 0 && Distinct == Given && Missing * 50 <= Rows;

    /// <summary>Whether it holds days or moments.</summary>
    internal bool IsDate => Content is ColumnContent.Day or ColumnContent.Moment;

    /// <summary>Whether it holds numbers.</summary>
    internal bool IsNumber => Content is ColumnContent.Whole or ColumnContent.Number;

    /// <summary>The number <see cref="Lowest"/> or <see cref="Highest"/> shows; NaN where none.</summary>
    internal static double AsNumber(string? text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}

/// <summary>A value and in how many rows it stands.</summary>
/// <param name="Value">The value as written.</param>
/// <param name="Rows">Rows.</param>
public sealed record ValueCount(string Value, long Rows);

/// <summary>How numbers are written.</summary>
/// <param name="DecimalSign">Decimal sign.</param>
/// <param name="Grouping">Sign that groups digits; "" for none.</param>
/// <param name="Dressed">Whether signs such as $ or %, brackets for minus or a minus behind stand around the digits, so that an expression must undress them.</param>
public sealed record NumberForm(string DecimalSign, string Grouping, bool Dressed)
{
    /// <summary>12.5, and nothing else.</summary>
    internal static NumberForm Plain { get; } = new(".", "", false);
}
