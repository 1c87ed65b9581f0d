using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Holdfast.Operations.Workspaces.Yaml;

/// <summary>
/// Reads one YAML file into values with places. Only what a settings file needs: one document of maps, lists and scalars. Anchors,
/// aliases and tags are refused, because a reader must be able to see what holds where it stands.
/// </summary>
sealed class YamlReader
{
    const int DeepestNesting = 50;
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    readonly string _file;
    readonly List<Fault> _faults;
    readonly Parser _parser;
    readonly Mark _end;
    int _depth;

    YamlReader(string file, List<Fault> faults, string text) =>
        (_file, _faults, _parser, _end) = (file, faults, new(new StringReader(text)), MarkAfter(text));

    /// <summary>The value of a file; null where it cannot be read, with the reason among the faults.</summary>
    public static YamlValue? Read(string file, byte[] bytes, List<Fault> faults)
    {
        var text = Decode(bytes, out var broken);
        if (broken is { } fault)
        {
            faults.Add(new(file, fault.At.Line, fault.At.Column, fault.Found, fault.Allowed));
            return null;
        }

        var reader = new YamlReader(file, faults, text);
        try
        {
            return reader.Document();
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // Indentation by tabs is the usual cause and the parser's words for it help nobody.
            if (!reader.Tabs(text))
            {
                reader.Fault(reader.PlaceOf(exception), Words(exception), "YAML: maps (key: value), lists (- item), text");
            }

            return null;
        }
    }

    static string Decode(byte[] bytes, out (Mark At, string Found, string Allowed)? broken)
    {
        broken = null;
        try
        {
            var text = Strict.GetString(bytes).TrimStart('\uFEFF');
            for (var i = 0; i < text.Length; i++)
            {
                if (char.IsControl(text[i]) && text[i] is not ('\t' or '\n' or '\r' or '\u0085'))
                {
                    var code = FormattableString.Invariant($"the control character U+{(int)text[i]:X4}");
                    broken = (MarkAfter(text.AsSpan(0, i)), code, "printable text in UTF-8");
                    break;
                }
            }

            return text;
        }
        catch (DecoderFallbackException fault)
        {
            var good = Encoding.UTF8.GetString(bytes, 0, Math.Clamp(fault.Index, 0, bytes.Length));
            broken = (MarkAfter(good), "bytes that are not UTF-8", "text in UTF-8; save the file with that encoding");
            return "";
        }
    }

    static Mark MarkAfter(ReadOnlySpan<char> text) => new(text.Count('\n') + 1, text.Length - text.LastIndexOf('\n'));

    // On some broken texts the scanner loses its footing (InvalidOperationException and the like) and knows no place: the last good one is told.
    YamlDotNet.Core.Mark PlaceOf(Exception exception) => exception is YamlException known ? known.Start : _parser.Current?.End ?? YamlDotNet.Core.Mark.Empty;

    static string Words(Exception exception) => exception is YamlException
        ? "text that is not YAML (" + exception.Message.Split("): ", 2)[^1].TrimEnd('.') + ")"
        : "text after here that is not YAML";

    bool Tabs(string text)
    {
        var before = _faults.Count;
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var indent = lines[i].AsSpan(0, lines[i].Length - lines[i].AsSpan().TrimStart().Length);
            if (indent.IndexOf('\t') is >= 0 and var tab && !lines[i].AsSpan().Trim().IsEmpty)
            {
                _faults.Add(new(_file, i + 1, tab + 1, "a tab in the indentation", "spaces"));
            }
        }

        return _faults.Count > before;
    }

    YamlValue? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return new YamlText(new(1, 1), "");
        }

        _parser.Consume<DocumentStart>();
        var value = Value();
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second))
        {
            Fault(second.Start, "a second document", "one document in a file");
        }

        return value;
    }

    YamlValue Value()
    {
        var node = _parser.Consume<ParsingEvent>();
        RefuseExtras(node);
        if (++_depth > DeepestNesting)
        {
            throw new SemanticErrorException(node.Start, node.End, "nested deeper than 50 levels");
        }

        YamlValue value = node switch
        {
            Scalar scalar => new YamlText(MarkOf(scalar.Start), scalar.Value, Lead(scalar.Style)),
            MappingStart map => Map(map),
            SequenceStart list => List(list),
            _ => new YamlText(MarkOf(node.Start), ""),
        };
        _depth--;
        return value;
    }

    YamlMap Map(MappingStart start)
    {
        var entries = new List<YamlEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Value();
            var value = Value();
            if (key is not YamlText text)
            {
                _faults.Add(new(_file, key.At.Line, key.At.Column, "a map or list as a key", "a name"));
            }
            else if (entries.FirstOrDefault(entry => entry.Key == text.Text) is { } first)
            {
                var where = FormattableString.Invariant($"the key '{text.Text}' again (first in line {first.At.Line})");
                _faults.Add(new(_file, key.At.Line, key.At.Column, where, "each key once in a map"));
            }
            else
            {
                entries.Add(new(key.At, text.Text, value));
            }
        }

        return new(MarkOf(start.Start), entries);
    }

    YamlList List(SequenceStart start)
    {
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Value());
        }

        return new(MarkOf(start.Start), items);
    }

    void RefuseExtras(ParsingEvent node)
    {
        var extra = node switch
        {
            AnchorAlias alias => $"the alias *{alias.Value}",
            NodeEvent { Anchor.IsEmpty: false } anchored => $"the anchor &{anchored.Anchor}",
            NodeEvent { Tag.IsEmpty: false } tagged => $"the tag {tagged.Tag}",
            _ => null,
        };
        if (extra is not null)
        {
            Fault(node.Start, extra, "plain values, written out where they hold");
        }
    }

    void Fault(YamlDotNet.Core.Mark at, string found, string allowed)
    {
        // At the end of a text that breaks off the scanner may count a line too many.
        var mark = MarkOf(at) is var told && told.Line > _end.Line ? _end : told;
        _faults.Add(new(_file, mark.Line, mark.Column, found, allowed));
    }

    static int? Lead(ScalarStyle style) => style switch
    {
        ScalarStyle.Plain => 0,
        ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => 1,
        _ => null,
    };

    static Mark MarkOf(YamlDotNet.Core.Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
