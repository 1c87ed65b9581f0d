using System.Buffers.Binary;
using System.IO.Compression;

namespace Holdfast.Operations.Ingest.Readers;

/// <summary>
/// An unpacked gzip file that must be whole: the framework's stream ends in silence where the file was cut off, and half a file
/// would be loaded.
/// </summary>
sealed class WholeGzip(string path) : ForwardStream
{
    const int Trailer = 4;
    const int LeastLength = 18;

    /// <summary>Times its packed size that a file may unpack to, once it is bigger than <see cref="Harmless"/>: tables pack some 5 to 30 times.</summary>
    public const int MostTimes = 200;

    /// <summary>Unpacked bytes that are let through whatever the packed size.</summary>
    public const long Harmless = 256L << 20;

    readonly GZipStream _unpacked = new(
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan), CompressionMode.Decompress);

    readonly long _most = Math.Max(Harmless, MostTimes * new FileInfo(path).Length);

    long _given;
    bool _checked;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is no gzip file, damaged, cut off, or unpacks to far more than a table would.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _unpacked.Read(buffer, offset, count);
        _given += read;
        if (_given > _most) throw new InvalidDataException($"it unpacks to more than {MostTimes} times its size, as no table does; unpack it by hand if it is right");
        if (read == 0 && count > 0 && !_checked) Check();
        return read;
    }

    void Check()
    {
        _checked = true;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length < LeastLength) throw new InvalidDataException("it is cut off");
        Span<byte> told = stackalloc byte[Trailer];
        file.Seek(-Trailer, SeekOrigin.End);
        file.ReadExactly(told);
        // The last member tells its own length, modulo 2^32; of a file of several members only that of the last.
        if (BinaryPrimitives.ReadUInt32LittleEndian(told) == (uint)_given || HasSeveralMembers(file)) return;
        throw new InvalidDataException($"it is cut off after {_given} unpacked bytes");
    }

    /// <summary>Whether a header stands within the file: by chance that happens once in 200 GB.</summary>
    static bool HasSeveralMembers(FileStream file)
    {
        var buffer = new byte[1 << 20];
        file.Seek(LeastLength, SeekOrigin.Begin);
        var kept = 0;
        int read;
        while ((read = file.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var text = buffer.AsSpan(0, kept + read);
            for (var from = 0; text[from..].IndexOf((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]) is >= 0 and var found; from += found + 1)
            {
                var header = text[(from + found)..];
                if (header.Length >= 10 && header[3] < 0x20 && header[8] is (0 or 2 or 4) && header[9] is (<= 13 or 255)) return true;
            }

            kept = Math.Min(9, text.Length);
            text[^kept..].CopyTo(buffer);
        }

        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _unpacked.Dispose();
        base.Dispose(disposing);
    }
}
