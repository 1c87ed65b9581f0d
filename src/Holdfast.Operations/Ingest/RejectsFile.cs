using System.Globalization;
using System.Text;
using Holdfast.Native.DuckDb;

namespace Holdfast.Operations.Ingest;

/// <summary>Writes rejected rows as CSV: the columns as in the file, then the line, the columns at fault and the reasons.</summary>
static class RejectsFile
{
    /// <summary>Writes the rejected rows of a source; removes what an earlier load left where there are none.</summary>
    /// <param name="connection">Sees the source's table and that of its faults.</param>
    /// <param name="source">The source.</param>
    /// <param name="faults">Table of the faults.</param>
    /// <param name="root">The workspace.</param>
    /// <returns>Path relative to the workspace; null where no row was rejected.</returns>
    public static string? Write(DuckDbConnection connection, StagedSource source, string faults, string root)
    {
        var relative = Path.Combine("data", "rejects", source.Mapping.Name + ".csv");
        var path = Path.Combine(root, relative);
        var columns = source.Columns.Where(c => c.IsOfFile).Select(c => c.Name).ToList();
        using var rows = connection.Query(
            $"SELECT s.{StagedSource.Row}, f.shown, f.reason, s.{StagedSource.Beyond}, {string.Join(", ", columns.Select(c => "s." + Quoted.Name(c)))} "
            + $"FROM (SELECT {StagedSource.Row}, string_agg(DISTINCT shown, '; ' ORDER BY shown) AS shown, string_agg(reason, '; ' ORDER BY shown, reason) AS reason FROM {faults} GROUP BY 1) f "
            + $"JOIN {source.Table} s USING ({StagedSource.Row}) ORDER BY 1");
        if (!rows.Next())
        {
            if (File.Exists(path)) File.Delete(path);
            return null;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var writer = new StreamWriter(path + ".tmp", append: false, new UTF8Encoding(false)))
        {
            writer.NewLine = "\n";
            writer.WriteLine(string.Join(',', columns.Concat(SourceStaging.OfRejects).Select(Field)));
            do
            {
                for (var row = 0; row < rows.RowCount; row++) writer.WriteLine(Line(source, rows, row, columns.Count));
            }
            while (rows.Next());
        }

        File.Move(path + ".tmp", path, overwrite: true);
        return relative;
    }

    static string Line(StagedSource source, DuckDbResult rows, int row, int columns)
    {
        var number = rows[0].Whole(row);
        var line = (number % StagedSource.RowsPerFile).ToString(CultureInfo.InvariantCulture);
        var shown = source.Files.Count == 1 ? line : $"{Path.GetFileName(source.Files[(int)(number / StagedSource.RowsPerFile)].Path)}:{line}";
        var fields = new string?[columns + SourceStaging.OfRejects.Count];
        for (var i = 0; i < columns; i++) fields[i] = rows[4 + i].Text(row);
        (fields[columns], fields[columns + 1]) = (shown, rows[1].Text(row));
        (fields[columns + 2], fields[columns + 3]) = (rows[2].Text(row), rows[3].Text(row));
        return string.Join(',', fields.Select(Field));
    }

    static string Field(string? text) =>
        text is null ? "" : text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
