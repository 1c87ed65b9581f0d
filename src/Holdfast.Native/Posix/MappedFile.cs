using System.IO.MemoryMappedFiles;

namespace Holdfast.Native.Posix;

/// <summary>A file mapped into memory for reading: pages come from the disk when they are first touched and are shared by all processes.</summary>
public sealed unsafe class MappedFile : IDisposable
{
    readonly MemoryMappedFile _file;
    readonly MemoryMappedViewAccessor _view;
    readonly byte* _bytes;

    MappedFile(MemoryMappedFile file, long length)
    {
        (_file, Length) = (file, length);
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _bytes);
    }

    /// <summary>Length of the file, bytes.</summary>
    public long Length { get; }

    /// <summary>Maps a file that is not empty and is never changed in place.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static MappedFile Open(string path)
    {
        var length = new FileInfo(path).Length;
        return new MappedFile(MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read), length);
    }

    /// <summary>Some bytes of it; valid until it is disposed.</summary>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the file.</exception>
    public ReadOnlySpan<byte> Span(long offset, int length)
    {
        if ((ulong)offset > (ulong)Length || (uint)length > (ulong)(Length - offset))
            throw new ArgumentOutOfRangeException(nameof(offset), $"Bytes {offset} to {offset + length} do not lie within a file of {Length}.");
        return new ReadOnlySpan<byte>(_bytes + offset, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
