using System.Text.Json.Serialization;

namespace Holdfast.Operations.Ingest;

/// <summary>What came of loading the sources, <c>ingest.json</c>.</summary>
/// <param name="Sources">By source, in the order of their names.</param>
public sealed record IngestReport(IReadOnlyList<SourceReport> Sources);

/// <summary>What came of loading one source: <see cref="Rows"/> = <see cref="Accepted"/> + <see cref="Rejected"/> + <see cref="Duplicate"/>.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="File">Its file or files, as the mapping names them.</param>
/// <param name="Rows">Rows read, without headers and blank lines.</param>
/// <param name="Accepted">Rows that told something new, or were understood and had nothing to tell.</param>
/// <param name="Rejected">Rows at fault; none of their facts was loaded.</param>
/// <param name="Duplicate">Rows of which every fact was known already, from an earlier load or an earlier row.</param>
/// <param name="RejectsFile">Where the rejected rows are, relative to the workspace; null where there are none.</param>
/// <param name="Facts">Facts told by the accepted and duplicate rows, by kind.</param>
/// <param name="Notes">What was guessed or is worth knowing, in sentences.</param>
public sealed record SourceReport(
    string Source,
    string File,
    long Rows,
    long Accepted,
    long Rejected,
    long Duplicate,
    string? RejectsFile,
    IReadOnlyDictionary<string, long> Facts,
    IReadOnlyList<string> Notes)
{
    /// <summary>Facts of kinds that have an id which told none: they are told apart by being counted, over all files together.</summary>
    public long WithoutId { get; init; }
}

/// <summary>JSON of the report, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(IngestReport))]
[JsonSerializable(typeof(LastIngest))]
public sealed partial class IngestJson : JsonSerializerContext
{
}
