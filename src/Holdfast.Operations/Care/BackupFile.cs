using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Native.Posix;

namespace Holdfast.Operations.Care;

/// <summary>
/// A backup being written: a tar file that ends with the SHA-256 of every other file in it, in the form of the program sha256sum. It
/// takes its name when it is whole and on the disk.
/// </summary>
sealed class BackupFile : IDisposable
{
    /// <summary>Name of the list of hashes, the last file.</summary>
    public const string Sums = "SHA256SUMS";

    const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly string _path;
    readonly string _draft;
    readonly FileStream _file;
    readonly TarWriter _tar;
    readonly DateTimeOffset _now;
    readonly StringBuilder _sums = new();

    /// <summary>Begins one.</summary>
    /// <param name="path">Where it shall lie; nothing lies there yet.</param>
    /// <param name="now">The time of its files.</param>
    public BackupFile(string path, DateTimeOffset now)
    {
        (_path, _draft, _now) = (path, path + ".tmp", now);
        var made = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) made.UnixCreateMode = Ours;
        _file = new FileStream(_draft, made);
        _tar = new TarWriter(_file, TarEntryFormat.Pax, leaveOpen: true);
    }

    /// <summary>Files in it.</summary>
    public int Files { get; private set; }

    /// <summary>Their length together.</summary>
    public long Bytes { get; private set; }

    /// <summary>Adds bytes as a file.</summary>
    public void Add(string name, byte[] content, UnixFileMode mode) => Add(name, new MemoryStream(content, writable: false), content.Length, mode);

    /// <summary>Adds the beginning of a file.</summary>
    /// <exception cref="IOException">It is shorter than that.</exception>
    public void Add(string name, Stream content, long length, UnixFileMode mode)
    {
        using var part = new HashedPart(content, length, name);
        _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = part, Mode = mode, ModificationTime = _now });
        _sums.Append(part.Hash()).Append("  ").Append(name).Append('\n');
        (Files, Bytes) = (Files + 1, Bytes + length);
    }

    /// <summary>Ends it, forces it to the disk and gives it its name.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Finish()
    {
        var sums = new MemoryStream(Encoding.UTF8.GetBytes(_sums.ToString()));
        _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, Sums) { DataStream = sums, Mode = Ours, ModificationTime = _now });
        _tar.Dispose();
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        if (!DurableFiles.TryLink(_draft, _path)) throw new IOException($"{_path} is there already.");
        File.Delete(_draft);
        DurableFiles.FlushFolder(Path.GetDirectoryName(_path)!);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tar.Dispose();
        _file.Dispose();
        File.Delete(_draft);
    }

    /// <summary>The first bytes of a stream, hashed as they are read.</summary>
    sealed class HashedPart(Stream whole, long length, string name) : Stream
    {
        readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long _read;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public string Hash() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_read == length || buffer.Length == 0) return 0;
            var read = whole.Read(buffer[..(int)Math.Min(buffer.Length, length - _read)]);
            if (read == 0) throw new IOException($"{name} became shorter while it was read; begin the backup again.");
            _hash.AppendData(buffer[..read]);
            _read += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
