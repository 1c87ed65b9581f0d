using System.Text;
using System.Text.Unicode;

namespace Holdfast.Operations.Ingest.Readers;

/// <summary>
/// A window over a stream of UTF-8 that begins at the current record and grows as far as the record needs, up to a limit. Every byte
/// is checked to be UTF-8 before it is shown.
/// </summary>
sealed class TextWindow : IDisposable
{
    /// <summary>Longest record that is read, in bytes: longer ones are a missing line end or a quote gone astray.</summary>
    public const int Limit = 16 << 20;

    readonly Stream _stream;
    readonly string _file;
    byte[] _buffer = new byte[1 << 18];
    int _start;
    int _end;
    int _checked;
    long _offset;
    bool _done;

    /// <summary>Opens a window over clean or supposed UTF-8.</summary>
    public TextWindow(Stream stream, string file)
    {
        _stream = stream;
        _file = file;
        More();
    }

    /// <summary>Line on which the window begins, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Whether a NUL byte was ever seen: records need a closer look then.</summary>
    public bool SawNul { get; private set; }

    /// <summary>Whether signs beyond ASCII were ever seen.</summary>
    public bool SawOtherSigns { get; private set; }

    /// <summary>What is in the window, from the current record on.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(_start, _checked - _start);

    /// <summary>The same bytes, to take quotes apart in place.</summary>
    public Span<byte> Writable => _buffer.AsSpan(_start, _checked - _start);

    /// <summary>Moves the window past a record.</summary>
    public void Advance(int bytes, int lines)
    {
        _start += bytes;
        Line += lines;
    }

    /// <summary>Shows more of the file; false where there is no more. Places relative to the window's begin stay the same.</summary>
    /// <exception cref="HoldfastException">Bytes are not UTF-8, or the record is longer than <see cref="Limit"/>.</exception>
    public bool More()
    {
        if (_done) return false;
        MakeRoom();
        var before = _checked;
        while (_checked == before && !_done)
        {
            var read = ReadSome();
            _done = read == 0;
            _end += read;
            Check();
        }

        return _checked > before;
    }

    int ReadSome()
    {
        try
        {
            return _stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException fault)
        {
            throw new HoldfastException($"{_file}: is not a whole gzip file ({fault.Message}). Nothing of it was loaded.", fault);
        }
    }

    void MakeRoom()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _offset += _start;
            _end -= _start;
            _checked -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length) return;
        if (_buffer.Length >= Limit)
        {
            throw new HoldfastException(
                $"{_file}, line {Line}: the record that begins here is longer than {Limit >> 20} MB. Allowed are records of up to {Limit >> 20} MB; a line end or a closing quote is probably missing. Nothing of the file was loaded.");
        }

        Array.Resize(ref _buffer, Math.Min(Limit, _buffer.Length * 2));
    }

    void Check()
    {
        var fresh = _buffer.AsSpan(_checked, _end - _checked);
        var whole = _done ? fresh.Length : WholeCharacters(fresh);
        var text = fresh[..whole];
        if (!Utf8.IsValid(text)) throw NotUtf8(text);
        SawOtherSigns |= !Ascii.IsValid(text);
        SawNul |= text.Contains((byte)0);
        _checked += whole;
    }

    /// <summary>How many bytes are left when a character that is cut off at the end is left for later.</summary>
    public static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(3, text.Length); back++)
        {
            var lead = text[^back];
            if (lead < 0x80) break;
            if (lead < 0xC0) continue;
            var length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
            return length > back ? text.Length - back : text.Length;
        }

        return text.Length;
    }

    HoldfastException NotUtf8(ReadOnlySpan<byte> text)
    {
        var place = 0;
        while (Rune.DecodeFromUtf8(text[place..], out _, out var length) == System.Buffers.OperationStatus.Done) place += length;
        var inBuffer = _checked + place;
        var line = Line + _buffer.AsSpan(_start, inBuffer - _start).Count((byte)'\n');
        return new HoldfastException(
            $"{_file}, line {line}, byte {_offset + inBuffer}: 0x{text[place]:X2} is not UTF-8. Save the file as UTF-8 or name its encoding with 'encoding:' (such as windows-1251, windows-1256, gb18030). Nothing of the file was loaded.");
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
