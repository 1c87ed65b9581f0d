using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Store.Live;

/// <summary>The file of a pack while it is written: sections begin at multiples of 8 bytes.</summary>
sealed class PackFile(string path) : IDisposable
{
    const int Block = 1 << 20;

    readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);

    long _end = HistoryPack.HeaderLength;

    /// <summary>Appends a section.</summary>
    /// <returns>Where it begins.</returns>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var at = Reserve(bytes.Length);
        RandomAccess.Write(_file, bytes, at);
        return at;
    }

    /// <summary>Appends the texts.</summary>
    /// <returns>Where they begin.</returns>
    public long Append(PackHeap heap)
    {
        var at = Reserve(heap.Length);
        heap.CopyTo((bytes, offset) => RandomAccess.Write(_file, bytes, at + offset));
        return at;
    }

    /// <summary>Keeps room for a section that is written in parts.</summary>
    public long Reserve(long length)
    {
        var at = _end;
        _end = (at + length + 7) / 8 * 8;
        return at;
    }

    /// <summary>Writes a part of a section.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long at) => RandomAccess.Write(_file, bytes, at);

    /// <summary>Writes the directory and the header that names it.</summary>
    /// <param name="directory">Makes the directory from its place and the checksum of what is before it.</param>
    public void Finish(Func<long, uint, byte[]> directory)
    {
        // Gaps are zeros because the file is as long as its sections before it is summed.
        if (RandomAccess.GetLength(_file) < _end) RandomAccess.SetLength(_file, _end);
        var bytes = directory(_end, Checksum());
        RandomAccess.Write(_file, bytes, _end);
        var header = new byte[HistoryPack.HeaderLength];
        HistoryPack.Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), _end);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), bytes.Length);
        SHA256.HashData(bytes).CopyTo(header.AsSpan(24));
        RandomAccess.Write(_file, header, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    uint Checksum()
    {
        var (state, buffer) = (uint.MaxValue, new byte[Block]);
        for (long at = HistoryPack.HeaderLength; at < _end;)
        {
            var read = RandomAccess.Read(_file, buffer.AsSpan(0, (int)Math.Min(Block, _end - at)), at);
            state = Crc32C.Continue(state, buffer.AsSpan(0, read));
            at += read;
        }

        return ~state;
    }
}

/// <summary>The texts of a pack, in a file of their own until their length is known. A place is one more than the offset, so that 0 is none.</summary>
sealed class PackHeap(string path) : IDisposable
{
    readonly FileStream _file = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20, FileOptions.DeleteOnClose);

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a text.</summary>
    /// <returns>Its place.</returns>
    public ulong Add(ReadOnlySpan<byte> utf8)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        _file.Write(length);
        _file.Write(utf8);
        var place = (ulong)Length + 1;
        Length += 4 + utf8.Length;
        return place;
    }

    /// <summary>Hands out all bytes in order.</summary>
    public void CopyTo(Action<byte[], long> write)
    {
        _file.Position = 0;
        long at = 0;
        var buffer = new byte[1 << 20];
        for (int read; (read = _file.Read(buffer)) > 0; at += read) write(buffer[..read], at);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
