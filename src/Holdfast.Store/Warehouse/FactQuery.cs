using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>The query that reads one kind's rows in the order of histories.</summary>
static class FactQuery
{
    /// <summary>Ordinal, known_at, known until, whether it was learned late, then the kind's columns as in the catalogue without party and known_at.</summary>
    /// <param name="table">The kind.</param>
    /// <param name="rows">SQL of the rows: an ordinal of type INTEGER and the columns of the data files.</param>
    /// <param name="versions">Whether a key may have several versions among them.</param>
    /// <param name="sorted">Whether they come in order already.</param>
    /// <param name="whole">Whether the id, where the kind has one, and the source stand at the end.</param>
    public static string Text(FactTable table, string rows, bool versions, bool sorted, bool whole = false)
    {
        var columns = (whole ? Columns(table) : Content(table)).Select(name => Sql.Name(name));
        var select = $"SELECT ordinal, known_at, {(versions ? Until(table) : "NULL::TIMESTAMP")}, {Late(table)}, {string.Join(", ", columns)} FROM {rows}";
        return versions || !sorted ? $"{select} ORDER BY {table.Order}" : select;
    }

    /// <summary>Names of the columns from the fourth on, id and source at the end.</summary>
    public static IEnumerable<string> Columns(FactTable table) => [.. Content(table), .. table.Id is { } id ? [id] : Array.Empty<string>(), "source"];

    static IEnumerable<string> Content(FactTable table) => table.Content.Where(name => name != table.Id);

    static string Until(FactTable table)
    {
        var key = FactTable.Quoted(table.Kind.Key.Where(name => name != "party").Prepend("ordinal"));
        var until = $"lead(known_at) OVER (PARTITION BY {key} ORDER BY known_at)";
        return table.Id is null ? until : $"CASE WHEN {Sql.Name(table.Id)} IS NOT NULL THEN {until} END";
    }

    // What happened on a day was learned late when that day was over, a month's position when the month was.
    static string Late(FactTable table)
    {
        var time = $"{Sql.Name(table.Kind.Time)}";
        if (table.Name == "position") return "known_at >= month + INTERVAL 1 MONTH";
        return table.Kind.Columns.Single(column => column.Name == table.Kind.Time).Type == Retention.Facts.ColumnType.Day
            ? $"known_at >= {time} + INTERVAL 1 DAY"
            : $"known_at > {time}";
    }
}
