using System.Globalization;

namespace Holdfast.Operations.Study;

/// <summary>One column of a model's design.</summary>
/// <param name="Name">The file's column, with <c>=level</c> where it is one level of a factor.</param>
/// <param name="Column">The file's column.</param>
/// <param name="Level">The level it marks with 1; null where the column is a number.</param>
public sealed record DesignTerm(string Name, string Column, string? Level);

/// <summary>
/// The columns a model works on: numbers as they are; every other column is a factor and becomes one column of 0 and 1 for each of
/// its levels but the first in order, as R does by default (contr.treatment).
/// </summary>
/// <param name="Terms">What each column is.</param>
/// <param name="Values">The columns, one array per term and one entry per row.</param>
sealed record StudyDesign(IReadOnlyList<DesignTerm> Terms, IReadOnlyList<double[]> Values)
{
    /// <summary>Makes the design of some columns, in the order given.</summary>
    /// <exception cref="HoldfastException">A column holds the same value in every row, or an infinite number.</exception>
    public static StudyDesign Of(StudyTable table, IReadOnlyList<string> columns)
    {
        var terms = new List<DesignTerm>();
        var values = new List<double[]>();
        foreach (var column in columns)
        {
            var texts = table.Column(column);
            if (Array.TrueForAll(texts, text => text == texts[0]))
                throw new HoldfastException($"{table.File}, column '{column}': every used row holds '{texts[0]}'; a column that does not vary explains nothing. Leave it out.");
            if (Array.TrueForAll(texts, IsNumber))
            {
                terms.Add(new DesignTerm(column, column, null));
                values.Add(table.Numbers(column));
                continue;
            }

            foreach (var level in texts.Distinct().OrderBy(text => text!, LevelOrder.Instance).Skip(1))
            {
                terms.Add(new DesignTerm($"{column}={level}", column, level));
                values.Add(Array.ConvertAll(texts, text => text == level ? 1.0 : 0));
            }
        }

        return new StudyDesign(terms, values);
    }

    /// <summary>The design row by row: entry row * terms + term.</summary>
    public double[] ByRow()
    {
        var rows = Values.Count == 0 ? 0 : Values[0].Length;
        var flat = new double[rows * Values.Count];
        for (var term = 0; term < Values.Count; term++)
        {
            for (var row = 0; row < rows; row++) flat[row * Values.Count + term] = Values[term][row];
        }

        return flat;
    }

    // Infinite as R, pandas and C write it is a number too, which is refused as one, and no level of a factor.
    static bool IsNumber(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) || text!.TrimStart('+', '-').Equals("inf", StringComparison.OrdinalIgnoreCase);
}
