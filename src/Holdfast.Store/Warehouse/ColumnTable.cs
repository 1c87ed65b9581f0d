using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// A derived table of a run: named columns of one length, kept in a Parquet file. The same columns in the same order give the
/// same bytes on every machine with the same version of DuckDB.
/// </summary>
public sealed class ColumnTable
{
    readonly List<string> _names = [];
    readonly Dictionary<string, Array> _columns = new(StringComparer.Ordinal);

    /// <summary>Makes a table without columns.</summary>
    /// <param name="rowCount">Rows of every column, 0 or more.</param>
    public ColumnTable(int rowCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        RowCount = rowCount;
    }

    /// <summary>Rows of every column.</summary>
    public int RowCount { get; }

    /// <summary>Names of the columns in the order in which they were added.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Adds a column of 64-bit whole numbers.</summary>
    /// <returns>This table.</returns>
    /// <exception cref="ArgumentException">The name is taken, or the length is not <see cref="RowCount"/>.</exception>
    public ColumnTable Add(string name, long[] values) => AddColumn(name, values);

    /// <summary>Adds a column of 32-bit whole numbers.</summary>
    /// <inheritdoc cref="Add(string, long[])"/>
    public ColumnTable Add(string name, int[] values) => AddColumn(name, values);

    /// <summary>Adds a column of doubles; NaN stays NaN.</summary>
    /// <inheritdoc cref="Add(string, long[])"/>
    public ColumnTable Add(string name, double[] values) => AddColumn(name, values);

    /// <summary>Adds a column of flags.</summary>
    /// <inheritdoc cref="Add(string, long[])"/>
    public ColumnTable Add(string name, bool[] values) => AddColumn(name, values);

    /// <summary>Adds a column of texts; null is no value.</summary>
    /// <inheritdoc cref="Add(string, long[])"/>
    public ColumnTable Add(string name, string?[] values) => AddColumn(name, values);

    /// <summary>Whether there is such a column.</summary>
    public bool Has(string name) => _columns.ContainsKey(name);

    /// <summary>A column of whole numbers, widened where it holds 32 bits.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public long[] Longs(string name) => Column(name) is int[] ints ? Array.ConvertAll(ints, i => (long)i) : Typed<long>(name);

    /// <summary>A column of 32-bit whole numbers.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public int[] Ints(string name) => Typed<int>(name);

    /// <summary>A column of doubles.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public double[] Doubles(string name) => Typed<double>(name);

    /// <summary>A column of flags.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public bool[] Flags(string name) => Typed<bool>(name);

    /// <summary>A column of texts.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public string?[] Texts(string name) => Typed<string?>(name);

    /// <summary>Writes the table as a Parquet file, replacing one that is there.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="InvalidOperationException">The table has no columns.</exception>
    /// <exception cref="DuckDbException">The file cannot be written.</exception>
    public void Write(string path)
    {
        if (_names.Count == 0) throw new InvalidOperationException($"A table without columns cannot be written to {path}.");
        using var db = DuckDbConnection.Open(new DuckDbSettings { Threads = 1 });
        db.Execute($"CREATE TABLE columns({string.Join(", ", _names.Select(name => $"{Sql.Name(name)} {SqlType(_columns[name])}"))})");
        using (var rows = new DuckDbAppender(db, "columns"))
        {
            var cells = _names.Select(name => Cells(_columns[name])).ToArray();
            for (var row = 0; row < RowCount; row++)
            {
                foreach (var append in cells) append(rows, row);
                rows.EndRow();
            }

            rows.Finish();
        }

        db.Execute($"COPY columns TO {Sql.Literal(path)} (FORMAT parquet, COMPRESSION zstd)");
    }

    /// <summary>Reads a Parquet file whose columns are BIGINT, INTEGER, DOUBLE, BOOLEAN or VARCHAR.</summary>
    /// <exception cref="DuckDbException">The file is not there or not Parquet.</exception>
    /// <exception cref="InvalidDataException">A column is of another type.</exception>
    public static ColumnTable Read(string path) => Read(path, "*");

    /// <summary>Reads any Parquet file with every column as text: numbers in the shortest form that reads back equal, dates as yyyy-MM-dd.</summary>
    /// <exception cref="DuckDbException">The file is not there or not Parquet.</exception>
    public static ColumnTable ReadAsText(string path) => Read(path, AsText);

    /// <summary>The rows of any Parquet file that hold one of some values in a column of texts, with every column as text; no rows where there is no such column.</summary>
    /// <param name="path">The file.</param>
    /// <param name="column">The column.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="DuckDbException">The file is not there or not Parquet.</exception>
    public static ColumnTable ReadAsText(string path, string column, IReadOnlyCollection<string> values) =>
        NamesOf(path).Contains(column, StringComparer.Ordinal) ? Read(path, AsText, Where(column, values)) : new ColumnTable(0);

    /// <summary>Takes the rows that hold one of some values in a column of texts out of any Parquet file; the file is replaced as a whole, or left where it has none.</summary>
    /// <returns>How many rows went.</returns>
    /// <param name="path">The file.</param>
    /// <param name="column">The column; a file without it is left.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="DuckDbException">The file is not there or not Parquet.</exception>
    public static long Remove(string path, string column, IReadOnlyCollection<string> values)
    {
        if (!NamesOf(path).Contains(column, StringComparer.Ordinal)) return 0;
        using var db = DuckDbConnection.Open(new DuckDbSettings { Threads = 1 });
        var file = $"read_parquet({Sql.Literal(path)})";
        var gone = db.Whole($"SELECT count(*) FROM {file}{Where(column, values)}") ?? 0;
        if (gone == 0) return 0;
        var beside = path + ".without";
        db.Execute($"COPY (SELECT * FROM {file} WHERE ({Sql.Name(column)} IN ({Literals(values)})) IS NOT TRUE) TO {Sql.Literal(beside)} (FORMAT parquet, COMPRESSION zstd)");
        File.Move(beside, path, overwrite: true);
        return gone;
    }

    const string AsText = "CAST(COLUMNS(*) AS VARCHAR)";

    static IReadOnlyList<string> NamesOf(string path)
    {
        using var db = DuckDbConnection.Open(new DuckDbSettings { Threads = 1 });
        using var rows = db.Query($"SELECT * FROM read_parquet({Sql.Literal(path)}) LIMIT 0");
        return [.. Enumerable.Range(0, rows.ColumnCount).Select(rows.Name)];
    }

    static string Where(string column, IEnumerable<string> values) => $" WHERE {Sql.Name(column)} IN ({Literals(values)})";

    static string Literals(IEnumerable<string> values) => string.Join(", ", values.Select(Sql.Literal));

    static ColumnTable Read(string path, string columns, string where = "")
    {
        using var db = DuckDbConnection.Open(new DuckDbSettings { Threads = 1 });
        var file = $"read_parquet({Sql.Literal(path)}){where}";
        var count = (int)db.Whole($"SELECT count(*) FROM {file}")!;
        using var rows = db.Query($"SELECT {columns} FROM {file}");
        var table = new ColumnTable(count);
        for (var i = 0; i < rows.ColumnCount; i++) table.AddColumn(rows.Name(i), NewColumn(rows, i, count, path));
        for (var start = 0; rows.Next(); start += rows.RowCount)
        {
            for (var i = 0; i < rows.ColumnCount; i++) Fill(table._columns[table._names[i]], rows[i], start, rows.RowCount);
        }

        return table;
    }

    ColumnTable AddColumn(string name, Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != RowCount) throw new ArgumentException($"Column '{name}' has {values.Length} rows, the table {RowCount}.", nameof(values));
        if (!_columns.TryAdd(name, values)) throw new ArgumentException($"There is a column '{name}' already.", nameof(name));
        _names.Add(name);
        return this;
    }

    Array Column(string name) => _columns.TryGetValue(name, out var values) ? values
        : throw new ArgumentException($"There is no column '{name}'; there are {string.Join(", ", _names)}.", nameof(name));

    T[] Typed<T>(string name) => Column(name) as T[]
        ?? throw new ArgumentException($"Column '{name}' holds {SqlType(Column(name))}, not {typeof(T).Name}.", nameof(name));

    static string SqlType(Array values) => values switch
    {
        long[] => "BIGINT",
        int[] => "INTEGER",
        double[] => "DOUBLE",
        bool[] => "BOOLEAN",
        _ => "VARCHAR",
    };

    static Action<DuckDbAppender, int> Cells(Array values) => values switch
    {
        long[] longs => (rows, row) => rows.Add(longs[row]),
        int[] ints => (rows, row) => rows.Add(ints[row]),
        double[] doubles => (rows, row) => rows.Add(doubles[row]),
        bool[] flags => (rows, row) => rows.Add(flags[row]),
        _ => (rows, row) => rows.Add(((string?[])values)[row]),
    };

    static Array NewColumn(DuckDbResult rows, int column, int count, string path) => rows.Type(column) switch
    {
        DuckDbType.Whole64 => new long[count],
        DuckDbType.Whole32 => new int[count],
        DuckDbType.Number64 => new double[count],
        DuckDbType.Boolean => new bool[count],
        DuckDbType.Varchar => new string?[count],
        var other => throw new InvalidDataException($"Column '{rows.Name(column)}' of {path} is of type {other}; a derived table has none such."),
    };

    static void Fill(Array values, DuckDbColumn column, int start, int count)
    {
        if (values is string?[] texts)
        {
            for (var row = 0; row < count; row++) texts[start + row] = column.Text(row);
            return;
        }

        for (var row = 0; row < count; row++)
        {
            if (!column.IsValid(row)) throw new InvalidDataException($"Row {start + row} of a column of numbers has no value.");
        }

        if (values is long[] longs) column.Values<long>().CopyTo(longs.AsSpan(start));
        else if (values is int[] ints) column.Values<int>().CopyTo(ints.AsSpan(start));
        else if (values is double[] doubles) column.Values<double>().CopyTo(doubles.AsSpan(start));
        else column.Values<bool>().CopyTo(((bool[])values).AsSpan(start));
    }
}
