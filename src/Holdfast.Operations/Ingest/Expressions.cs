using Holdfast.Native.DuckDb;

namespace Holdfast.Operations.Ingest;

/// <summary>Errors of the SQL expressions in mappings.</summary>
static class Expressions
{
    /// <summary>The error of an expression that DuckDB refuses: where it stands, DuckDB's words, and the columns there are.</summary>
    public static HoldfastException Refused(StagedSource source, string key, DuckDbException fault)
    {
        // The first line says what is wrong; the rest quotes our own statement around the expression.
        var words = fault.Message.Split("\n\nLINE ", 2)[0].Trim();
        var names = string.Join(", ", source.Columns.Take(60).Select(c => c.Name));
        var advice = words.StartsWith("Conversion", StringComparison.Ordinal) || words.StartsWith("Invalid Input", StringComparison.Ordinal)
            ? " Where some rows hold other texts, use try_cast or try_strptime and the rows without a result are rejected by themselves."
            : "";
        return new HoldfastException(
            $"{source.Shown}, {key}: DuckDB does not take the expression: {words}{advice} Columns are named in double quotes where they hold blanks; there are: {names}.", fault);
    }
}
