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
            using var file = AuditFolder.OpenToRead(folder.Segment(segment));
            if (file is null) continue;
            var frames = new FrameReader(file, 0, RandomAccess.GetLength(file));
            while (Next(frames) is { } record)
            {
                if (record.Event.Number != number) throw Wrong(segment, number);
                number++;
                if (record.Seal is null) yield return record.Event;
            }

            // The last record of the last file may be on its way; anywhere else it is damaged.
            if (!frames.IsAtEnd && (segment != segments[^1] || frames.TrySkip())) throw Wrong(segment, number);
        }
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
