using System.Buffers.Binary;
using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Live;

/// <summary>Writes the columns of one kind from the table <c>pack_rows</c>: first how wide each must be, then its codes.</summary>
sealed class PackKindWriting : IDisposable
{
    // Divisors of moments, microseconds: a day, a minute, a second, a millisecond.
    static readonly long[] Scales = [86_400_000_000, 60_000_000, 1_000_000, 1_000];

    readonly DuckDbConnection _db;
    readonly PackFile _into;
    readonly PackHeap _heap;
    readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    readonly (int Rows, int Customers) _size;
    readonly List<(byte[] Text, ulong Place)> _ofCustomer = [];
    ulong _mostHeap;

    public PackKindWriting(DuckDbConnection db, PackFile into, (PackHeap Heap, List<string> Words) texts, (int Rows, int Customers) size)
    {
        (_db, _into, _heap, _size) = (db, into, texts.Heap, size);
        for (var i = 0; i < texts.Words.Count; i++) _words[texts.Words[i]] = i + 1;
        Starts = into.Reserve(4L * (size.Customers + 1));
    }

    /// <summary>Where the places of the customers' first rows stand.</summary>
    public long Starts { get; }

    /// <summary>Writes all columns.</summary>
    public IReadOnlyList<PackedColumn> Write(IReadOnlyList<(string Name, PackedForm Form)> columns, CancellationToken cancel)
    {
        _mostHeap = (ulong)(_heap.Length + 1 + columns.Where(column => column.Form == PackedForm.Text)
            .Sum(column => _db.Whole($"SELECT CAST(sum(strlen({Sql.Name(column.Name)}) + 4) AS BIGINT) FROM pack_rows") ?? 0));
        var packed = columns.Select(column => Shape(column.Name, column.Form)).ToList();
        var writers = packed.Select(column => new CodeWriter(_into, column)).ToList();
        var starts = new CodeWriter(_into, new PackedColumn("", PackedForm.Whole, Starts, 4, 0, 0, 0));
        var (customer, place) = (-1, 0);
        using (var rows = _db.Query("SELECT * FROM pack_rows", cancel))
        {
            while (rows.Next())
            {
                var customers = rows[0].Values<int>();
                for (var row = 0; row < rows.RowCount; row++, place++)
                {
                    if (customers[row] != customer) _ofCustomer.Clear();
                    for (; customer < customers[row]; customer++) starts.Add((ulong)place);
                    for (var i = 0; i < packed.Count; i++) writers[i].Add(CodeOf(packed[i], rows, i + 1, row));
                }
            }
        }

        for (; customer < _size.Customers; customer++) starts.Add((ulong)place);
        foreach (var writer in writers.Append(starts)) writer.Flush();
        return packed;
    }

    /// <inheritdoc/>
    public void Dispose() => _ofCustomer.Clear();

    PackedColumn Shape(string name, PackedForm form)
    {
        var quoted = Sql.Name(name);
        switch (form)
        {
            case PackedForm.Number:
                return Column(name, form, ulong.MaxValue, 0, 1);
            case PackedForm.Word:
                return Column(name, form, (ulong)_words.Count, 0, 1);
            case PackedForm.Text:
                return Column(name, form, _db.Whole($"SELECT 1 FROM pack_rows WHERE {quoted} IS NOT NULL LIMIT 1") is null ? 0 : _mostHeap, 0, 1);
            default:
                return Numeric(name, form, form == PackedForm.Late ? $"epoch_us({quoted}) - epoch_us(\"at\")" : Number(name, quoted));
        }
    }

    PackedColumn Numeric(string name, PackedForm form, string value)
    {
        if (_db.Whole($"SELECT CAST(min({value}) AS BIGINT) FROM pack_rows") is not { } least) return Column(name, form, 0, 0, 1);
        var most = _db.Whole($"SELECT CAST(max({value}) AS BIGINT) FROM pack_rows")!.Value;
        var scale = Scales.FirstOrDefault(one => _db.Whole(string.Create(CultureInfo.InvariantCulture, $"SELECT 1 FROM pack_rows WHERE ({value} - {least}) % {one} <> 0 LIMIT 1")) is null, 1);
        return Column(name, form, unchecked((ulong)(most - least)) / (ulong)scale + 1, least, scale);
    }

    // Moments as microseconds, days as days, flags as 0 and 1.
    string Number(string name, string quoted) => Type(name) switch
    {
        "TIMESTAMP" => $"epoch_us({quoted})",
        "DATE" => $"({quoted} - DATE '1970-01-01')",
        _ => $"CAST({quoted} AS BIGINT)",
    };

    string Type(string name) => _db.Texts($"SELECT data_type FROM information_schema.columns WHERE table_name = 'pack_rows' AND column_name = {Sql.Literal(name)}")[0]!;

    PackedColumn Column(string name, PackedForm form, ulong most, long least, long scale)
    {
        // A column in which every row says the same, or nothing, takes no room; one value with gaps takes a byte.
        var same = most == 0 ? 0 : most == 1 && (form is PackedForm.Whole or PackedForm.Late) && AllGiven(name) ? 1 : -1;
        var width = same >= 0 ? 0 : most <= byte.MaxValue ? 1 : most <= ushort.MaxValue ? 2 : most <= uint.MaxValue ? 4 : 8;
        return new PackedColumn(name, form, _into.Reserve((long)width * _size.Rows), width, least, scale, Math.Max(same, 0));
    }

    bool AllGiven(string name) => _db.Whole($"SELECT 1 FROM pack_rows WHERE {Sql.Name(name)} IS NULL LIMIT 1") is null;

    ulong CodeOf(PackedColumn packed, DuckDbResult rows, int column, int row)
    {
        var cells = rows[column];
        if (packed.Form == PackedForm.Number) return BitConverter.DoubleToUInt64Bits(cells.IsValid(row) ? cells.Values<double>()[row] : double.NaN);
        if (packed.Width == 0 || !cells.IsValid(row)) return 0;
        return packed.Form switch
        {
            PackedForm.Word => cells.Utf8(row).Length == 0 ? 0 : (ulong)Word(cells.Utf8(row)),
            PackedForm.Text => Text(cells.Utf8(row)),
            PackedForm.Late => Scaled(packed, cells.Whole(row) - rows[4].Whole(row)),
            _ => Scaled(packed, cells.Whole(row)),
        };
    }

    static ulong Scaled(PackedColumn packed, long value) => unchecked((ulong)(value - packed.Base)) / (ulong)packed.Scale + 1;

    int Word(ReadOnlySpan<byte> utf8)
    {
        Span<char> word = stackalloc char[256];
        if (utf8.Length > word.Length) return _words[System.Text.Encoding.UTF8.GetString(utf8)];
        var length = System.Text.Encoding.UTF8.GetChars(utf8, word);
        return _words.GetAlternateLookup<ReadOnlySpan<char>>()[word[..length]];
    }

    // Agreements are named again and again by their customer's rows: each is kept once.
    ulong Text(ReadOnlySpan<byte> utf8)
    {
        foreach (var (text, place) in _ofCustomer)
        {
            if (utf8.SequenceEqual(text)) return place;
        }

        var added = _heap.Add(utf8);
        if (_ofCustomer.Count < 16) _ofCustomer.Add((utf8.ToArray(), added));
        return added;
    }

    /// <summary>Writes codes of one width through a buffer.</summary>
    sealed class CodeWriter(PackFile into, PackedColumn column)
    {
        readonly byte[] _buffer = new byte[1 << 16];
        int _filled;
        long _at = column.Offset;

        public void Add(ulong code)
        {
            if (column.Width == 0) return;
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, code);
            if (_filled + column.Width > _buffer.Length) Flush();
            bytes[..column.Width].CopyTo(_buffer.AsSpan(_filled));
            _filled += column.Width;
        }

        public void Flush()
        {
            into.Write(_buffer.AsSpan(0, _filled), _at);
            _at += _filled;
            _filled = 0;
        }
    }
}
