using Holdfast.Operations.Ingest.Readers;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>Finds out how an unknown file is written: what parts its fields, and whether its first line names the columns.</summary>
static class FileSniff
{
    const int SampleBytes = 1 << 16, SampleLines = 40;

    static readonly char[] Delimiters = [',', ';', '\t', '|', '^', '~'];

    /// <summary>A mapping that reads the file: name, format, delimiter, header; without facts.</summary>
    /// <exception cref="HoldfastException">No such file, an unknown ending, or bytes that are no text.</exception>
    public static SourceMapping Of(string path, string name)
    {
        if (!File.Exists(path)) throw HoldfastException.OfRequest($"there is no file {path}.");
        var mapping = new SourceMapping { File = path, Name = name };
        var format = RecordReaders.FormatOf(new SourceFile(path, mapping, false));
        if (format is not (SourceFormat.Csv or SourceFormat.Tsv)) return mapping;
        var lines = Lines(path);
        if (lines.Count == 0) throw new HoldfastException($"{path}: the file is empty; at least a line with the names of the columns is needed.");
        var delimiter = format == SourceFormat.Tsv ? '\t' : Delimiter(lines);
        var rows = lines.ConvertAll(line => Fields(line, delimiter));
        mapping = mapping with { Delimiter = Written(delimiter, format), Encoding = Encoding(path) };
        if (NamesColumns(rows)) return mapping;
        return mapping with { Header = false, Columns = [.. Enumerable.Range(1, rows[0].Count).Select(i => $"column_{i}")] };
    }

    /// <summary>The encoding to write down where it is guessed from the bytes: not UTF-8, and no mark names it.</summary>
    static string? Encoding(string path)
    {
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return null;
        using var file = File.OpenRead(path);
        var bytes = new byte[SampleBytes];
        var sample = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        return EncodingGuess.ByMark(sample) is null ? EncodingGuess.Of(path, sample)?.WebName : null;
    }

    /// <summary>The sign that parts every line into the same number of fields, and into the most; blanks where no other does.</summary>
    static char Delimiter(List<string> lines)
    {
        var best = (Sign: ',', Fields: 1);
        foreach (var sign in Delimiters)
        {
            var counts = lines.Select(line => Fields(line, sign).Count).ToList();
            var usual = counts.GroupBy(count => count).OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).First();
            if (usual.Key > best.Fields && usual.Count() >= 0.8 * counts.Count && counts[0] == usual.Key) best = (sign, usual.Key);
        }

        if (best.Fields > 1) return best.Sign;
        var blanks = lines.Select(line => Fields(line, '\0').Count).Distinct().ToList();
        return blanks.Count == 1 && blanks[0] > 1 ? '\0' : ',';
    }

    static string? Written(char delimiter, SourceFormat format) => delimiter switch
    {
        ',' => null,
        '\t' => format == SourceFormat.Tsv ? null : "tab",
        '\0' => "whitespace",
        _ => delimiter.ToString(),
    };

    /// <summary>A first line names the columns where none of it is a number or a day and it differs from the rows below it.</summary>
    static bool NamesColumns(List<List<string>> rows)
    {
        var first = rows[0];
        var named = first.Where(cell => cell.Length > 0).ToList();
        if (named.Count == 0 || named.Exists(IsFigure)) return false;
        if (rows.Count == 1 || named.Distinct(StringComparer.OrdinalIgnoreCase).Count() < named.Count) return rows.Count == 1;
        var figures = Enumerable.Range(0, first.Count).Any(i => rows.Skip(1).Any(row => i < row.Count && IsFigure(row[i])));
        return figures || rows.Skip(1).All(row => !row.SequenceEqual(first));
    }

    static bool IsFigure(string cell) => ValueForms.Numbers([cell]) is not null || ValueForms.Dates([cell], nameSaysDate: false) is not null;

    static List<string> Lines(string path)
    {
        using var text = OpenedText.Open(path, null).Utf8;
        var bytes = new byte[SampleBytes];
        var length = text.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var lines = System.Text.Encoding.UTF8.GetString(bytes, 0, TextWindow.WholeCharacters(bytes.AsSpan(0, length))).TrimStart('\uFEFF').Split('\n');
        // The last line of a full sample may be cut off.
        var whole = length == bytes.Length && lines.Length > 1 ? lines[..^1] : lines;
        return [.. whole.Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).Take(SampleLines)];
    }

    static List<string> Fields(string line, char delimiter)
    {
        if (delimiter == '\0') return [.. line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)];
        var fields = new List<string>();
        var (quoted, from) = (false, 0);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"') quoted = !quoted;
            if (i < line.Length && (quoted || line[i] != delimiter)) continue;
            fields.Add(line[from..i].Trim().Trim('"').Trim());
            from = i + 1;
        }

        return fields;
    }
}
