using System.Text;

namespace Holdfast.Operations.Ingest.Readers;

/// <summary>A stream in another encoding, as UTF-8. Bytes that are no text in it are an error with line and byte, never replaced.</summary>
sealed class Transcoder : ForwardStream
{
    readonly string _file;
    readonly Stream _source;
    readonly Encoding _encoding;
    readonly Decoder _decoder;
    readonly Encoder _encoder = new UTF8Encoding(false).GetEncoder();
    readonly byte[] _bytes = new byte[1 << 16];
    readonly char[] _chars;
    readonly byte[] _utf8;
    int _at;
    int _end;
    long _offset;
    long _lines = 1;
    bool _done;

    /// <summary>Wraps a stream.</summary>
    public Transcoder(string file, Stream source, Encoding encoding)
    {
        _file = file;
        _source = source;
        _encoding = encoding is Armscii8 ? encoding : Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        _decoder = _encoding.GetDecoder();
        _chars = new char[_encoding.GetMaxCharCount(_bytes.Length)];
        _utf8 = new byte[Encoding.UTF8.GetMaxByteCount(_chars.Length)];
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (_at == _end && !_done) Refill();
        var given = Math.Min(count, _end - _at);
        Buffer.BlockCopy(_utf8, _at, buffer, offset, given);
        _at += given;
        return given;
    }

    void Refill()
    {
        var read = _source.Read(_bytes, 0, _bytes.Length);
        _done = read == 0;
        try
        {
            var chars = _decoder.GetChars(_bytes, 0, read, _chars, 0, _done);
            _lines += _chars.AsSpan(0, chars).Count('\n');
            _at = 0;
            _end = _encoder.GetBytes(_chars, 0, chars, _utf8, 0, _done);
        }
        catch (DecoderFallbackException fault)
        {
            throw Refused(fault, read);
        }
        catch (EncoderFallbackException fault)
        {
            throw new HoldfastException($"{_file}, line {_lines}: half a character in {_encoding.WebName}. Nothing of the file was loaded.", fault);
        }

        _offset += read;
    }

    HoldfastException Refused(DecoderFallbackException fault, int read)
    {
        // An index below zero lies in the bytes kept from the chunk before.
        var place = Math.Clamp(fault.Index, 0, read);
        var before = (_encoding is Armscii8 ? _encoding : Encoding.GetEncoding(_encoding.CodePage)).GetString(_bytes, 0, place);
        var bytes = fault.BytesUnknown is { Length: > 0 } unknown ? $"0x{Convert.ToHexString(unknown)}" : "a byte";
        return new HoldfastException(
            $"{_file}, line {_lines + before.Count(c => c == '\n')}, byte {_offset + fault.Index}: {bytes} is no text in {_encoding.WebName}. Name the right encoding with 'encoding:'. Nothing of the file was loaded.",
            fault);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _source.Dispose();
        base.Dispose(disposing);
    }
}
