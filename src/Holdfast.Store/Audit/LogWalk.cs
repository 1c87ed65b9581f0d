using System.Globalization;

namespace Holdfast.Store.Audit;

/// <summary>A record as it stands in a file.</summary>
/// <param name="Record">What it tells; null where no whole record stands.</param>
/// <param name="Leaf">Hash of its leaf.</param>
/// <param name="Segment">First record of its segment, by the file's name.</param>
/// <param name="Offset">Where in the file it begins.</param>
sealed record StandingRecord(ReadRecord? Record, byte[] Leaf, long Segment, long Offset)
{
    /// <summary>Its number; 0 where no whole record stands.</summary>
    public long Number => Record?.Event.Number ?? 0;
}

/// <summary>Reads all records of a log as they stand, and compares their numbers and checksums with what they should be.</summary>
/// <param name="folder">The log.</param>
/// <param name="segments">First record and length of each segment.</param>
/// <param name="faults">Where faults go.</param>
sealed class LogWalk(AuditFolder folder, IReadOnlyList<(long First, long Length)> segments, List<AuditFault> faults)
{
    const int FaultLimit = 100;

    readonly List<(AuditFault Fault, long Number)> _inserted = [];

    /// <summary>Number of the next record, if all is well.</summary>
    public long Expected { get; private set; } = 1;

    /// <summary>Whether the log ends in a piece that is no whole record.</summary>
    public bool EndsTorn { get; private set; }

    /// <summary>Every record as it stands.</summary>
    public IEnumerable<StandingRecord> Records()
    {
        foreach (var (first, length) in segments)
        {
            using var file = AuditFolder.OpenToRead(folder.Segment(first));
            if (file is null) continue;
            var frames = new FrameReader(file, 0, length);
            while (!frames.IsAtEnd)
            {
                var record = Next(frames, first);
                yield return record;
                if (record.Record is null && !frames.TrySkip()) break;
            }
        }
    }

    /// <summary>Looks at the order of the records; tells of each that stands where another one should.</summary>
    /// <returns>The records that stand where they should, until the first fault.</returns>
    public IEnumerable<StandingRecord> Ordered(CancellationToken cancel)
    {
        StandingRecord? held = null;
        foreach (var next in Records())
        {
            cancel.ThrowIfCancellationRequested();
            if (held is not null)
            {
                Look(held, next.Number);
                if (faults.Count == 0) yield return held;
            }

            held = next;
        }

        EndsTorn = held is { Number: 0 };
        if (held is not null && !EndsTorn)
        {
            Look(held, 0);
            if (faults.Count == 0) yield return held;
        }

        JoinMoved();
    }

    static StandingRecord Next(FrameReader frames, long segment)
    {
        var offset = frames.Offset;
        return frames.TryRead(out var payload) && RecordJson.Read(payload) is { } record
            ? new StandingRecord(record, MerkleTree.Leaf(payload), segment, offset)
            : new StandingRecord(null, [], segment, offset);
    }

    // What stands behind a record tells whether it came in between, took another's place, or others are missing before it.
    void Look(StandingRecord one, long next)
    {
        var (number, expected) = (one.Number, Expected);
        if (number == 0)
        {
            Tell(AuditProblem.Changed, (expected, expected), one, $"Record {expected} was changed: its length or its checksum does not fit, or it is no record.");
            Expected++;
        }
        else if (number == expected)
        {
            Expected++;
        }
        else if (next == expected)
        {
            Tell(AuditProblem.Inserted, (expected, expected), one, $"A record with the number {number} was inserted before record {expected}.");
            _inserted.Add((faults[^1], number));
        }
        else if (next == expected + 1)
        {
            Tell(AuditProblem.Reordered, (Math.Min(number, expected), Math.Max(number, expected)), one, $"Record {number} stands where record {expected} should.");
            Expected++;
        }
        else if (number > expected)
        {
            Tell(AuditProblem.Removed, (expected, number - 1), one, $"{(number - 1 == expected ? $"Record {expected} was" : $"Records {expected} to {number - 1} were")} removed.");
            Expected = number + 1;
        }
        else
        {
            Tell(AuditProblem.Inserted, (number, expected), one, $"Records were inserted behind record {expected - 1}: the next one has the number {number} again.");
            Expected = number + 1;
        }
    }

    // One that stands where it should not and is missing where it should was moved.
    void JoinMoved()
    {
        foreach (var (inserted, number) in _inserted)
        {
            var removed = faults.Find(fault => fault.Problem == AuditProblem.Removed && fault.Record == number && fault.LastRecord == number);
            if (removed is null || !faults.Remove(removed)) continue;
            var moved = new AuditFault(AuditProblem.Reordered, Math.Min(number, inserted.Record!.Value), Math.Max(number, inserted.Record.Value), inserted.Place,
                string.Create(CultureInfo.InvariantCulture, $"Record {number} was moved: it stands before record {inserted.Record}."));
            faults[faults.IndexOf(inserted)] = moved;
        }
    }

    void Tell(AuditProblem problem, (long From, long To) records, StandingRecord one, FormattableString what)
    {
        if (faults.Count >= FaultLimit) return;
        var place = string.Create(CultureInfo.InvariantCulture, $"{folder.Segment(one.Segment)}, byte {one.Offset}");
        faults.Add(new AuditFault(problem, records.From, records.To, place, what.ToString(CultureInfo.InvariantCulture)));
    }
}
