using System.Globalization;

namespace Holdfast.Operations.Study;

/// <summary>Helps studies that treat each group on its own.</summary>
static class StudyGroups
{
    /// <summary>Studies each group. One that cannot be studied is told with its reason and does not end the others; without --by nothing is caught.</summary>
    /// <exception cref="HoldfastException">No group could be studied.</exception>
    public static (List<T> Told, List<FailedGroup> Failed) Each<T>(string? by, IReadOnlyList<StudyGroup> groups, Func<StudyGroup, T> study)
    {
        var (told, failed, first) = (new List<T>(), new List<FailedGroup>(), (Exception?)null);
        foreach (var group in groups)
        {
            try
            {
                told.Add(study(group));
            }
            catch (Exception fault) when (by is not null && fault is ArgumentException or HoldfastException { IsBusy: false })
            {
                first ??= fault;
                failed.Add(new FailedGroup(group.Name, group.Rows.Length, StudyOperation.Said(fault)));
            }
        }

        if (told.Count > 0) return (told, failed);
        var words = $"group {by}={failed[0].Group}: {failed[0].Error}{(failed.Count > 1 ? $" None of the {failed.Count} groups could be studied." : "")}";
        throw first is HoldfastException { IsOfRequest: true } ? HoldfastException.OfRequest(words) : new HoldfastException(words, first!);
    }

    /// <summary>The tables of a group, each with the group in its title.</summary>
    public static IEnumerable<TextTable> Titled(string group, IEnumerable<TextTable> tables) =>
        tables.Select(table => table with { Title = table.Title.Length == 0 ? group : $"{group}: {table.Title}" });

    /// <summary>The groups' sentences, each with the group before it.</summary>
    public static IEnumerable<string> Lines(IEnumerable<(string Group, IReadOnlyList<string> Lines)> groups) =>
        groups.SelectMany(group => group.Lines.Select(line => $"{group.Group}: {line}"));

    /// <summary>Refuses an option's value by the option's name.</summary>
    public static void Allow(bool holds, string option, double found, string allowed)
    {
        if (!holds) throw HoldfastException.OfRequest(StudyText.Say($"--{option}: found {found}; {allowed} is allowed."));
    }

    /// <summary>Refuses numbers whose squares and sums would overflow, with their line; texts are passed over.</summary>
    public static void Countable(this StudyTable table, IEnumerable<string?> columns)
    {
        foreach (var column in columns.OfType<string>())
        {
            var row = Array.FindIndex(table.Column(column), text => double.TryParse(text, CultureInfo.InvariantCulture, out var number) && !(Math.Abs(number) <= 1e100));
            if (row >= 0) throw StudyColumns.Wrong(table, row, column, "a finite number of at most 1e100 in size");
        }
    }

    /// <summary>A sentence where COLUMN=VALUE sets one value against several others, which count as one.</summary>
    public static IEnumerable<string> Lumped(this StudyTable table, string option)
    {
        var (column, value) = StudyColumns.EventColumn(option);
        if (value is null) return [];
        var others = table.Column(column).Where(text => text != value).Select(text => text!).Distinct().Order(LevelOrder.Instance).ToList();
        return others.Count < 2 ? [] : [$"Every row whose {column} is not '{value}' counts alike: {string.Join(", ", others.Take(10).Select(text => $"'{text}'"))}{(others.Count > 10 ? ", ..." : "")}."];
    }

    /// <summary>The rows of a group in the design, row by row.</summary>
    public static double[] ByRow(this StudyDesign design, int[] rows)
    {
        var flat = new double[rows.Length * design.Values.Count];
        for (var term = 0; term < design.Values.Count; term++)
        {
            for (var i = 0; i < rows.Length; i++) flat[i * design.Values.Count + term] = design.Values[term][rows[i]];
        }

        return flat;
    }

    /// <summary>An outcome: numbers as they are, anything else as something that happened or not.</summary>
    /// <param name="table">The file.</param>
    /// <param name="option">COLUMN or COLUMN=VALUE.</param>
    public static double[] Outcomes(this StudyTable table, string option)
    {
        var (column, value) = StudyColumns.EventColumn(option);
        return value is null && Array.TrueForAll(table.Column(column), text => double.TryParse(text, CultureInfo.InvariantCulture, out _))
            ? table.Numbers(column)
            : Array.ConvertAll(table.Events(option), happened => happened ? 1.0 : 0);
    }
}

/// <summary>An estimate with its standard error and interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
public sealed record StudyEstimate(double Value, double StandardError, double Low, double High)
{
    internal static StudyEstimate Of(Numerics.Estimate estimate) => new(estimate.Value, estimate.StandardError, estimate.Interval.Low, estimate.Interval.High);

    internal static StudyEstimate? Of(Numerics.Estimate? estimate) => estimate is { } known ? Of(known) : null;

    internal string Say() => StudyText.Say($"{StudyText.Number(Value)} ({StudyText.Number(Low)} to {StudyText.Number(High)})");
}
