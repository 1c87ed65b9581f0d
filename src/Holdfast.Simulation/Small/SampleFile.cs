using System.Globalization;
using System.Text;

namespace Holdfast.Simulation.Small;

/// <summary>A file of sample data.</summary>
/// <param name="Name">File name.</param>
/// <param name="Text">Its text, UTF-8 when written.</param>
public sealed record SampleFile(string Name, string Text);

/// <summary>A comma-separated table being written.</summary>
sealed class SampleTable(string name, params IReadOnlyList<string> columns)
{
    readonly StringBuilder _text = new StringBuilder(string.Join(',', columns)).Append('\n');

    /// <summary>Adds a row; values in the order of the columns.</summary>
    public void Add(params ReadOnlySpan<string> values)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            _text.Append(i == 0 ? "" : ",").Append(Quoted(values[i]));
        }

        _text.Append('\n');
    }

    /// <summary>The file as it stands.</summary>
    public SampleFile File() => new(name, _text.ToString());

    /// <summary>Money in major units with two decimals.</summary>
    public static string Money(long minor) => (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A whole number.</summary>
    public static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    static string Quoted(string value) => value.AsSpan().IndexOfAny(",\"\n") < 0 ? value : "\"" + value.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
