using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Holdfast.Operations.Store;
using Holdfast.Store.Live;

namespace Holdfast.Operations.Ingest;

/// <summary>Facts to add.</summary>
public sealed record AddFactsRequest
{
    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>File of facts, one JSON object a line; /dev/stdin reads what is piped in.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }
}

/// <summary>What became of the facts.</summary>
/// <param name="Kept">Facts that are on the disk now.</param>
/// <param name="Known">Facts that were told before.</param>
/// <param name="Refused">Lines that were not taken.</param>
/// <param name="CutBytes">Bytes of facts that a crash had left half written, never acknowledged, and that were cut off now; 0 nearly always.</param>
public sealed record AddFactsResult(long Kept, long Known, IReadOnlyList<RefusedLine> Refused, long CutBytes);

/// <summary>A line that was not taken.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Reason">What was found and what is allowed.</param>
public sealed record RefusedLine(long Line, string Reason);

/// <summary>Adds facts to the journal one by one, between loads: they count from now on, and the next run takes them into the warehouse.</summary>
public static class AddFacts
{
    const int LookLength = 1 << 17;
    const int LongestLine = 1 << 24;

    /// <summary>Adds them.</summary>
    /// <exception cref="HoldfastException">The workspace or file is wrong, or another process adds facts.</exception>
    public static AddFactsResult Run(AddFactsRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var workspace = StoreOperations.Workspace(request.Workspace);
        if (!File.Exists(request.File)) throw new HoldfastException($"The file {request.File} is not there.");
        using var live = LiveFacts.Open(workspace.OpenWarehouse(), writes: true, cancel);
        using var file = new FileStream(request.File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var (kept, known, refused) = (0L, 0L, new List<RefusedLine>());
        foreach (var lines in Batches(file))
        {
            cancel.ThrowIfCancellationRequested();
            var facts = new List<(long Line, LiveFact Fact)>();
            foreach (var (number, line) in lines)
            {
                try
                {
                    facts.Add((number, FactJson.Read(line, workspace.Business.MinorDigits)));
                }
                catch (FormatException fault)
                {
                    refused.Add(new RefusedLine(number, fault.Message));
                }
            }

            var arrivals = live.Add([.. facts.Select(one => one.Fact)]);
            kept += arrivals.Count(one => one == Arrival.Kept);
            known += arrivals.Count(one => one == Arrival.Known);
            context.Progress.Report(new StageProgress("journal", 1, string.Create(CultureInfo.InvariantCulture, $"all facts up to line {lines[^1].Number} are on the disk")));
            refused.AddRange(facts.Select((one, i) => Refused(one.Line, one.Fact, arrivals[i])).OfType<RefusedLine>());
        }

        return new AddFactsResult(kept, known, [.. refused.OrderBy(one => one.Line)], live.CutBytes);
    }

    /// <summary>The result for a terminal.</summary>
    public static string Describe(AddFactsResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var lines = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{result.Kept:N0} facts kept, {result.Known:N0} known before, {result.Refused.Count:N0} refused.") };
        if (result.CutBytes > 0) lines.Add(string.Create(CultureInfo.InvariantCulture, $"{result.CutBytes:N0} bytes at the end of the journal were cut off first: a crash had left them half written, and nobody was told that they were kept."));
        lines.AddRange(result.Refused.Select(one => string.Create(CultureInfo.InvariantCulture, $"  line {one.Line}: {one.Reason}")));
        return string.Join(Environment.NewLine, lines);
    }

    static RefusedLine? Refused(long line, LiveFact fact, Arrival arrival) => arrival switch
    {
        Arrival.Conflict => new RefusedLine(line, $"another {fact.Kind} with the same key and the same known_at says something else; give a later known_at to tell a correction"),
        Arrival.Erased => new RefusedLine(line, "the customer was erased"),
        _ => null,
    };

    // A batch is what one look finds: of a pipe what has come so far, so that who sends one fact and waits is told of that one.
    static IEnumerable<List<(long Number, string Line)>> Batches(Stream stream)
    {
        var (buffer, filled, number) = (new byte[LookLength], 0, 0L);
        for (int read; (read = stream.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            filled += read;
            var end = buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            if (end == 0 && filled == buffer.Length) Grow(ref buffer, number + 1);
            var batch = Lines(buffer.AsSpan(0, end), ref number);
            buffer.AsSpan(end, filled - end).CopyTo(buffer);
            filled -= end;
            if (batch.Count > 0) yield return batch;
        }

        if (Lines(buffer.AsSpan(0, filled), ref number) is { Count: > 0 } last) yield return last;
    }

    static List<(long Number, string Line)> Lines(ReadOnlySpan<byte> bytes, ref long number)
    {
        var lines = new List<(long Number, string Line)>();
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]).TrimStart('\uFEFF');
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            number++;
            if (!string.IsNullOrWhiteSpace(line)) lines.Add((number, line));
        }

        return lines;
    }

    static void Grow(ref byte[] buffer, long number)
    {
        if (buffer.Length >= LongestLine) throw new HoldfastException(string.Create(CultureInfo.InvariantCulture, $"Line {number} is longer than {LongestLine:N0} bytes; a fact is one JSON object on a line of its own. The lines before it are kept."));
        Array.Resize(ref buffer, buffer.Length * 2);
    }
}

/// <summary>JSON of facts that are added.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(AddFactsRequest))]
[JsonSerializable(typeof(AddFactsResult))]
sealed partial class AddFactsJson : JsonSerializerContext;
