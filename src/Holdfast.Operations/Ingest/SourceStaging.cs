using System.Globalization;
using Holdfast.Native.DuckDb;
using Holdfast.Operations.Ingest.Readers;

namespace Holdfast.Operations.Ingest;

/// <summary>Puts the rows of a source's files into a table, as text, but for those that take the short way.</summary>
/// <param name="connection">Where the table is made.</param>
/// <param name="plain">The short way of a mapping with these columns; null where there is none.</param>
/// <param name="progress">Told what is being read.</param>
/// <param name="cancel">Stops it.</param>
sealed class SourceStaging(
    DuckDbConnection connection, Func<IReadOnlyList<string>, PlainRows?> plain, IProgress<StageProgress> progress, CancellationToken cancel)
{
    /// <summary>Columns that rejects files carry beside the original ones.</summary>
    public static IReadOnlyList<string> OfRejects { get; } = ["reject_line", "reject_column", "reject_reason", "reject_beyond"];

    readonly List<string> _notes = [];
    PlainRows? _plain;
    long _rows;
    bool _otherSigns;

    /// <summary>Reads all files of a source into a new table.</summary>
    /// <exception cref="HoldfastException">A file cannot be read, is empty, or has other columns than the first.</exception>
    public StagedSource Stage(SourceMapping mapping, int number, IReadOnlyList<SourceFile> files)
    {
        var (columns, facts) = Stage($"source_{number}", files);
        if (_rows == 0) _notes.Add($"{Shown(files)} holds a header and no rows.");
        return new StagedSource(mapping, number, files, [.. columns.Select(name => new StagedColumn(name, true, true))], _rows, facts, _otherSigns, _notes);
    }

    /// <summary>Puts rows into the table that took the short way, because they are at fault after all: the files are read again for them.</summary>
    /// <param name="connection">Sees the source's table.</param>
    /// <param name="source">The source.</param>
    /// <param name="faults">Table of its faults, with the rows' numbers.</param>
    /// <param name="cancel">Stops it.</param>
    public static void Recall(DuckDbConnection connection, StagedSource source, string faults, CancellationToken cancel)
    {
        if (source.Plain.Count == 0) return;
        using var beside = connection.Beside();
        using var missing = beside.Query($"SELECT DISTINCT {StagedSource.Row} FROM {faults} ANTI JOIN {source.Table} USING ({StagedSource.Row}) ORDER BY 1", cancel);
        using var rows = new RowNumbers(missing);
        if (!rows.MoveNext()) return;
        var columns = source.Columns.Where(column => column.IsOfFile).Select(column => column.Name).ToList();
        using var appender = new DuckDbAppender(connection, source.Table, [StagedSource.Row, .. columns]);
        for (var i = 0; i < source.Files.Count; i++)
        {
            using var reader = RecordReaders.Open(source.Files[i], RecordReaders.FormatOf(source.Files[i]));
            var places = columns.Select(name => reader.Columns.ToList().IndexOf(name)).ToArray();
            var from = i * StagedSource.RowsPerFile;
            while (rows.HasCurrent && rows.Current < from + StagedSource.RowsPerFile && reader.Read())
            {
                if (from + reader.Line != rows.Current) continue;
                appender.Add(from + reader.Line);
                foreach (var place in places) AddField(appender, reader.Field(place));
                appender.EndRow();
                rows.MoveNext();
            }
        }

        appender.Finish();
    }

    (IReadOnlyList<string> Columns, IReadOnlyDictionary<string, long> Facts) Stage(string table, IReadOnlyList<SourceFile> files)
    {
        IReadOnlyList<string>? columns = null;
        try
        {
            for (var i = 0; i < files.Count; i++)
            {
                cancel.ThrowIfCancellationRequested();
                var format = RecordReaders.FormatOf(files[i]);
                var from = i * StagedSource.RowsPerFile;
                columns = format == SourceFormat.Parquet
                    ? StageParquet(files[i], table, columns, from)
                    : StageRecords(files[i], format, table, columns, from);
            }

            _plain?.Finish();
            return (columns!, _plain?.Facts ?? new Dictionary<string, long>());
        }
        finally
        {
            _plain?.Dispose();
        }
    }

    IReadOnlyList<string> StageRecords(SourceFile file, SourceFormat format, string table, IReadOnlyList<string>? columns, long from)
    {
        using var reader = RecordReaders.Open(file, format);
        if (reader.Note is { } note) _notes.Add(note);
        columns = Agreed(file, reader.Columns, table, columns);
        var places = columns.Select(name => reader.Columns.ToList().IndexOf(name)).ToArray();
        _plain ??= plain(columns);
        using var appender = new DuckDbAppender(connection, table);
        var rows = 0L;
        while (reader.Read())
        {
            if ((++rows & 0xFFFF) == 0) Tell(file, rows);
            if (_plain is not null && _plain.TryAdd(reader, places, from + reader.Line)) continue;
            appender.Add(from + reader.Line);
            appender.Add(reader.Fault);
            appender.Add(reader.Beyond.Length == 0 ? null : reader.Beyond);
            foreach (var place in places) AddField(appender, reader.Field(place));
            appender.EndRow();
        }

        appender.Finish();
        _otherSigns |= reader.HasOtherSigns;
        _rows += rows;
        return columns;
    }

    static void AddField(DuckDbAppender appender, ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty) appender.AddNull();
        else appender.Add(field);
    }

    IReadOnlyList<string> StageParquet(SourceFile file, string table, IReadOnlyList<string>? columns, long from)
    {
        var read = $"read_parquet({Quoted.Text(file.Path)}, file_row_number = true)";
        try
        {
            var names = NamesOf(read).Where(name => name != "file_row_number").ToList();
            columns = Agreed(file, names, table, columns);
            _otherSigns = true;
            var texts = string.Join(", ", columns.Select(name => $"nullif(trim(CAST({Quoted.Name(name)} AS VARCHAR)), '')"));
            _rows += connection.Execute(
                string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {table} SELECT {from} + file_row_number + 1, NULL, NULL, {texts} FROM {read}"), cancel);
            return columns;
        }
        catch (DuckDbException fault)
        {
            throw new HoldfastException($"{file.Path}: cannot be read as Parquet: {fault.Message}", fault);
        }
    }

    IEnumerable<string> NamesOf(string relation)
    {
        using var result = connection.Query($"SELECT * FROM {relation} LIMIT 0", cancel);
        return [.. Enumerable.Range(0, result.ColumnCount).Select(result.Name)];
    }

    /// <summary>The columns of the table: those of the first file, which makes it; every other file must have the same.</summary>
    IReadOnlyList<string> Agreed(SourceFile file, IReadOnlyList<string> own, string table, IReadOnlyList<string>? columns)
    {
        own = [.. own.Where(name => !OfRejects.Contains(name))];
        if (columns is null)
        {
            var texts = string.Concat(own.Select(name => $", {Quoted.Name(name)} VARCHAR"));
            connection.Execute($"CREATE TABLE {table} ({StagedSource.Row} BIGINT, {StagedSource.Fault} VARCHAR, {StagedSource.Beyond} VARCHAR{texts})", cancel);
            return own;
        }

        var missing = columns.Except(own).ToList();
        var added = own.Except(columns).ToList();
        return missing.Count + added.Count == 0
            ? columns
            : throw new HoldfastException(
                $"source '{file.Mapping.Name}': {file.Path} has other columns than the file before it: missing {Listed(missing)}; not known there {Listed(added)}.");
    }

    static string Listed(List<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);

    static string Shown(IReadOnlyList<SourceFile> files) => files.Count == 1 ? files[0].Path : $"each of its {files.Count} files";

    void Tell(SourceFile file, long rows)
    {
        cancel.ThrowIfCancellationRequested();
        progress.Report(new StageProgress("ingest", 0, $"{file.Mapping.Name}: {rows:N0} rows read"));
    }
}
