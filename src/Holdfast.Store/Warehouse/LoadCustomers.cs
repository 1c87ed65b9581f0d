using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// Whose the staged facts are: rows without party take that of their agreement (views <c>told_&lt;kind&gt;</c>), and every customer
/// gets an ordinal within a shard (table <c>load_customer</c>). Ordinals are handed out in the order of customers and are not used again
/// before the shard is written anew.
/// </summary>
static class LoadCustomers
{
    /// <summary>Finds the customers of the staged facts and numbers the new ones.</summary>
    public static void Number(DuckDbConnection db, int shards, IReadOnlyList<FactTable> kinds, CancellationToken cancel)
    {
        var agreements = kinds.Any(table => table.HasAgreement && db.Whole($"SELECT 1 FROM {table.Staged} WHERE party IS NULL LIMIT 1") is not null);
        if (agreements) db.Execute(PartiesOfAgreements, cancel);
        var erased = db.Whole("SELECT 1 FROM stored_erased LIMIT 1") is not null;
        foreach (var table in kinds) db.Execute(Told(table, agreements), cancel);
        foreach (var table in kinds.Where(_ => erased)) RefuseErased(db, table, cancel);
        foreach (var table in kinds.Where(table => table.Kind.OfParty)) db.Execute(Refuse(table), cancel);
        var parties = string.Join(" UNION ALL ", kinds.Where(table => table.Kind.OfParty).Select(table => $"SELECT party FROM told_{table.Name} WHERE party IS NOT NULL")
            .DefaultIfEmpty("SELECT '' AS party LIMIT 0"));
        var fresh = $"SELECT party, {CustomerShard.Hash("party")} AS hash FROM (SELECT DISTINCT party FROM ({parties}) ANTI JOIN stored_customer USING (party))";
        if (erased) fresh = $"SELECT * FROM ({fresh}) WHERE hash NOT IN (FROM stored_erased)";
        db.Execute($"""
            CREATE OR REPLACE TABLE load_customer AS SELECT party, shard::INTEGER AS shard, ordinal, false AS fresh FROM stored_customer
            UNION ALL
            SELECT party, shard, CAST(coalesce(last, -1) + row_number() OVER (PARTITION BY shard ORDER BY hash) AS INTEGER), true
            FROM (SELECT *, {CustomerShard.OfHash("hash", shards)} AS shard FROM ({fresh}))
            LEFT JOIN (SELECT shard, max(ordinal) AS last FROM stored_customer GROUP BY shard) USING (shard)
            """, cancel);
    }

    /// <summary>Makes <c>load_customer</c> of the stored customers alone.</summary>
    public static void Stored(DuckDbConnection db, CancellationToken cancel) =>
        db.Execute("CREATE OR REPLACE TABLE load_customer AS SELECT party, shard::INTEGER AS shard, ordinal, false AS fresh FROM stored_customer", cancel);

    /// <summary>
    /// Numbers the customers of a shard afresh in their order, and splits them where there shall be more shards: table
    /// <c>renumbered</c> from the old ordinal to party, new shard and new ordinal.
    /// </summary>
    public static void Renumber(DuckDbConnection db, int shard, int shards, CancellationToken cancel) =>
        db.Execute($"""
            CREATE OR REPLACE TABLE renumbered AS
            SELECT old_ordinal, party, shard, CAST(row_number() OVER (PARTITION BY shard ORDER BY hash) - 1 AS INTEGER) AS ordinal
            FROM (SELECT *, {CustomerShard.OfHash("hash", shards)} AS shard
              FROM (SELECT ordinal AS old_ordinal, party, {CustomerShard.Hash("party")} AS hash FROM load_customer WHERE shard = {shard.ToString(CultureInfo.InvariantCulture)}))
            """, cancel);

    // Who was erased never comes back: not as a customer, who gets no ordinal, nor in an alias.
    static void RefuseErased(DuckDbConnection db, FactTable table, CancellationToken cancel)
    {
        string[] ids = table.Kind.OfParty ? ["party"] : table.Name == "alias" ? ["from", "to"] : [];
        if (ids.Length == 0) return;
        var theirs = string.Join(" OR ", ids.Select(id => $"{CustomerShard.Hash(Sql.Name(id))} IN (FROM stored_erased)"));
        db.Execute($"INSERT INTO load_facts SELECT source, \"row\", '{table.Name}', 'rejected', 'the customer was erased; take the row out of the source' FROM told_{table.Name} WHERE {theirs}", cancel);
        if (!table.Kind.OfParty) db.Execute($"CREATE OR REPLACE VIEW told_{table.Name} AS SELECT s.rowid AS place, s.* FROM {table.Staged} s WHERE NOT ({theirs})", cancel);
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
}
