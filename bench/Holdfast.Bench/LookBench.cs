using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.Audit;
using Holdfast.Store.Warehouse;

namespace Holdfast.Bench;

/// <summary>What a server is asked all day, through the operations, 16 at once, with and without the audit log in turns.</summary>
static class LookBench
{
    const int Customers = 32;
    const int Rounds = 7;

    // Of ten: looks at customers, which are recorded, and readings of figures, which are not.
    static readonly string[] Mix = ["decide/explain", "decide/explain", "decide/explain", "decide/explain", "store/history", "store/history", "predict/features", "predict/features", "ingest/readiness", "check"];

    public static Figure Run(string workspace)
    {
        using var facts = Warehouse.Open(Path.Combine(workspace, "data", "warehouse")).Current();
        var customers = facts.Histories(CancellationToken.None).Select(history => history.Customer).Take(Customers).ToList();
        var asked = customers.SelectMany((customer, i) => Mix.Skip(i % 2 * 5).Take(5).Select(path => (Catalog.All.Single(one => one.Path == path), Request(path, customer, workspace)))).ToList();
        using var trail = new AuditTrail();
        Ask(asked, trail);
        Ask(asked, null);
        var rounds = Enumerable.Range(0, Rounds).Select(round => round % 2 == 0 ? (Ask(asked, null), Ask(asked, trail)) : Turned(Ask(asked, trail), Ask(asked, null))).ToList();
        var (without, with) = (Median(rounds.Select(one => one.Item1)), Median(rounds.Select(one => one.Item2)));
        var share = Median(rounds.Select(one => (one.Item2 / one.Item1) - 1));
        return new Figure(
            FormattableString.Invariant($"{asked.Count} operations as a server is asked for them, recorded"), with,
            FormattableString.Invariant($"{with / asked.Count * 1e3:0.00} ms of processor each against {without / asked.Count * 1e3:0.00} without; by the median of {Rounds} rounds {share * 100:0.0} % more (from {rounds.Min(one => (one.Item2 / one.Item1) - 1) * 100:0.0} to {rounds.Max(one => (one.Item2 / one.Item1) - 1) * 100:0.0})"),
            "3 % of throughput", trail.Of(workspace)!.Verify(null, [], CancellationToken.None).Faults.Count == 0, "the log verifies");
    }

    static JsonObject Request(string path, string customer, string workspace)
    {
        var request = new JsonObject { ["workspace"] = workspace };
        if (path == "store/history") request["id"] = customer;
        if (path is "decide/explain" or "predict/features") request["customer"] = customer;
        return request;
    }

    static double Ask(List<(Operation Operation, JsonObject Request)> asked, AuditTrail? trail)
    {
        var context = new OperationContext(new Progress<StageProgress>(), TimeProvider.System) { Actor = "account-1", RequestId = "0HNH4K2V7Q3AB:00000001", Trail = trail };
        return Figure.Of(() => Parallel.ForEach(asked, new ParallelOptions { MaxDegreeOfParallelism = 16 }, one => Try(one.Operation, one.Request, context))).CpuSeconds;
    }

    // A customer who was none on the day of the run is asked for, too, and recorded as a look that failed.
    static void Try(Operation operation, JsonObject request, OperationContext context)
    {
        try
        {
            operation.Run(request, context, CancellationToken.None);
        }
        catch (HoldfastException)
        {
        }
    }

    static (double, double) Turned(double with, double without) => (without, with);

    static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
