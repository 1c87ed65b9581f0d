using System.Buffers.Binary;
using System.Globalization;
using Holdfast.Native.Posix;
using Holdfast.Store.Warehouse;

namespace Holdfast.Store.Live;

/// <summary>
/// The facts that arrived since the last load, in files that only grow: what was acknowledged is on the disk. One process writes; the
/// layout is in docs/formats/journal.md.
/// </summary>
sealed class Journal : IDisposable
{
    /// <summary>Length of what stands before the first frame.</summary>
    public const int HeaderLength = 16;

    /// <summary>Length of what stands before a frame's facts.</summary>
    public const int FrameLength = 20;

    readonly string _folder;
    readonly Disk _disk;
    readonly FileLock _alone;
    readonly Lock _gate = new();
    readonly Lock _writing = new();
    JournalBatch _open = new();
    FileStream? _file;
    ulong _sequence;
    string? _broken;

    Journal(string folder, Disk disk, FileLock alone) => (_folder, _disk, _alone) = (folder, disk, alone);

    /// <summary>First bytes of a segment.</summary>
    public static ReadOnlySpan<byte> Magic => "HOLDJRNL"u8;

    /// <summary>Bytes of unfinished frames that were cut off when it was opened.</summary>
    public long Cut { get; private set; }

    /// <summary>Number of the segment that facts go to.</summary>
    public long Segment { get; private set; }

    /// <summary>Folder of the journal of a warehouse.</summary>
    public static string FolderOf(WarehouseFolder folder) => Path.Combine(folder.Root, "journal");

    /// <summary>Opens it for writing and cuts off what a crash left unfinished; null where another process writes.</summary>
    /// <param name="folder">The warehouse's folder.</param>
    /// <param name="after">The newest segment whose facts are loaded.</param>
    public static Journal? TryOpen(WarehouseFolder folder, long after)
    {
        var path = FolderOf(folder);
        Directory.CreateDirectory(path);
        if (FileLock.TryTake(Path.Combine(path, "writer.lock"), shared: false) is not { } alone) return null;
        var journal = new Journal(path, folder.Disk, alone);
        try
        {
            journal.CutUnfinished();
            journal.Segment = Math.Max(Segments(path) is [.., var last] ? last : 0, after) + 1;
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Numbers of the segments, in order.</summary>
    public static IReadOnlyList<long> Segments(string folder) => !Directory.Exists(folder) ? []
        : [.. Directory.GetFiles(folder, "*.log").Select(path => long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture)).Order()];

    /// <summary>Path of a segment.</summary>
    public static string PathOf(string folder, long segment) => Path.Combine(folder, segment.ToString("D8", CultureInfo.InvariantCulture) + ".log");

    /// <summary>The facts of a segment in the order in which they arrived, and how many bytes of it are whole.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="isLast">Whether a crash may have left its end unfinished.</param>
    /// <exception cref="InvalidDataException">Facts that were acknowledged are damaged.</exception>
    public static (List<LiveFact> Facts, long Whole) Read(string folder, long segment, bool isLast)
    {
        var bytes = File.ReadAllBytes(PathOf(folder, segment)).AsMemory();
        var facts = new List<LiveFact>();
        if (bytes.Length < HeaderLength || !bytes.Span[..8].SequenceEqual(Magic))
            return isLast && bytes.Length <= HeaderLength ? (facts, 0) : throw Damaged(folder, segment, 0);
        var at = HeaderLength;
        for (int length; (length = FrameAt(bytes.Span, at)) >= 0; at += FrameLength + length) facts.AddRange(LiveFact.OfLines(bytes.Slice(at + FrameLength, length)));
        if (at == bytes.Length) return (facts, at);

        // Each frame was forced to the disk before the next began: only the last can be torn, so a whole one further on tells of damage.
        for (var later = at + 1; later + FrameLength <= bytes.Length; later++)
        {
            if (FrameAt(bytes.Span, later) >= 0) throw Damaged(folder, segment, at);
        }

        return isLast ? (facts, at) : throw Damaged(folder, segment, at);
    }

    /// <summary>Puts facts in line: they are written in the order in which they came here.</summary>
    /// <param name="lines">The facts as lines of JSON; empty to wait only for those before.</param>
    /// <returns>What to wait for with <see cref="Keep"/>.</returns>
    public JournalBatch Add(byte[] lines)
    {
        lock (_gate)
        {
            _open.Lines.Add(lines);
            return _open;
        }
    }

    /// <summary>Returns when the facts of a batch, and all before them, are on the disk. Whoever comes first writes for all who wait.</summary>
    /// <exception cref="IOException">The disk refused: nothing more is taken until the journal is opened anew.</exception>
    public void Keep(JournalBatch mine)
    {
        lock (_writing)
        {
            if (mine.IsDone) return;
            if (_broken is not null) throw new IOException(_broken);
            lock (_gate)
            {
                if (ReferenceEquals(mine, _open)) _open = new JournalBatch();
            }

            Write(mine);
        }
    }

    /// <summary>Ends the segment, so that a load may take it in; what comes goes to the next one.</summary>
    public void Seal()
    {
        lock (_writing)
        {
            if (_file is null) return;
            _file.Dispose();
            _file = null;
            Segment++;

            // A load leaves the last segment to its writer: it must be the next one.
            _file = Begin();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _alone.Dispose();
    }

    void Write(JournalBatch batch)
    {
        try
        {
            var length = batch.Lines.Sum(lines => lines.Length);
            if (length > 0) WriteFrame(batch.Lines, length);
            batch.IsDone = true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // After a failed write or flush nobody knows what is on the disk: only opening it again tells.
            _broken = $"The journal {_folder} takes no more facts until it is opened again: {fault.Message}";
            throw new IOException(_broken, fault);
        }
    }

    void WriteFrame(List<byte[]> parts, int length)
    {
        _file ??= Begin();
        var frame = new byte[FrameLength + length];
        var at = FrameLength;
        foreach (var part in parts)
        {
            part.CopyTo(frame.AsSpan(at));
            at += part.Length;
        }

        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        BinaryPrimitives.WriteUInt64LittleEndian(frame.AsSpan(4), ++_sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(12), Crc32C.Of(frame.AsSpan(FrameLength)));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(16), Crc32C.Of(frame.AsSpan(0, 16)));
        _disk.Write(_file.Name, () => _file.Write(frame));
        _disk.Flush(_file);
    }

    FileStream Begin()
    {
        var path = PathOf(_folder, Segment);
        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), Segment);
        FileStream? file = null;
        _disk.Write(path, () =>
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Write(header);
        });
        _disk.Flush(file!);
        _disk.FlushFolder(_folder);
        return file!;
    }

    void CutUnfinished()
    {
        if (Segments(_folder) is not [.., var last]) return;
        var path = PathOf(_folder, last);
        var whole = Read(_folder, last, isLast: true).Whole;
        Cut = new FileInfo(path).Length - whole;
        if (Cut == 0) return;
        if (whole < HeaderLength)
        {
            _disk.Remove(path);
            return;
        }

        _disk.Write(path, () =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
            file.SetLength(whole);
        });
        _disk.Flush(path);
    }

    // Length of the facts of the whole frame at a place; -1 where there is none.
    static int FrameAt(ReadOnlySpan<byte> bytes, int at)
    {
        if (at + FrameLength > bytes.Length) return -1;
        var header = bytes.Slice(at, FrameLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[16..]) != Crc32C.Of(header[..16])) return -1;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length <= 0 || at + FrameLength + (long)length > bytes.Length) return -1;
        return Crc32C.Of(bytes.Slice(at + FrameLength, length)) == BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) ? length : -1;
    }

    static InvalidDataException Damaged(string folder, long segment, long at) => new(
        $"The journal {PathOf(folder, segment)} is damaged at byte {at}: facts that were taken lie behind it. Restore the file from a backup, or move it away and tell its facts again.");
}

/// <summary>Facts that are forced to the disk together.</summary>
sealed class JournalBatch
{
    /// <summary>The facts of each caller, as lines of JSON.</summary>
    public List<byte[]> Lines { get; } = [];

    /// <summary>Whether they are on the disk.</summary>
    public bool IsDone { get; set; }
}
