using System.Globalization;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Simulate;

/// <summary>The files that steps leave in <c>data/incoming</c>: their names end in the last day they tell of.</summary>
static class StepFiles
{
    /// <summary>Removes the files of days after one: a step that died left them. Null removes those of all steps.</summary>
    public static void RemoveAfter(string incoming, Day? told)
    {
        if (!Directory.Exists(incoming)) return;
        foreach (var path in Directory.GetFiles(incoming, "*-????-??-??.csv"))
        {
            if (DayOf(path) is { } day && (told is null || day > told)) File.Delete(path);
        }
    }

    /// <summary>Moves finished files to where the sources look for them.</summary>
    public static void MoveInto(string incoming, string finished)
    {
        foreach (var path in Directory.GetFiles(finished).Order(StringComparer.Ordinal)) File.Move(path, Path.Combine(incoming, Path.GetFileName(path)), overwrite: true);
    }

    static Day? DayOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return Day.TryParse(name[^10..].ToString(CultureInfo.InvariantCulture), out var day) ? day : null;
    }
}
