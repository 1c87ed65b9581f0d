using Holdfast.Operations.Act;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Store;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Live;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Privacy;

/// <summary>Who objects to what.</summary>
public sealed record RecordObjectionRequest
{
    /// <summary>Any id the customer is known under.</summary>
    [Touched("customer", IsPerson = true)]
    public required string Id { get; init; }

    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>What the customer objects to.</summary>
    public required ObjectionPurpose Purpose { get; init; }

    /// <summary>Take an objection back that the customer no longer upholds.</summary>
    public bool Withdrawn { get; init; }
}

/// <summary>What stands now.</summary>
public sealed record RecordObjectionResult
{
    /// <summary>The id the customer is known under.</summary>
    public required string Customer { get; init; }

    /// <summary>What it is about.</summary>
    public required ObjectionPurpose Purpose { get; init; }

    /// <summary>Day since which the objection stands, yyyy-MM-dd; null where none stands.</summary>
    public required string? Since { get; init; }

    /// <summary>Whether this changed anything; false where it stood so already.</summary>
    public required bool Changed { get; init; }

    /// <summary>Days of the runs whose call lists the customer was taken off.</summary>
    public required IReadOnlyList<string> CallLists { get; init; }
}

/// <summary>
/// Records that a customer objects to marketing or to profiling, or no longer does. It is effective at once: on every call list, in every
/// later run and in every answer about the customer.
/// </summary>
/// <remarks><b>Source</b>: Regulation (EU) 2016/679 (GDPR), article 21.</remarks>
public static class RecordObjection
{
    /// <summary>Records it.</summary>
    /// <exception cref="HoldfastException">The workspace or its records are wrong, or no facts tell of the customer.</exception>
    public static RecordObjectionResult Run(RecordObjectionRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var workspace = StoreOperations.Workspace(request.Workspace);
        using var facts = Knowing(workspace.OpenWarehouse(), request.Id, cancel);
        var told = facts.FactsOf(request.Id, cancel);
        if (told.Count == 0 || !context.Scope.Holds(request.Id, facts))
            throw new HoldfastException($"There are no facts of a customer '{request.Id}'; ids are those of the sources, letter by letter.");
        var customer = facts.Resolve(request.Id);
        if (request.Withdrawn) return Withdraw(request, (workspace, customer, Ids(told, request.Id)), context, cancel);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(workspace.Business.TimeZone);
        var objection = new Objection(customer, request.Purpose, context.Clock.GetUtcNow(), context.Actor);
        var (standing, isNew) = Objections.Using(workspace, context.Records, records => new ObjectionTable(records).Tell(objection, cancel));
        return new RecordObjectionResult
        {
            Customer = customer,
            Purpose = request.Purpose,
            Since = Objections.DayOf(standing.ToldAt, zone).ToString(),
            Changed = isNew,
            CallLists = CallLists.TakeOff(workspace, Objections.Read(workspace, context.Records, facts)),
        };
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(RecordObjectionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var to = result.Purpose == ObjectionPurpose.Marketing ? "marketing" : "profiling";
        if (result.Since is null)
            return result.Changed ? $"Customer {result.Customer} no longer objects to {to}; it counts from the next run on." : $"Customer {result.Customer} did not object to {to}; nothing was changed.";
        var lines = new List<string>
        {
            result.Changed ? $"Customer {result.Customer} objects to {to} since {result.Since}: {Effect(result.Purpose)}" : $"Customer {result.Customer} objects to {to} since {result.Since}; nothing was changed.",
        };
        if (result.CallLists.Count > 0) lines.Add($"Taken off the call lists of {string.Join(", ", result.CallLists)}. Lists that were printed or copied before are not changed by this.");
        return string.Join(Environment.NewLine, lines);
    }

    // Who became a customer today stands in the journal only; an objection of others must not wait for whoever adds facts.
    static Snapshot Knowing(Warehouse warehouse, string customer, CancellationToken cancel)
    {
        var facts = warehouse.Current();
        if (facts.FactsOf(customer, cancel).Count > 0) return facts;
        facts.Dispose();
        JournalLoad.RunToTheEnd(warehouse, cancel);
        return warehouse.Current();
    }

    static string Effect(ObjectionPurpose purpose) => purpose == ObjectionPurpose.Marketing
        ? "nothing but services and what the customer asks for may be put to this customer."
        : "no score, segment or decision is made for this customer, none that was made is shown, and no model learns from the history.";

    static RecordObjectionResult Withdraw(RecordObjectionRequest request, (Workspace Workspace, string Customer, IReadOnlyList<string> Ids) whose, OperationContext context, CancellationToken cancel)
    {
        var stood = Objections.Using(whose.Workspace, context.Records, records => new ObjectionTable(records).Withdraw(whose.Ids, request.Purpose, cancel));
        return new RecordObjectionResult { Customer = whose.Customer, Purpose = request.Purpose, Since = null, Changed = stood > 0, CallLists = [] };
    }

    static List<string> Ids(IReadOnlyList<ToldFact> told, string asked) => [.. told.Select(fact => fact.ToldAs).Append(asked).Distinct()];
}
