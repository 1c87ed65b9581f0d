using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.Native.DuckDb;
using Holdfast.Native.Posix;
using Holdfast.Store.Warehouse;

namespace Holdfast.Store.Live;

/// <summary>Writes a pack of a version of the facts: the bytes depend on nothing but the facts.</summary>
/// <param name="db">A database with the table <c>told_as</c> of the identities.</param>
/// <param name="manifest">The version.</param>
/// <param name="files">SQL of the checked files of a kind and shard; null where there are none.</param>
sealed class PackWriting(DuckDbConnection db, Manifest manifest, Func<string, int, string?> files)
{
    static readonly IReadOnlyList<FactTable> Tables = [.. FactTable.All.Where(table => table.Kind.OfParty)];

    readonly Dictionary<string, long> _sections = new(StringComparer.Ordinal);
    readonly List<PackedKind> _kinds = [];

    /// <summary>Writes the file, whole and forced to the disk, but under a name of its own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Stops it.</param>
    public void Write(string path, CancellationToken cancel)
    {
        Place(cancel);
        using (var into = new PackFile(path))
        {
            var words = Words(cancel);
            WriteWords(into, words);
            var heap = new PackHeap(path + ".heap");
            using (heap)
            {
                WriteCustomers(into, heap, cancel);
                foreach (var table in Tables) WriteKind(into, (heap, words), table, cancel);
                _sections["heap"] = into.Append(heap);
            }

            into.Finish((end, checksum) => JsonSerializer.SerializeToUtf8Bytes(Directory(checksum), PackJson.Default.PackDirectory));
        }

        DurableFiles.FlushFile(path);
    }

    PackDirectory Directory(uint checksum) => new(
        PackDirectory.Layout, manifest.Fingerprint, manifest.JournalSegment, manifest.LastFactDay, Count("SELECT count(DISTINCT place) FROM member"),
        Count("SELECT count(*) FROM id"), checksum, _sections, _kinds);

    int Count(string sql) => (int)(db.Whole(sql) ?? 0);

    // Table member: from the shard and ordinal of an id to the place of its customer. Table id: every id a customer is known under.
    void Place(CancellationToken cancel)
    {
        var ids = Union(FactTable.Customers, (rows, shard) => $"SELECT {shard} AS shard, ordinal, customer AS told FROM {rows}") ?? "SELECT 0 AS shard, 0 AS ordinal, '' AS told LIMIT 0";
        db.Execute($"""
            CREATE OR REPLACE TABLE member AS
            SELECT shard, ordinal, told, coalesce(t.customer, told) AS customer,
              CAST(dense_rank() OVER (ORDER BY {CustomerShard.Hash("coalesce(t.customer, told)")}) - 1 AS INTEGER) AS place
            FROM ({ids}) LEFT JOIN told_as t USING (told)
            """, cancel);
        db.Execute($"""
            CREATE OR REPLACE TABLE id AS SELECT told, place, {CustomerShard.Hash("told")} AS hash FROM (
              SELECT told, place FROM member
              UNION SELECT t.told, m.place FROM told_as t JOIN (SELECT DISTINCT customer, place FROM member) m USING (customer))
            """, cancel);
    }

    List<string> Words(CancellationToken cancel)
    {
        var parts = Tables.SelectMany(table => Columns(table).Where(column => column.Form == PackedForm.Word)
            .Select(column => Union(table.Name, (rows, _) => $"SELECT {Sql.Name(column.Name)} AS word FROM {rows}"))).OfType<string>().ToList();
        if (parts.Count == 0) return [];
        var words = new List<string>();
        using var read = db.Query($"SELECT DISTINCT word FROM ({string.Join(" UNION ALL ", parts)}) WHERE word <> '' ORDER BY word", cancel);
        while (read.Next())
        {
            for (var row = 0; row < read.RowCount; row++) words.Add(read[0].Text(row)!);
        }

        return words;
    }

    void WriteWords(PackFile into, List<string> words)
    {
        using var bytes = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, words.Count);
        bytes.Write(length);
        foreach (var word in words.Select(Encoding.UTF8.GetBytes))
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, word.Length);
            bytes.Write(length);
            bytes.Write(word);
        }

        _sections["words"] = into.Append(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    void WriteCustomers(PackFile into, PackHeap heap, CancellationToken cancel)
    {
        var (customers, told) = (new List<ulong>(), new List<ulong>());
        using (var rows = db.Query("SELECT any_value(customer), CASE WHEN count(*) > 1 OR any_value(customer <> told) THEN string_agg(told, chr(10) ORDER BY told) END FROM member GROUP BY place ORDER BY place", cancel))
        {
            while (rows.Next())
            {
                for (var row = 0; row < rows.RowCount; row++)
                {
                    customers.Add(heap.Add(rows[0].Utf8(row)));
                    told.Add(rows[1].IsValid(row) ? heap.Add(rows[1].Utf8(row)) : 0);
                }
            }
        }

        (_sections["customers"], _sections["told_as"]) = (into.Append(Bytes(customers)), into.Append(Bytes(told)));
        WriteIds(into, heap, cancel);
    }

    void WriteIds(PackFile into, PackHeap heap, CancellationToken cancel)
    {
        var (hashes, texts, places) = (new List<ulong>(), new List<ulong>(), new MemoryStream());
        Span<byte> place = stackalloc byte[4];
        using (var rows = db.Query("SELECT hash, told, place FROM id ORDER BY hash", cancel))
        {
            while (rows.Next())
            {
                for (var row = 0; row < rows.RowCount; row++)
                {
                    hashes.Add(ulong.Parse(Encoding.ASCII.GetString(rows[0].Utf8(row)[..16]), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    texts.Add(heap.Add(rows[1].Utf8(row)));
                    BinaryPrimitives.WriteInt32LittleEndian(place, (int)rows[2].Whole(row));
                    places.Write(place);
                }
            }
        }

        (_sections["id_hashes"], _sections["id_texts"]) = (into.Append(Bytes(hashes)), into.Append(Bytes(texts)));
        _sections["id_customers"] = into.Append(places.GetBuffer().AsSpan(0, (int)places.Length));
    }

    void WriteKind(PackFile into, (PackHeap Heap, List<string> Words) texts, FactTable table, CancellationToken cancel)
    {
        if (Union(table.Name, (rows, shard) => $"SELECT m.place AS ordinal, f.* EXCLUDE (ordinal) FROM {rows} f JOIN member m ON m.shard = {shard} AND f.ordinal = m.ordinal") is not { } stored) return;
        var columns = Columns(table);
        var names = FactTable.Quoted(columns.Select(column => column.Name).Prepend("ordinal"));
        db.Execute($"CREATE OR REPLACE TABLE pack_rows AS SELECT * FROM ({FactQuery.Text(table, $"({stored})", versions: true, sorted: false, whole: true)}) AS t({names})", cancel);
        var rows = Count("SELECT count(*) FROM pack_rows");
        using var writing = new PackKindWriting(db, into, texts, (rows, Count("SELECT count(DISTINCT place) FROM member")));
        _kinds.Add(new PackedKind(table.Name, rows, writing.Starts, writing.Write(columns, cancel)));
        db.Execute("DROP TABLE pack_rows", cancel);
    }

    /// <summary>Columns from <c>known_at</c> on with their forms.</summary>
    public static IReadOnlyList<(string Name, PackedForm Form)> Columns(FactTable table)
    {
        var types = table.Kind.Columns.ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        return
        [
            ("known_at", table.Kind.Time == "at" ? PackedForm.Late : PackedForm.Whole), ("known_until", PackedForm.Whole), ("late", PackedForm.Whole),
            .. FactQuery.Columns(table).Select(name => (name, Form(types.GetValueOrDefault(name, Retention.Facts.ColumnType.Code)))),
        ];
    }

    static PackedForm Form(Retention.Facts.ColumnType type) => type switch
    {
        Retention.Facts.ColumnType.Code => PackedForm.Word,
        Retention.Facts.ColumnType.Text => PackedForm.Text,
        Retention.Facts.ColumnType.Number => PackedForm.Number,
        _ => PackedForm.Whole,
    };

    string? Union(string kind, Func<string, string, string> select)
    {
        var parts = Enumerable.Range(0, manifest.Shards).Select(shard => (Shard: shard.ToString(CultureInfo.InvariantCulture), Rows: files(kind, shard)))
            .Where(of => of.Rows is not null).Select(of => select(of.Rows!, of.Shard)).ToList();
        return parts.Count == 0 ? null : string.Join(" UNION ALL ", parts);
    }

    static ReadOnlySpan<byte> Bytes(List<ulong> numbers) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(numbers));
}
