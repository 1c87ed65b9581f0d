using System.Diagnostics;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.Audit;
using Holdfast.Store.Warehouse;

namespace Holdfast.Bench;

/// <summary>Looks at single customers through the operation, 16 at once, with and without the audit log in turns.</summary>
static class LookBench
{
    const int Looks = 32;
    const int Rounds = 4;

    public static Figure Run(string workspace)
    {
        var operation = Catalog.All.Single(one => one.Path == "store/history");
        using var facts = Warehouse.Open(Path.Combine(workspace, "data", "warehouse")).Current();
        var customers = facts.Histories(CancellationToken.None).Select(history => history.Customer).Take(Looks).ToList();
        using var trail = new AuditTrail();
        Look(operation, workspace, customers, trail);
        Look(operation, workspace, customers, null);
        var (audited, plain) = (new List<Cost>(), new List<Cost>());
        for (var round = 0; round < Rounds; round++)
        {
            plain.Add(Look(operation, workspace, customers, null));
            audited.Add(Look(operation, workspace, customers, trail));
        }

        var (with, without) = (Median(audited), Median(plain));
        return new Figure(
            FormattableString.Invariant($"{customers.Count} looks at a customer's history, recorded"), with.CpuSeconds,
            FormattableString.Invariant($"{with.CpuSeconds / customers.Count * 1e3:0.00} ms of processor each against {without.CpuSeconds / customers.Count * 1e3:0.00} without: {(with.CpuSeconds / without.CpuSeconds - 1) * 100:0.0} % more; {customers.Count / with.Seconds:0} looks a second against {customers.Count / without.Seconds:0}"),
            "3 % of throughput", trail.Of(workspace)!.Verify(null, [], CancellationToken.None).Faults.Count == 0, "the log verifies");
    }

    static Cost Look(Operation operation, string workspace, List<string> customers, AuditTrail? trail)
    {
        var context = new OperationContext(new Progress<StageProgress>(), TimeProvider.System) { Actor = "bench", Trail = trail };
        var watch = Stopwatch.StartNew();
        var (_, cpu) = Figure.Of(() => Parallel.ForEach(customers, new ParallelOptions { MaxDegreeOfParallelism = 16 }, customer =>
            operation.Run(new JsonObject { ["id"] = customer, ["workspace"] = workspace }, context, CancellationToken.None)));
        return new Cost(cpu, watch.Elapsed.TotalSeconds);
    }

    static Cost Median(List<Cost> costs) => costs.OrderBy(cost => cost.CpuSeconds).ElementAt(costs.Count / 2);

    sealed record Cost(double CpuSeconds, double Seconds);
}
