using System.Globalization;
using Holdfast.Operations.Act;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Store;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Live;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Privacy;

/// <summary>Whom to erase.</summary>
public sealed record ErasePersonRequest
{
    /// <summary>Any id the customer is known under.</summary>
    [Touched("customer", IsPerson = true)]
    public required string Id { get; init; }

    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>Erase now. Without it nothing is changed, and what would go is told.</summary>
    public bool Confirmed { get; init; }
}

/// <summary>The receipt of an erasure.</summary>
public sealed record ErasePersonResult
{
    /// <summary>Whether it was done; false where it was only looked at.</summary>
    public required bool Erased { get; init; }

    /// <summary>When, yyyy-MM-ddTHH:mm:ssZ.</summary>
    public required string At { get; init; }

    /// <summary>Every id of the person; from now on no load brings facts of any of them.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Facts of the current version that told of the person.</summary>
    public required long Facts { get; init; }

    /// <summary>Versions of the facts that told of the person, the current one among them; null where it was only looked at.</summary>
    public required int? Versions { get; init; }

    /// <summary>Ids whose key was deleted from the audit log, so that nothing leads from its records to the person any more.</summary>
    public required IReadOnlyList<string> Unnamed { get; init; }

    /// <summary>Rows taken out of the tables of runs; null where it was only looked at.</summary>
    public required long? Rows { get; init; }

    /// <summary>Days of runs whose call lists the person was taken off.</summary>
    public required IReadOnlyList<string> CallLists { get; init; }

    /// <summary>Days of runs whose models learned from the person among others. They are marked: the next run for the day trains anew.</summary>
    public required IReadOnlyList<string> Retrain { get; init; }

    /// <summary>Objections that were forgotten.</summary>
    public required int Objections { get; init; }

    /// <summary>Files within the workspace that still name the person, and are yours to mend: what sources brought, what was rejected, what was written for others.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}

/// <summary>
/// Takes a customer out of everything the workspace keeps, for good: every version of the facts, the tables and call lists of runs, the
/// records, and the audit log's knowledge of who was meant; and refuses the customer's ids in every later load. The receipt names the
/// files that are not its to change.
/// </summary>
/// <remarks><b>Source</b>: Regulation (EU) 2016/679 (GDPR), article 17.</remarks>
public static class ErasePerson
{
    /// <summary>Erases, or says what would be erased.</summary>
    /// <exception cref="HoldfastException">The workspace is wrong, a run is going on, or a file is damaged: then part of it may be done, and repeating it does the rest.</exception>
    public static ErasePersonResult Run(ErasePersonRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var workspace = StoreOperations.Workspace(request.Workspace);
        var warehouse = workspace.OpenWarehouse();
        if (!request.Confirmed) return Look(workspace, warehouse, request.Id, context, cancel);
        using var alone = RunLock.Take(workspace.Root);
        JournalLoad.RunToTheEnd(warehouse, cancel);
        var known = Known(warehouse, request.Id, cancel);

        // The facts tell which ids are the person's, so they go last: whatever dies before is found again.
        var tables = PersonTables.Of(workspace.Root).Select(table => (Table: table, Rows: ColumnTable.Remove(table.Path, PersonTables.Customer, known.Ids))).Where(one => one.Rows > 0).ToList();
        var lists = CallLists.TakeOff(workspace, entry => known.Ids.Contains(entry.Customer));
        var touched = tables.Select(one => one.Table.Run).Concat(lists).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var run in touched) StageMarker.Forget(Path.Combine(RunFolder.RunsOf(workspace.Root), run));
        var objections = workspace.HasRecords || context.Records is not null
            ? Privacy.Objections.Using(workspace, context.Records, records => new ObjectionTable(records).Forget(known.Ids, cancel)) : 0;
        var unnamed = Unname(workspace.Root, known.Ids, context);
        var outcome = warehouse.Erase(request.Id, cancel);
        return Receipt(workspace, outcome, context, cancel) with
        {
            Erased = true,
            Versions = outcome.Versions,
            Unnamed = unnamed,
            Rows = tables.Sum(one => one.Rows),
            CallLists = lists,
            Retrain = [.. touched.Where(run => tables.Any(one => one.Table.Run == run && one.Table.Name.StartsWith("predict/", StringComparison.Ordinal)))],
            Objections = objections,
        };
    }

    /// <summary>The receipt for a terminal.</summary>
    public static string Describe(ErasePersonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var ids = string.Join(", ", result.Ids);
        if (!result.Erased)
            return string.Create(CultureInfo.InvariantCulture, $"Nothing was changed. Stored of {ids}: {Facts(result)}. Erasing cannot be undone; repeat the command with --confirmed to do it.");
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"Erased on {result.At}: {ids}; {Facts(result)}, out of {Versions(result.Versions)} of the facts. Only hashes of the ids are left, and every load refuses rows that name them."),
        };
        if (result.Rows > 0) lines.Add(string.Create(CultureInfo.InvariantCulture, $"Out of the results of runs: {result.Rows:N0} rows{(result.CallLists.Count == 0 ? "" : $", and off the call lists of {string.Join(", ", result.CallLists)}")}."));
        if (result.Objections > 0) lines.Add("Objections of the person were forgotten.");
        if (result.Unnamed.Count > 0) lines.Add("The audit log keeps what was recorded, and no longer tells that it was about this person.");
        if (result.Retrain.Count > 0) lines.Add($"Models that learned from this person among others are marked, and the next run for the day trains anew: {string.Join(", ", result.Retrain)}.");
        if (result.Files.Count > 0) lines.Add($"These files still name the person and are yours to mend: {string.Join(", ", result.Files)}.");
        lines.Add("Backups made before still hold the person: delete them in time, and erase again after restoring one.");
        return string.Join(Environment.NewLine, lines);
    }

    static ErasePersonResult Look(Workspace workspace, Warehouse warehouse, string id, OperationContext context, CancellationToken cancel) =>
        Receipt(workspace, Known(warehouse, id, cancel), context, cancel);

    static ErasePersonResult Receipt(Workspace workspace, ErasureOutcome outcome, OperationContext context, CancellationToken cancel) => new()
    {
        Erased = false,
        At = context.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Ids = outcome.Ids,
        Facts = outcome.Facts,
        Versions = null,
        Unnamed = [],
        Rows = null,
        CallLists = [],
        Retrain = [],
        Objections = 0,
        Files = NamingFiles.Of(workspace.Root, outcome.Ids, cancel),
    };

    static List<string> Unname(string root, IEnumerable<string> ids, OperationContext context)
    {
        using var own = context.Trail is null ? new AuditTrail() : null;
        var log = (context.Trail ?? own!).Of(root)!;
        return [.. ids.Where(log.ErasePerson)];
    }

    static string Facts(ErasePersonResult result) => result.Facts == 1 ? "1 fact" : string.Create(CultureInfo.InvariantCulture, $"{result.Facts:N0} facts");

    static string Versions(int? count) => count == 1 ? "1 version" : $"{count} versions";

    static ErasureOutcome Known(Warehouse warehouse, string id, CancellationToken cancel)
    {
        using var facts = warehouse.Current();
        var told = facts.FactsOf(id, cancel);
        var ids = told.Select(fact => fact.ToldAs).Append(id).Append(facts.Resolve(id)).Distinct().Order(StringComparer.Ordinal).ToList();
        return new ErasureOutcome(ids, 0, told.Count);
    }
}
