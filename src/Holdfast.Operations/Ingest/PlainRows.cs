using System.Text;
using Holdfast.Native.DuckDb;
using Holdfast.Operations.Ingest.Readers;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Ingest;

/// <summary>
/// The short way from a file to facts: a row of which every cell is plainly written goes straight into the tables that publishing
/// takes facts from. Any other row, faulty or merely unusual, takes the long way through SQL, which alone says what is allowed; so does
/// every row of a source whose mapping asks for more than reading columns.
/// </summary>
/// <remarks>Most rows of most files are plain, and the short way costs a quarter of the long one (docs/performance.md).</remarks>
sealed class PlainRows : IDisposable
{
    readonly PlainFact[] _facts;
    readonly byte[] _source;

    PlainRows(PlainFact[] facts, string source) => (_facts, _source) = (facts, Encoding.UTF8.GetBytes(source));

    /// <summary>Facts told so far, by kind.</summary>
    public IReadOnlyDictionary<string, long> Facts =>
        _facts.GroupBy(fact => fact.Kind).ToDictionary(facts => facts.Key, facts => facts.Sum(fact => fact.Count), StringComparer.Ordinal);

    /// <summary>The short way of a source; null where its mapping has none.</summary>
    /// <param name="connection">Sees the tables of staged facts.</param>
    /// <param name="mapping">The mapping.</param>
    /// <param name="business">The business.</param>
    /// <param name="columns">The columns of its files.</param>
    public static PlainRows? Of(DuckDbConnection connection, SourceMapping mapping, Business business, IReadOnlyList<string> columns)
    {
        if (mapping.Attributes is not null || mapping.Lookups.Count + mapping.Derive.Count > 0 || mapping.Snapshot is not null || mapping.Facts.Count == 0) return null;
        var cells = mapping.Facts.Select(fact => CellsOf(fact, mapping, business, columns)).ToList();
        return cells.Any(of => of is null) ? null : new PlainRows([.. cells.Zip(mapping.Facts, (of, fact) => new PlainFact(connection, fact.Fact, of!))], mapping.Name);
    }

    /// <summary>Tells a row's facts; false where it is not plain, and then nothing of it is told.</summary>
    public bool TryAdd(RecordReader reader, int[] places, long row)
    {
        if (reader.Fault is not null) return false;
        foreach (var fact in _facts)
        {
            if (!fact.TryRead(reader, places)) return false;
        }

        foreach (var fact in _facts) fact.Add(reader, places, _source, row);
        return true;
    }

    /// <summary>Puts the last rows into the tables.</summary>
    public void Finish()
    {
        foreach (var fact in _facts) fact.Finish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var fact in _facts) fact.Dispose();
    }

    static PlainCell[]? CellsOf(FactMapping fact, SourceMapping mapping, Business business, IReadOnlyList<string> columns)
    {
        if (fact.When is not null || FactCatalog.Find(fact.Fact) is not { } kind || FactTyping.Orders.Any(order => fact.Columns.ContainsKey(order.From) && fact.Columns.ContainsKey(order.To))) return null;
        var all = kind.Columns.Select(column => (column with { Required = FactTyping.IsRequired(kind, column, fact) }, Map: fact.Columns.GetValueOrDefault(column.Name))).ToList();
        if (all.Any(of => of.Map is null && of.Item1.Required) || fact.Columns.Keys.Any(name => kind.Columns.All(column => column.Name != name))) return null;
        var cells = all.Where(of => of.Map is not null).Select(of => PlainCell.Of(of.Item1, of.Map!, mapping, business, columns)).ToArray();
        return cells.Contains(null) ? null : [.. cells.OfType<PlainCell>()];
    }

    /// <summary>One kind of fact that each row tells.</summary>
    sealed class PlainFact(DuckDbConnection connection, string kind, PlainCell[] cells) : IDisposable
    {
        readonly DuckDbAppender _rows = new(connection, $"staged_{kind}", [.. cells.Select(cell => cell.Fact.Name), "source", "row"]);
        readonly long[] _values = new long[cells.Length];

        public string Kind => kind;

        public long Count { get; private set; }

        public bool TryRead(RecordReader reader, int[] places)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                if (cells[i].Column < 0) continue;
                var text = reader.Field(places[cells[i].Column]);
                if (text.IsEmpty ? cells[i].Fact.Required : cells[i].Read is { } read && !read(text, out _values[i])) return false;
            }

            return true;
        }

        public void Add(RecordReader reader, int[] places, byte[] source, long row)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                var text = cells[i].Column < 0 ? cells[i].Constant : reader.Field(places[cells[i].Column]);
                if (text.IsEmpty) _rows.AddNull();
                else Add(cells[i].Fact.Type, text, _values[i]);
            }

            _rows.Add(source);
            _rows.Add(row);
            _rows.EndRow();
            Count++;
        }

        public void Finish() => _rows.Finish();

        public void Dispose() => _rows.Dispose();

        void Add(ColumnType type, ReadOnlySpan<byte> text, long value)
        {
            if (type is ColumnType.Text or ColumnType.Code) _rows.Add(text);
            else if (type == ColumnType.Day) _rows.Add((int)value);
            else if (type == ColumnType.Number) _rows.Add(BitConverter.Int64BitsToDouble(value));
            else if (type == ColumnType.Flag) _rows.Add(value != 0);
            else _rows.Add(value);
        }
    }
}
