using System.Globalization;
using Holdfast.Operations.Audit;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Store;

/// <summary>Whose history to show.</summary>
public sealed record CustomerHistoryRequest
{
    /// <summary>Any id the customer is known under.</summary>
    [Touched("customer", IsPerson = true)]
    public required string Id { get; init; }

    /// <summary>The workspace folder.</summary>
    [Place(Place.Workspace)]
    public required string Workspace { get; init; }

    /// <summary>Only what was known before this day, yyyy-MM-dd, as it was held then; where not given, everything.</summary>
    public string? AsOf { get; init; }

    /// <summary>Whether to show versions that were corrected later, too.</summary>
    public bool Corrected { get; init; }

    /// <summary>The version of the facts to read, as `holdfast store check` numbers them; where not given, the current one.</summary>
    public long? Version { get; init; }
}

/// <summary>One customer's history.</summary>
public sealed record CustomerHistoryResult
{
    /// <summary>The id the customer is known under.</summary>
    public required string Customer { get; init; }

    /// <summary>The ids the facts were told under.</summary>
    public required IReadOnlyList<string> ToldAs { get; init; }

    /// <summary>The facts in order of time.</summary>
    public required IReadOnlyList<HistoryFact> Facts { get; init; }
}

/// <summary>One fact.</summary>
/// <param name="At">When it happened, yyyy-MM-ddTHH:mm:ss; null where it held since before all facts.</param>
/// <param name="KnownAt">When it was learned; null where it was known since before all facts.</param>
/// <param name="KnownUntil">When a correction took its place; null while it stands.</param>
/// <param name="Kind">The kind of fact.</param>
/// <param name="ToldAs">The id it was told under.</param>
/// <param name="Source">The mapping it came by.</param>
/// <param name="Values">What else it says, by column; money in the workspace's currency.</param>
public sealed record HistoryFact(string? At, string KnownAt, string? KnownUntil, string Kind, string ToldAs, string Source, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>A stored fact as it is shown.</summary>
    /// <param name="told">The fact.</param>
    /// <param name="minorDigits">Digits of the currency's minor unit.</param>
    public static HistoryFact Of(ToldFact told, int minorDigits)
    {
        ArgumentNullException.ThrowIfNull(told);
        var columns = FactCatalog.Find(told.Kind)!.Columns.ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        var values = told.Values.ToDictionary(
            value => value.Key,
            value => columns[value.Key] == ColumnType.Money ? Money(value.Value, minorDigits) : value.Value,
            StringComparer.Ordinal);
        return new HistoryFact(Time(told.At), Time(told.KnownAt) ?? "-", told.KnownUntil?.ToString(), told.Kind, told.ToldAs, told.Source, values);
    }

    // What no source dates stands at the beginning of time.
    static string? Time(Instant at) => at.Day.Date.Year == 1 ? null : at.ToString();

    static string Money(string minor, int digits)
    {
        var amount = decimal.Parse(minor, CultureInfo.InvariantCulture);
        for (var i = 0; i < digits; i++) amount /= 10;
        return amount.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}

/// <summary>Shows one customer's facts in order of time, each with when it happened and when it was learned.</summary>
public static class CustomerHistory
{
    /// <summary>Reads the history.</summary>
    /// <exception cref="HoldfastException">The workspace is wrong, or there is no such customer, day or version.</exception>
    public static CustomerHistoryResult Run(CustomerHistoryRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var workspace = StoreOperations.Workspace(request.Workspace);
        using var stored = StoreOperations.Open(workspace, request.Version);
        var facts = StoreOperations.AsOf(stored, request.AsOf);
        var told = facts.FactsOf(request.Id, cancel);
        if (told.Count == 0 || !context.Scope.Holds(request.Id, facts))
        {
            throw new HoldfastException(request.AsOf is null
                ? $"There are no facts of a customer '{request.Id}'; ids are those of the sources, letter by letter."
                : $"Before {request.AsOf} nothing was known of a customer '{request.Id}'.");
        }

        var shown = told.Where(fact => request.Corrected || request.AsOf is not null || fact.KnownUntil is null);
        return new CustomerHistoryResult
        {
            Customer = facts.Resolve(request.Id),
            ToldAs = [.. told.Select(fact => fact.ToldAs).Distinct().Order(StringComparer.Ordinal)],
            Facts = [.. shown.Select(fact => HistoryFact.Of(fact, workspace.Business.MinorDigits))],
        };
    }

    /// <summary>The history for a terminal.</summary>
    public static string Describe(CustomerHistoryResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var many = result.ToldAs.Count > 1;
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"Customer {result.Customer}{(many ? $", told as {string.Join(", ", result.ToldAs)}" : "")}: {result.Facts.Count:N0} facts."),
            $"{"happened",-19}  {"learned",-19}  fact",
        };
        lines.AddRange(result.Facts.Select(fact =>
            $"{fact.At ?? "-",-19}  {(fact.KnownAt == fact.At ? "=" : fact.KnownAt),-19}  {fact.Kind}{(many ? $" of {fact.ToldAs}" : "")}"
            + string.Concat(fact.Values.Select(value => $" {value.Key}={value.Value}"))
            + (fact.KnownUntil is { } until ? $" (held true until {until})" : "")));
        return string.Join(Environment.NewLine, lines);
    }
}
