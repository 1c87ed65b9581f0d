using System.Text;
using System.Text.Json;

namespace Holdfast.Operations.Ingest.Readers;

/// <summary>
/// One JSON object a line. Columns are the names of its properties, in the order in which the file first tells them; those of inner
/// objects are joined with a dot, lists stay JSON. The file is read twice: for the names, then for the rows.
/// </summary>
sealed class JsonLinesReader : RecordReader
{
    readonly TextWindow _window;
    readonly Dictionary<string, int> _places;
    readonly byte[]?[] _values;
    int _at;
    bool _ended;

    /// <summary>Opens a file and learns its columns.</summary>
    public JsonLinesReader(string path, string? encoding, bool tellsCase)
    {
        var names = NamesOf(path, encoding);
        Columns = Named(names, path, tellsCase);
        _places = names.Select((name, place) => (name, place)).ToDictionary(p => p.name, p => p.place, StringComparer.Ordinal);
        _values = new byte[names.Count][];
        var text = OpenedText.Open(path, encoding);
        Note = text.Note;
        _window = new TextWindow(text.Utf8, path);
    }

    /// <inheritdoc/>
    public override bool Read()
    {
        Array.Clear(_values);
        Beyond = "";
        Fault = null;
        if (!NextLine(_window, ref _at, ref _ended, out var line)) return false;
        Line = _window.Line;
        try
        {
            Walk(_window.Text[..line], (name, value) => _values[_places[name]] = value);
        }
        catch (JsonException fault)
        {
            Array.Clear(_values);
            Fault = $"no JSON object: {fault.Message}";
            Beyond = Encoding.UTF8.GetString(_window.Text[..line]);
        }

        return true;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Field(int column) => _values[column];

    /// <inheritdoc/>
    public override void Dispose() => _window.Dispose();

    static List<string> NamesOf(string path, string? encoding)
    {
        var text = OpenedText.Open(path, encoding);
        using var window = new TextWindow(text.Utf8, path);
        var names = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int at = 0;
        var ended = false;
        while (NextLine(window, ref at, ref ended, out var line))
        {
            try
            {
                Walk(window.Text[..line], (name, _) =>
                {
                    if (seen.Add(name)) names.Add(name);
                });
            }
            catch (JsonException)
            {
                // The second reading rejects the row with its reason.
            }
        }

        return names.Count > 0 ? names : throw new HoldfastException($"{path}: the file holds no JSON object; each line should be one.");
    }

    /// <summary>Goes to the next line that is not blank; its length without line end is <paramref name="length"/>.</summary>
    static bool NextLine(TextWindow window, ref int at, ref bool ended, out int length)
    {
        while (true)
        {
            window.Advance(at, ended ? 1 : 0);
            at = length = 0;
            ended = false;
            if (window.Text.IsEmpty && !window.More()) return false;
            int found;
            while ((found = window.Text[length..].IndexOf((byte)'\n')) < 0)
            {
                length = window.Text.Length;
                if (!window.More()) break;
            }

            ended = found >= 0;
            length += ended ? found : 0;
            at = length + (ended ? 1 : 0);
            if (window.Text[..length].Trim(" \t\r"u8).Length > 0) return true;
        }
    }

    static void Walk(ReadOnlySpan<byte> line, Action<string, byte[]?> told)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("the line does not begin with '{'");
        WalkObject(ref reader, line, "", told);
        if (reader.Read()) throw new JsonException("something stands after the object");
    }

    static void WalkObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, string prefix, Action<string, byte[]?> told)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = prefix + reader.GetString();
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject) WalkObject(ref reader, line, name + ".", told);
            else told(name, Value(ref reader, line));
        }
    }

    static byte[]? Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType == JsonTokenType.String) return Encoding.UTF8.GetBytes(reader.GetString()!.Trim());
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.StartArray) reader.Skip();
        return line[start..(int)reader.BytesConsumed].ToArray();
    }
}
