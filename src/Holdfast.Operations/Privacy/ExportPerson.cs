using System.Globalization;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Store;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Audit;
using Holdfast.Store.Live;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Privacy;

/// <summary>Whose data to hand out.</summary>
public sealed record ExportPersonRequest
{
    /// <summary>Any id the customer is known under.</summary>
    [Touched("customer", IsPerson = true)]
    public required string Id { get; init; }

    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>A file to write the same into as a page for people (HTML); one that is there is replaced.</summary>
    [Place(Place.Output)]
    public string? Page { get; init; }
}

/// <summary>Everything that is kept about one customer.</summary>
public sealed record ExportPersonResult
{
    /// <summary>The id the customer is known under.</summary>
    public required string Customer { get; init; }

    /// <summary>The ids the facts were told under.</summary>
    public required IReadOnlyList<string> ToldAs { get; init; }

    /// <summary>When this was put together, yyyy-MM-ddTHH:mm:ssZ.</summary>
    public required string At { get; init; }

    /// <summary>Every fact in order of time, with versions that were corrected later.</summary>
    public required IReadOnlyList<HistoryFact> Facts { get; init; }

    /// <summary>What the customer objects to.</summary>
    public required IReadOnlyList<ExportedObjection> Objections { get; init; }

    /// <summary>What runs of the loop worked out about the customer: scores, features, segments, decisions and refusals.</summary>
    public required IReadOnlyList<ExportedRows> Results { get; init; }

    /// <summary>When the customer's records were looked at or changed, and what for; by whom is not told.</summary>
    public required IReadOnlyList<ExportedLook> Looks { get; init; }

    /// <summary>Files within the workspace that name the customer and are not part of this: what sources brought, what was rejected, what was written for others.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}

/// <summary>An objection.</summary>
/// <param name="Purpose">To what.</param>
/// <param name="Since">Day since which it stands, yyyy-MM-dd.</param>
public sealed record ExportedObjection(ObjectionPurpose Purpose, string Since);

/// <summary>A customer's rows of one table of a run.</summary>
/// <param name="Run">Day of the run, yyyy-MM-dd.</param>
/// <param name="Table">The table, such as <c>predict/scores</c>.</param>
/// <param name="Rows">Its rows; columns without a value are left out.</param>
public sealed record ExportedRows(string Run, string Table, IReadOnlyList<IReadOnlyDictionary<string, string>> Rows);

/// <summary>A look at the customer's records, or a change of them.</summary>
/// <param name="At">When, yyyy-MM-ddTHH:mm:ssZ.</param>
/// <param name="Operation">What was done, such as <c>store/history</c>.</param>
public sealed record ExportedLook(string At, string Operation);

/// <summary>Hands out everything that is kept about one customer, for programs and as a page for people: facts, objections, what was worked out, and when it was looked at.</summary>
/// <remarks><b>Source</b>: Regulation (EU) 2016/679 (GDPR), articles 15 and 20; who of the staff looked need not be told: Court of Justice of the EU, C-579/21.</remarks>
public static class ExportPerson
{
    /// <summary>Puts it together.</summary>
    /// <exception cref="HoldfastException">The workspace is wrong, nothing is kept about the customer, or the page cannot be written.</exception>
    public static ExportPersonResult Run(ExportPersonRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var workspace = StoreOperations.Workspace(request.Workspace);
        var warehouse = workspace.OpenWarehouse();
        JournalLoad.RunToTheEnd(warehouse, cancel);
        using var stored = warehouse.Current();
        var told = stored.FactsOf(request.Id, cancel);
        if (told.Count == 0 || !context.Scope.Holds(request.Id, stored))
            throw new HoldfastException($"There are no facts of a customer '{request.Id}'; ids are those of the sources, letter by letter.");
        var ids = told.Select(fact => fact.ToldAs).Append(stored.Resolve(request.Id)).Distinct().Order(StringComparer.Ordinal).ToList();
        var result = new ExportPersonResult
        {
            Customer = stored.Resolve(request.Id),
            ToldAs = ids,
            At = Time(context.Clock.GetUtcNow()),
            Facts = [.. told.Select(fact => HistoryFact.Of(fact, workspace.Business.MinorDigits))],
            Objections = Objecting(workspace, context, stored, ids),
            Results = [.. PersonTables.Of(workspace.Root).SelectMany(table => Rows(table, ids))],
            Looks = Looks(workspace, ids),
            Files = NamingFiles.Of(workspace.Root, ids, cancel),
        };
        if (request.Page is not null) ExportPage.Write(result, workspace.Business, request.Page);
        return result;
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(ExportPersonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"Kept about customer {result.Customer}{(result.ToldAs.Count > 1 ? $" ({string.Join(", ", result.ToldAs)})" : "")} on {result.At}:"),
            string.Create(CultureInfo.InvariantCulture, $"  {result.Facts.Count,6:N0} facts: {string.Join(", ", result.Facts.CountBy(fact => fact.Kind).OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Value.ToString("N0", CultureInfo.InvariantCulture)} {kind.Key}"))}"),
            string.Create(CultureInfo.InvariantCulture, $"  {result.Results.Sum(table => table.Rows.Count),6:N0} rows of {result.Results.Select(table => table.Run).Distinct().Count():N0} runs"),
            string.Create(CultureInfo.InvariantCulture, $"  {result.Looks.Count,6:N0} looks at the customer's records, or changes of them"),
            $"  objects to: {(result.Objections.Count == 0 ? "nothing" : string.Join(", ", result.Objections.Select(one => $"{RequestText.Words(typeof(ObjectionPurpose)).ElementAt((int)one.Purpose)} since {one.Since}")))}",
        };
        if (result.Files.Count > 0) lines.Add($"These files name the customer and are not part of it: {string.Join(", ", result.Files)}.");
        lines.Add("--json prints all of it; --page FILE writes it as a page for people.");
        return string.Join(Environment.NewLine, lines);
    }

    static List<ExportedObjection> Objecting(Workspace workspace, OperationContext context, Snapshot facts, List<string> ids)
    {
        var all = Privacy.Objections.Read(workspace, context.Records, facts);
        return
        [
            .. ids.Where(all.ToMarketing.ContainsKey).Select(id => new ExportedObjection(ObjectionPurpose.Marketing, all.ToMarketing[id].ToString())),
            .. ids.Where(all.ToProfiling.ContainsKey).Select(id => new ExportedObjection(ObjectionPurpose.Profiling, all.ToProfiling[id].ToString())),
        ];
    }

    static IEnumerable<ExportedRows> Rows(PersonTable table, List<string> ids)
    {
        var rows = ColumnTable.ReadAsText(table.Path, PersonTables.Customer, ids);
        if (rows.RowCount > 0) yield return new ExportedRows(table.Run, table.Name, [.. Enumerable.Range(0, rows.RowCount).Select(row => Row(rows, row))]);
    }

    static Dictionary<string, string> Row(ColumnTable rows, int row) => rows.Names
        .Select(name => (Name: name, Value: rows.Texts(name)[row]))
        .Where(cell => cell.Value is not (null or "NaN" or "nan"))
        .ToDictionary(cell => cell.Name, cell => cell.Value!, StringComparer.Ordinal);

    static List<ExportedLook> Looks(Workspace workspace, List<string> ids)
    {
        var folder = AuditTrail.FolderOf(workspace.Root);
        if (!Directory.Exists(folder)) return [];
        using var log = AuditLog.Open(folder);
        var marks = ids.Select(log.MarkOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return marks.Count == 0 ? [] :
            [.. log.Read().Where(record => record.PersonMark is { } mark && marks.Contains(mark) && record.Outcome != "begun").Select(record => new ExportedLook(Time(record.At), record.Operation))];
    }

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
