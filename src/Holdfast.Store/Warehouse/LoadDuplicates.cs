using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// Drops from <c>load_&lt;kind&gt;</c> what is stored already or contradicts. Keys and contents are compared by 64-bit hashes within one
/// customer, so two different facts are taken for one with a probability below 1e-14 for a customer with 500 facts. Only rows whose
/// key hash occurs more than once are looked at closely, and rows without id only where it is stored: most loads have none.
/// </summary>
static class LoadDuplicates
{
    /// <summary>Drops them and tells them in <c>load_facts</c>.</summary>
    /// <param name="db">The load's connection.</param>
    /// <param name="table">The kind.</param>
    /// <param name="stored">Whether the current manifest has rows of the kind.</param>
    /// <param name="cancel">Stops it.</param>
    public static (long Corrections, long Duplicates, long Conflicts) Drop(DuckDbConnection db, FactTable table, bool stored, CancellationToken cancel)
    {
        var like = stored ? $"SEMI JOIN {table.Load} USING (key_hash)" : "LIMIT 0";
        db.Execute($"""
            CREATE OR REPLACE TABLE stored_suspects AS
            SELECT * FROM (SELECT shard, ordinal, known_at, {IsKeyed(table)} AS keyed, {table.KeyHash} AS key_hash, {table.ContentHash} AS content_hash FROM {table.Stored}) {like}
            """, cancel);
        db.Execute($"""
            CREATE OR REPLACE TABLE suspects AS
            SELECT shard, ordinal, key_hash, {IsKeyed(table)} AS keyed, {table.ContentHash} AS content_hash, known_at, {table.KnownAtEnd} AS known_at_end, source, "row", place, rowid AS id
            FROM {table.Load} SEMI JOIN (
              SELECT key_hash FROM {table.Load} WHERE {IsKeyed(table)} GROUP BY key_hash HAVING count(*) > 1 UNION ALL SELECT key_hash FROM stored_suspects) USING (key_hash)
            """, cancel);
        if (db.Whole("SELECT count(*) FROM suspects") == 0) return default;
        db.Execute(SameAsStored, cancel);
        db.Execute(Judgement, cancel);
        return Apply(db, table, cancel);
    }

    static (long Corrections, long Duplicates, long Conflicts) Apply(DuckDbConnection db, FactTable table, CancellationToken cancel)
    {
        db.Execute($"""
            INSERT INTO load_facts SELECT l.source, l."row", '{table.Name}', CASE j.state WHEN 'duplicate' THEN 'duplicate' ELSE 'rejected' END,
              CASE j.state WHEN 'conflict' THEN concat('another {table.Name} with the same key ({string.Join(", ", table.Kind.Key)}) and the same known_at (', l.known_at,
                ') says something else; give known_at to tell a correction') END
            FROM judged j JOIN {table.Load} l ON l.rowid = j.id WHERE j.state IN ('duplicate', 'conflict') ORDER BY j.id
            """, cancel);
        var ends = table.KnownAtEnd;
        if (ends != "known_at") db.Execute($"UPDATE {table.Load} SET known_at = {ends} WHERE rowid IN (SELECT id FROM judged WHERE state IN ('correction', 'said again'))", cancel);
        var counts = (Of("correction"), Of("duplicate"), Of("conflict"));
        // In place: most rows stand, and copying them all would cost more than the whole search for duplicates.
        db.Execute($"UPDATE {table.Load} SET many = true WHERE rowid IN (SELECT id FROM judged WHERE many AND state NOT IN ('duplicate', 'conflict'))", cancel);
        db.Execute($"DELETE FROM {table.Load} WHERE rowid IN (SELECT id FROM judged WHERE state IN ('duplicate', 'conflict'))", cancel);
        return counts;

        long Of(string state) => db.Whole($"SELECT count(*) FROM judged WHERE state = '{state}'") ?? 0;
    }

    static string IsKeyed(FactTable table) => table.Id is null ? "true" : $"{Sql.Name(table.Id)} IS NOT NULL";

    // What is stored word for word under the same key and moment needs no closer look: all of a file that is loaded again.
    const string SameAsStored = """
        CREATE OR REPLACE TABLE judged AS SELECT id, 'duplicate' AS state, false AS many
        FROM suspects SEMI JOIN (SELECT * FROM stored_suspects WHERE keyed) USING (shard, ordinal, key_hash, known_at, content_hash)
        """;

    /// <summary>
    /// The judgement: of one key and moment the first row of the first source stands, equal ones are duplicates, others conflicts. Along the moments every row is
    /// a version: a correction, or, where it says the same as the one before, said again, for what was said between them may still be to come. Rows without id
    /// are counted: as many as are stored are duplicates.
    /// </summary>
    const string Judgement = """
        INSERT INTO judged
        WITH suspected AS (SELECT * FROM suspects ANTI JOIN judged USING (id)),
        together AS (
          SELECT shard, ordinal, key_hash, content_hash, known_at, true AS stored, NULL::VARCHAR AS source, NULL::BIGINT AS "row", NULL::BIGINT AS place, NULL::BIGINT AS id
          FROM stored_suspects SEMI JOIN suspected USING (shard, ordinal, key_hash) WHERE keyed
          UNION ALL SELECT shard, ordinal, key_hash, content_hash, known_at_end, false, source, "row", place, id FROM suspected WHERE keyed),
        told AS (
          SELECT *, first_value(content_hash) OVER moment AS first_content, row_number() OVER moment AS nth FROM together
          WINDOW moment AS (PARTITION BY shard, ordinal, key_hash, known_at ORDER BY stored DESC, source, "row", place)),
        versions AS (
          SELECT *, lag(content_hash) OVER key AS earlier, lead(content_hash) OVER key AS later, coalesce(lead(stored) OVER key, false) AS before_stored
          FROM told WHERE nth = 1 WINDOW key AS (PARTITION BY shard, ordinal, key_hash ORDER BY known_at)),
        counted AS (
          SELECT s.id, row_number() OVER (PARTITION BY s.shard, s.ordinal, s.key_hash ORDER BY s.source, s."row", s.place) <= coalesce(c.stored_rows, 0) AS there
          FROM suspected s LEFT JOIN (
            SELECT shard, ordinal, key_hash, count(*) AS stored_rows FROM stored_suspects WHERE NOT keyed GROUP BY shard, ordinal, key_hash) c USING (shard, ordinal, key_hash)
          WHERE NOT s.keyed)
        SELECT id, CASE WHEN earlier = content_hash THEN 'said again' WHEN earlier IS NULL AND NOT before_stored THEN 'new' ELSE 'correction' END AS state,
               earlier IS NOT NULL OR later IS NOT NULL AS many
        FROM versions WHERE NOT stored
        UNION ALL SELECT id, CASE WHEN first_content = content_hash THEN 'duplicate' ELSE 'conflict' END, false FROM told WHERE nth > 1 AND NOT stored
        UNION ALL SELECT id, CASE WHEN there THEN 'duplicate' ELSE 'new' END, false FROM counted
        """;
}
