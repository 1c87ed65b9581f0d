using Holdfast.Operations.Ingest;
using Holdfast.Retention.Act;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Listen;
using Holdfast.Retention.Segment;
using Holdfast.Store.Records;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Workspaces;

/// <summary>A checked workspace: everything the user owns, in one folder of text and open files.</summary>
/// <param name="Root">Absolute path of the folder.</param>
/// <param name="DataRoot">What <c>${data}</c> in mappings stands for; null where not set.</param>
/// <param name="Business"><c>holdfast.yaml</c>.</param>
/// <param name="Sources"><c>sources/*.yaml</c>, by name.</param>
/// <param name="Actions"><c>actions.yaml</c>.</param>
/// <param name="Policy"><c>policy.yaml</c>.</param>
/// <param name="Segments"><c>segments.yaml</c>.</param>
public sealed record Workspace(
    string Root,
    string? DataRoot,
    Business Business,
    IReadOnlyList<SourceMapping> Sources,
    IReadOnlyList<RetentionAction> Actions,
    Policy Policy,
    IReadOnlyList<SegmentRule> Segments)
{
    /// <summary><c>programmes.yaml</c>; without any programme where the file is not there.</summary>
    public Programmes Programmes { get; init; } = new();

    /// <summary><c>words/*.yaml</c> by language, BCP 47 tag.</summary>
    public IReadOnlyDictionary<string, Words> Words { get; init; } = new Dictionary<string, Words>();

    /// <summary>The workspace's facts.</summary>
    public Warehouse OpenWarehouse() => Warehouse.Open(
        Path.Combine(Root, "data", "warehouse"),
        new WarehouseSettings { KeepVersions = TimeSpan.FromDays(Business.Store.KeepVersionsDays) });

    /// <summary>Connection string of the PostgreSQL that keeps the records; null where they are in a file of the workspace.</summary>
    public string? RecordsConnection => Environment.GetEnvironmentVariable("HOLDFAST_RECORDS") is { Length: > 0 } told ? told
        : Business.Store.Records is { Length: > 0 } written ? written : null;

    /// <summary>Whether there are records to read; a workspace that nobody served and nobody objected in has none.</summary>
    public bool HasRecords => RecordsConnection is not null || File.Exists(RecordsFile);

    /// <summary>The workspace's records, made where there are none yet: <c>data/records.db</c>, or the PostgreSQL it names.</summary>
    /// <exception cref="RecordsException">They cannot be reached, are damaged, or were made by a newer program.</exception>
    public RecordsDatabase OpenRecords() => RecordsDatabase.Open(RecordsConnection, RecordsFile);

    string RecordsFile => Path.Combine(Root, "data", "records.db");
}
