using System.Globalization;
using Holdfast.Operations.Audit;
using Holdfast.Store.Live;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Store;

/// <summary>Whom to erase.</summary>
public sealed record EraseCustomerRequest
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
public sealed record EraseCustomerResult
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

    /// <summary>Days of runs whose results were made while the person was there; a run repeated for the day makes them anew without.</summary>
    public required IReadOnlyList<string> Runs { get; init; }
}

/// <summary>
/// Takes a customer out of every version of the stored facts, for good, and refuses the customer's ids in every later load. The files
/// of the sources, rejected rows and results of past runs are not its to change: the receipt names what is left.
/// </summary>
public static class EraseCustomer
{
    /// <summary>Erases, or says what would be erased.</summary>
    /// <exception cref="HoldfastException">The workspace is wrong, or a file is damaged; where it is the audit log's, the facts are erased already and the command is to be repeated.</exception>
    public static EraseCustomerResult Run(EraseCustomerRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var workspace = StoreOperations.Workspace(request.Workspace);
        var warehouse = workspace.OpenWarehouse();
        if (request.Confirmed) JournalLoad.RunToTheEnd(warehouse, cancel);
        var outcome = request.Confirmed ? warehouse.Erase(request.Id, cancel) : Look(warehouse, request.Id, cancel);
        var unnamed = request.Confirmed ? Unname(workspace.Root, outcome.Ids.Append(request.Id), context) : [];
        return new EraseCustomerResult
        {
            Unnamed = unnamed,
            Erased = request.Confirmed,
            At = context.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            Ids = outcome.Ids,
            Facts = outcome.Facts,
            Versions = request.Confirmed ? outcome.Versions : null,
            Runs = Runs(workspace.Root),
        };
    }

    /// <summary>The receipt for a terminal.</summary>
    public static string Describe(EraseCustomerResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var ids = string.Join(", ", result.Ids);
        var lines = new List<string>();
        if (result.Erased)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Erased on {result.At}: {ids}; {Facts(result)}, out of {Versions(result.Versions)} of the facts. Only hashes of the ids are left, and every load refuses rows that name them."));
        }
        else
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Nothing was changed. Stored of {ids}: {Facts(result)}. Erasing cannot be undone; repeat the command with --confirmed to do it."));
        }

        if (result.Unnamed.Count > 0) lines.Add("The audit log keeps what was recorded, and no longer tells that it was about this person.");
        lines.Add("Not changed by this: the files of the sources, and what was rejected or mended of them under data/; take the person out of them yourself.");
        if (result.Runs.Count > 0) lines.Add($"Results of these runs were made while the person was there; 'holdfast run --as-of DAY' makes one anew, or delete its folder under data/runs: {string.Join(", ", result.Runs)}.");
        return string.Join(Environment.NewLine, lines);
    }

    static List<string> Unname(string root, IEnumerable<string> ids, OperationContext context)
    {
        using var own = context.Trail is null ? new AuditTrail() : null;
        var log = (context.Trail ?? own!).Of(root)!;
        return [.. ids.Distinct(StringComparer.Ordinal).Where(log.ErasePerson)];
    }

    static string Facts(EraseCustomerResult result) => result.Facts == 1 ? "1 fact" : string.Create(CultureInfo.InvariantCulture, $"{result.Facts:N0} facts");

    static string Versions(int? count) => count == 1 ? "1 version" : $"{count} versions";

    static ErasureOutcome Look(Warehouse warehouse, string id, CancellationToken cancel)
    {
        using var facts = warehouse.Current();
        var told = facts.FactsOf(id, cancel);
        var ids = told.Select(fact => fact.ToldAs).Append(id).Distinct().Order(StringComparer.Ordinal).ToList();
        return new ErasureOutcome(ids, 0, told.Count);
    }

    static List<string> Runs(string root)
    {
        var runs = Path.Combine(root, "data", "runs");
        return Directory.Exists(runs) ? [.. Directory.GetDirectories(runs).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];
    }
}
