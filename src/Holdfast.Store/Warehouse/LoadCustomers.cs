using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// Whose the staged facts are: rows without party take that of their agreement (views <c>told_&lt;kind&gt;</c>), and every customer
/// gets an ordinal within a shard (table <c>load_customer</c>). Ordinals are handed out in the order of ids and never used again.
/// </summary>
static class LoadCustomers
{
    /// <summary>Finds the customers of the staged facts and numbers the new ones.</summary>
    public static void Number(DuckDbConnection db, int shards, IReadOnlyList<FactTable> kinds, CancellationToken cancel)
    {
        var agreements = kinds.Any(table => table.HasAgreement && db.Whole($"SELECT 1 FROM {table.Staged} WHERE party IS NULL LIMIT 1") is not null);
        if (agreements) db.Execute(PartiesOfAgreements, cancel);
        foreach (var table in kinds) db.Execute(Told(table, agreements), cancel);
        foreach (var table in kinds.Where(table => table.Kind.OfParty)) db.Execute(Refuse(table), cancel);
        var parties = string.Join(" UNION ALL ", kinds.Where(table => table.Kind.OfParty).Select(table => $"SELECT party FROM told_{table.Name} WHERE party IS NOT NULL")
            .DefaultIfEmpty("SELECT '' AS party LIMIT 0"));
        db.Execute("CREATE OR REPLACE TABLE load_customer AS SELECT party, shard, ordinal, false AS fresh FROM stored_customer", cancel);
        var next = new int[shards];
        for (var shard = 0; shard < shards; shard++) next[shard] = (int)db.Whole($"SELECT count(*) FROM stored_customer WHERE shard = {Text(shard)}")!;
        using var beside = db.Beside();
        using var rows = db.Query($"SELECT DISTINCT party FROM ({parties}) ANTI JOIN stored_customer USING (party) ORDER BY party", cancel);
        using var added = new DuckDbAppender(beside, "load_customer");
        while (rows.Next())
        {
            for (var row = 0; row < rows.RowCount; row++) Append(added, rows[0].Text(row)!, next);
        }

        added.Finish();
    }

    /// <summary>Numbers every customer afresh for another number of shards: table <c>renumbered</c> from the old shard and ordinal to the new ones.</summary>
    public static void Renumber(DuckDbConnection db, int shards)
    {
        db.Execute("CREATE OR REPLACE TABLE renumbered_customer(party VARCHAR, shard INTEGER, ordinal INTEGER, fresh BOOLEAN)");
        using (var beside = db.Beside())
        using (var rows = db.Query("SELECT party FROM load_customer ORDER BY party"))
        using (var added = new DuckDbAppender(beside, "renumbered_customer"))
        {
            var next = new int[shards];
            while (rows.Next())
            {
                for (var row = 0; row < rows.RowCount; row++) Append(added, rows[0].Text(row)!, next);
            }

            added.Finish();
        }

        db.Execute("""
            CREATE OR REPLACE TABLE renumbered AS
            SELECT o.shard AS old_shard, o.ordinal AS old_ordinal, n.shard, n.ordinal FROM load_customer o JOIN renumbered_customer n USING (party)
            """);
    }

    static void Append(DuckDbAppender customers, string party, int[] next)
    {
        var shard = CustomerShard.Of(party, next.Length);
        customers.Add(party);
        customers.Add(shard);
        customers.Add(next[shard]++);
        customers.Add(true);
        customers.EndRow();
    }

    static string Told(FactTable table, bool agreements)
    {
        var plain = $"CREATE OR REPLACE VIEW told_{table.Name} AS SELECT s.rowid AS place, s.*";
        return agreements && table.HasAgreement
            ? $"{plain} REPLACE (coalesce(s.party, a.party) AS party) FROM {table.Staged} s LEFT JOIN party_of_agreement a ON s.party IS NULL AND s.agreement = a.agreement"
            : $"{plain} FROM {table.Staged} s";
    }

    const string PartiesOfAgreements = """
        CREATE OR REPLACE TABLE party_of_agreement AS SELECT agreement, min(party) AS party FROM (
          SELECT agreement, party FROM staged_agreement WHERE party IS NOT NULL
          UNION ALL SELECT a.agreement, c.party FROM stored_agreement a JOIN stored_customer c USING (shard, ordinal))
        GROUP BY agreement
        """;

    static string Refuse(FactTable table) => $"""
        INSERT INTO load_facts SELECT source, "row", '{table.Name}', 'rejected',
          {(table.HasAgreement ? "CASE WHEN agreement IS NULL THEN 'no party is given' ELSE concat('no party is given, and agreement ''', agreement, ''' is not known') END" : "'no party is given'")}
        FROM told_{table.Name} WHERE party IS NULL
        """;

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
