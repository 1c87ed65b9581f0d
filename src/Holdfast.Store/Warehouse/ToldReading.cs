using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>Reads one customer's facts as they were told.</summary>
static class ToldReading
{
    // Times that have a place of their own in a fact, and the source.
    static readonly string[] Apart = ["at", "known_at", "source"];

    /// <summary>The facts told under some ids, in order of time, then of kind.</summary>
    public static IReadOnlyList<ToldFact> Read(DuckDbConnection db, ToldRows told, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var facts = new List<ToldFact>();
        foreach (var table in FactTable.All.Where(table => table.Kind.OfParty))
        {
            if (told.Of(table, ids) is { } rows) Read(db, table, rows, facts, cancel);
        }

        return [.. facts.OrderBy(fact => fact.At.Micros)];
    }

    static void Read(DuckDbConnection db, FactTable table, string rows, List<ToldFact> facts, CancellationToken cancel)
    {
        var columns = table.Columns.Where(name => !Apart.Contains(name)).ToList();
        var texts = string.Join(", ", columns.Select(name => $"CAST({Sql.Name(name)} AS VARCHAR)").Prepend("coalesce(source, '')").Prepend("told_as"));
        using var result = db.Query($"""
            SELECT epoch_us(CAST(coalesce({Sql.Name(table.Kind.Time)}, DATE '0001-01-01') AS TIMESTAMP)), epoch_us(known_at), epoch_us(known_until), {texts}
            FROM ({rows}) ORDER BY {ToldRows.Order(table)}
            """, cancel);
        while (result.Next())
        {
            for (var row = 0; row < result.RowCount; row++)
            {
                var values = new Dictionary<string, string>(StringComparer.Ordinal);
                for (var i = 0; i < columns.Count; i++)
                {
                    if (result[i + 5].Text(row) is { } text) values[columns[i]] = text;
                }

                Instant? until = result[2].IsValid(row) ? new Instant(result[2].Whole(row)) : null;
                facts.Add(new ToldFact(table.Name, new Instant(result[0].Whole(row)), new Instant(result[1].Whole(row)), until, result[3].Text(row)!, result[4].Text(row)!, values));
            }
        }
    }
}
