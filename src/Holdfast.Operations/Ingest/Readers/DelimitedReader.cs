using System.Text;

namespace Holdfast.Operations.Ingest.Readers;

/// <summary>How delimited text is written.</summary>
/// <param name="Delimiter">Separator; '\0' for runs of blanks.</param>
/// <param name="Header">Whether the first record names the columns.</param>
/// <param name="Names">Names of the columns where given; they replace the header's.</param>
sealed record DelimitedForm(char Delimiter, bool Header, IReadOnlyList<string> Names)
{
    /// <summary>Whether names of columns that differ in upper and lower case only are names of their own.</summary>
    public bool TellsCase { get; init; }
}

/// <summary>
/// Delimited text by RFC 4180: quoted fields with line ends, doubled quotes, any mixture of line ends, and the exact line on which
/// each record begins. Blank lines are no records.
/// </summary>
/// <remarks><b>Source</b>: RFC 4180 (2005). A quote inside an unquoted field is taken as it stands, as most writers mean it.</remarks>
sealed class DelimitedReader : RecordReader
{
    const byte Quote = (byte)'"';

    readonly TextWindow _window;
    readonly string _file;
    readonly byte _delimiter;
    readonly bool _blanks;
    int[] _starts = new int[64];
    int[] _lengths = new int[64];
    int _count;
    int _at;
    int _lines;

    /// <summary>Opens the text and reads its header.</summary>
    /// <exception cref="HoldfastException">There is no header, or two columns have one name.</exception>
    public DelimitedReader(OpenedText text, DelimitedForm form)
    {
        _file = text.File;
        _window = new TextWindow(text.Utf8, text.File);
        _blanks = form.Delimiter == '\0';
        _delimiter = (byte)form.Delimiter;
        Note = text.Note;
        Columns = ReadColumns(form);
    }

    /// <inheritdoc/>
    public override bool HasOtherSigns => _window.SawOtherSigns;

    /// <inheritdoc/>
    public override bool Read()
    {
        if (!ReadRecord()) return false;
        Beyond = "";
        Fault = null;
        if (_count != Columns.Count)
        {
            Fault = $"{_count} fields where the table has {Columns.Count} columns";
            Beyond = string.Join(_blanks ? ' ' : (char)_delimiter, Enumerable.Range(0, _count).Skip(Columns.Count).Select(Text));
        }

        if (_window.SawNul && _window.Text[.._at].Contains((byte)0)) Fault = "a NUL byte, which is no text";
        return true;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Field(int column) =>
        column < _count ? Trimmed(_window.Text.Slice(_starts[column], _lengths[column])) : default;

    /// <inheritdoc/>
    public override void Dispose() => _window.Dispose();

    IReadOnlyList<string> ReadColumns(DelimitedForm form)
    {
        if (!form.Header)
        {
            return form.Names.Count > 0
                ? Named(form.Names, _file, form.TellsCase)
                : throw new HoldfastException($"{_file}: with 'header: false' the columns need names: list them under 'columns:'.");
        }

        if (!ReadRecord()) throw new HoldfastException($"{_file}: the file is empty; its first line should name the columns.");
        var header = Enumerable.Range(0, _count).Select(Text).ToList();
        if (form.Names.Count == 0) return Named(header, _file, form.TellsCase);
        return form.Names.Count == _count
            ? Named(form.Names, _file, form.TellsCase)
            : throw new HoldfastException($"{_file}: 'columns:' names {form.Names.Count} columns, the file has {_count}: {string.Join(", ", header)}.");
    }

    string Text(int field) => Encoding.UTF8.GetString(Field(field));

    static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> field) =>
        field.IsEmpty || (field[0] > ' ' && field[^1] > ' ') ? field : field.Trim(" \t\r\n"u8);

    bool ReadRecord()
    {
        while (true)
        {
            _window.Advance(_at, _lines);
            _at = _lines = _count = 0;
            if (_window.Text.IsEmpty && !_window.More()) return false;
            Line = _window.Line;
            while (ReadField())
            {
            }

            if (_count > 1 || (_count == 1 && _lengths[0] > 0)) return true;
        }
    }

    /// <summary>Reads one field; false where it was the record's last.</summary>
    bool ReadField()
    {
        if (_blanks && !SkipBlanks()) return false;
        if (_at == _window.Text.Length) _window.More();
        if (_count == _starts.Length) Grow();
        _starts[_count] = _at;
        int end;
        if (!_blanks && _at < _window.Text.Length && _window.Text[_at] == Quote)
        {
            end = ReadQuoted();
        }
        else
        {
            end = FindEnd(_at);
            _lengths[_count] = end - _starts[_count];
        }

        _count++;
        return EndField(end);
    }

    /// <summary>Goes past what ended the field; false where that was a line end or the end of the file.</summary>
    bool EndField(int end)
    {
        _at = end;
        if (end == _window.Text.Length) return false;
        var sign = _window.Text[end];
        _at++;
        if (sign is not ((byte)'\n' or (byte)'\r')) return true;
        _lines++;
        if (sign == '\r' && (_at < _window.Text.Length || _window.More()) && _window.Text[_at] == '\n') _at++;
        return false;
    }

    int FindEnd(int from)
    {
        while (true)
        {
            var text = _window.Text[from..];
            var found = _blanks ? text.IndexOfAny(" \t\r\n"u8) : text.IndexOfAny(_delimiter, (byte)'\n', (byte)'\r');
            if (found >= 0) return from + found;
            from += text.Length;
            if (!_window.More()) return from;
        }
    }

    bool SkipBlanks()
    {
        while (_at < _window.Text.Length || _window.More())
        {
            if (_window.Text[_at] is not ((byte)' ' or (byte)'\t')) break;
            _at++;
        }

        if (_count == 0 || (_at < _window.Text.Length && _window.Text[_at] is not ((byte)'\n' or (byte)'\r'))) return true;
        return EndField(_at);
    }

    /// <summary>Takes a quoted field apart in place, adds what follows the closing quote as it stands, and returns where the field ends.</summary>
    int ReadQuoted()
    {
        var opened = _window.Line + _lines;
        int from = _at + 1, to = _starts[_count] = _at + 1;
        while (true)
        {
            var found = FindQuote(from, opened);
            _lines += LineEnds(_window.Text[from..found]);
            var piece = found - from;
            if (to != from) _window.Writable.Slice(from, piece).CopyTo(_window.Writable[to..]);
            to += piece;
            from = found + 1;
            if (from == _window.Text.Length) _window.More();
            if (from == _window.Text.Length || _window.Text[from] != Quote) break;
            _window.Writable[to++] = Quote;
            from++;
        }

        var end = FindEnd(from);
        _window.Text[from..end].CopyTo(_window.Writable[to..]);
        _lengths[_count] = to + end - from - _starts[_count];
        return end;
    }

    int FindQuote(int from, long opened)
    {
        while (true)
        {
            var found = _window.Text[from..].IndexOf(Quote);
            if (found >= 0) return from + found;
            from = _window.Text.Length;
            if (_window.More()) continue;
            throw new HoldfastException(
                $"{_file}, line {opened}: a quote that opens here is never closed, so nobody can tell where the rows after it end. Close it, or double it where it is part of the text. Nothing of the file was loaded.");
        }
    }

    /// <summary>Line ends in a quoted text: \n, \r\n and \r each count once.</summary>
    static int LineEnds(ReadOnlySpan<byte> text)
    {
        var ends = text.Count((byte)'\n');
        for (var i = text.IndexOf((byte)'\r'); i >= 0;)
        {
            if (i + 1 == text.Length || text[i + 1] != '\n') ends++;
            var next = text[(i + 1)..].IndexOf((byte)'\r');
            i = next < 0 ? -1 : i + 1 + next;
        }

        return ends;
    }

    void Grow()
    {
        Array.Resize(ref _starts, _starts.Length * 2);
        Array.Resize(ref _lengths, _lengths.Length * 2);
    }
}
