using System.Globalization;

namespace Holdfast.Store.Audit;

/// <summary>Reads a log without its lock.</summary>
sealed class AuditReading(AuditFolder folder)
{
    /// <summary>All events up to the newest checkpoint, or to the first torn record behind it.</summary>
    /// <exception cref="InvalidDataException">A record is not as it was written.</exception>
    public IEnumerable<AuditRecord> Events()
    {
        var number = 1L;
        var segments = folder.Segments();
        foreach (var segment in segments)
        {
            if (segment != number) throw Wrong(segment, number);
            foreach (var record in Segment(segment, segment == segments[^1]))
            {
                number = record.Event.Number + 1;
                if (record.Seal is null) yield return record.Event;
            }
        }
    }

    /// <summary>The newest events of a kind before a number, the newest first; older files than needed are not read.</summary>
    /// <exception cref="InvalidDataException">A record is not as it was written.</exception>
    public IReadOnlyList<AuditRecord> Newest(int count, long before, Func<AuditRecord, bool> fits)
    {
        var found = new List<AuditRecord>();
        var segments = folder.Segments();
        for (var i = segments.Count - 1; i >= 0 && found.Count < count; i--)
        {
            if (segments[i] >= before) continue;
            var newest = new Queue<AuditRecord>();
            foreach (var record in Segment(segments[i], i == segments.Count - 1).Where(record => record.Seal is null && record.Event.Number < before && fits(record.Event)))
            {
                newest.Enqueue(record.Event);
                if (found.Count + newest.Count > count) newest.Dequeue();
            }

            found.AddRange(newest.Reverse());
        }

        return found;
    }

    IEnumerable<ReadRecord> Segment(long segment, bool isLast)
    {
        using var file = AuditFolder.OpenToRead(folder.Segment(segment));
        if (file is null) yield break;
        var number = segment;
        var frames = new FrameReader(file, 0, RandomAccess.GetLength(file));
        while (Next(frames) is { } record)
        {
            if (record.Event.Number != number) throw Wrong(segment, number);
            number++;
            yield return record;
        }

        // The last record of the last file may be on its way; anywhere else it is damaged.
        if (!frames.IsAtEnd && (!isLast || frames.TrySkip())) throw Wrong(segment, number);
    }

    /// <summary>The newest checkpoint as text.</summary>
    public string? Checkpoint()
    {
        if (!File.Exists(folder.PublicKey)) return null;
        using var key = AuditKey.Of(File.ReadAllText(folder.PublicKey), folder.PublicKey);
        var checkpoint = new CheckpointFile(folder, key);
        var newest = checkpoint.Read(checkpoint.Bytes()) ?? throw new InvalidDataException($"{folder.Checkpoint} holds no checkpoint that {folder.PublicKey} signed; `holdfast audit verify` tells more.");
        return newest.State.Note.Text(key);
    }

    static ReadRecord? Next(FrameReader frames) => frames.TryRead(out var payload) ? RecordJson.Read(payload) : null;

    InvalidDataException Wrong(long segment, long number) => new(string.Create(
        CultureInfo.InvariantCulture, $"{folder.Segment(segment)}: where record {number} should stand there is another one or none; `holdfast audit verify` tells more."));
}
