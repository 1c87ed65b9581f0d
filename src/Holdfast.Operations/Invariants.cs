using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations;

/// <summary>What must hold after each stage of the loop, checked on the files the stage wrote.</summary>
static class Invariants
{
    /// <summary>Standard errors the held-out share may lie from the asked one.</summary>
    const double ControlTolerance = 4;

    public static Invariant LivesDoNotOverlap { get; } = new("no customer lives two lives at once", run =>
    {
        var lives = ColumnTable.Read(run.Folder.Input("measure", "lives.parquet"));
        var ends = new Dictionary<string, string>(StringComparer.Ordinal);
        var (customers, joined, left) = (lives.Texts("customer"), lives.Texts("joined"), lives.Texts("left"));
        for (var i = 0; i < lives.RowCount; i++)
        {
            if (ends.TryGetValue(customers[i]!, out var end) && string.CompareOrdinal(joined[i], end) < 0) return $"a life of customer {customers[i]} that began on {joined[i]} overlaps the one before it";
            ends[customers[i]!] = left[i] ?? "9999-12-31";
        }

        return null;
    });

    public static Invariant OnlyCurrentCustomersAreScored { get; } = new("nobody who is gone is scored, and nobody twice", run =>
    {
        var lives = ColumnTable.Read(run.Folder.Input("measure", "lives.parquet"));
        var (customers, left) = (lives.Texts("customer"), lives.Texts("left"));
        var current = new HashSet<string>(Enumerable.Range(0, lives.RowCount).Where(i => left[i] is null).Select(i => customers[i]!), StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var customer in ColumnTable.Read(run.Folder.Input("predict", "scores.parquet")).Texts("customer"))
        {
            if (!current.Contains(customer!)) return $"customer {customer} was scored without a current life";
            if (!seen.Add(customer!)) return $"customer {customer} was scored twice";
        }

        return null;
    });

    public static Invariant NobodyIsInTwoStages { get; } = new("every customer stands in exactly one stage of life", run =>
    {
        var customers = ColumnTable.Read(run.Folder.Input("segment", "segments.parquet")).Texts("customer");
        var twice = customers.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? null : $"customer {twice.Key} stands in {twice.Count()} stages";
    });

    public static Invariant SpendingIsWithinTheLimits { get; } = new("what is allocated is within budget and capacity", run =>
    {
        var decided = Json(run, "decide", "decide.json");
        return Over(decided["budget"], "budget") ?? Over(decided["capacity"], "capacity");
    });

    public static Invariant HeldOutShareIsAsAsked { get; } = new("the held-out share is within 4 standard errors of the asked one", run =>
    {
        var arms = ColumnTable.Read(run.Folder.Input("decide", "decisions.parquet"));
        var (actions, arm, propensity) = (arms.Texts("action"), arms.Texts("arm"), arms.Doubles("propensity"));
        double held = 0, expected = 0, variance = 0;
        for (var i = 0; i < arms.RowCount; i++)
        {
            if (actions[i] is null) continue;
            var control = arm[i] == "control";
            var share = control ? propensity[i] : 1 - propensity[i];
            held += control ? 1 : 0;
            expected += share;
            variance += share * (1 - share);
        }

        var off = Math.Abs(held - expected);
        return off <= ControlTolerance * Math.Sqrt(variance) + 1e-9
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{held:0} customers are held out where {expected:0.0} were expected");
    });

    public static Invariant NoControlCustomerIsOnTheCallList { get; } = new("nobody held out is on the call list", run =>
    {
        var decisions = ColumnTable.Read(run.Folder.Input("decide", "decisions.parquet"));
        var (customers, arm) = (decisions.Texts("customer"), decisions.Texts("arm"));
        var treated = new HashSet<string>(Enumerable.Range(0, decisions.RowCount).Where(i => arm[i] == "treatment").Select(i => customers[i]!), StringComparer.Ordinal);
        foreach (var call in Json(run, "act", "call-list.json").AsArray())
        {
            var customer = call!["customer"]!.GetValue<string>();
            if (!treated.Contains(customer)) return $"customer {customer} is on the list but not in treatment";
        }

        return null;
    });

    static JsonNode Json(RunContext run, string stage, string file) => JsonNode.Parse(File.ReadAllBytes(run.Folder.Input(stage, file)))!;

    static string? Over(JsonNode? limited, string name) =>
        limited?["limit"] is { } limit && limited["used"] is { } used && used.GetValue<long>() > limit.GetValue<long>()
            ? $"{used} of the {name} of {limit} is used"
            : null;
}
