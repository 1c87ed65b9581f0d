using Holdfast.Bench;

// A benchmark runs in a process of its own, so that its first call is a first call and none warms the next one up.
var benchmarks = new Dictionary<string, Func<string[], Figure>>(StringComparer.Ordinal)
{
    ["score"] = _ => TreeBench.Score(),
    ["shapley"] = _ => TreeBench.Shapley(),
    ["allocate"] = _ => AllocationBench.Run(),
    ["kaplan-meier"] = _ => SurvivalBench.KaplanMeierCurve(),
    ["cox"] = _ => SurvivalBench.CoxFit(),
    ["bg-nbd"] = _ => PurchaseBench.Run(),
    ["bg-nbd-calendar"] = _ => PurchaseBench.RunCalendar(),
    ["load"] = _ => LoadBench.Run(),
    ["load-large"] = LoadBench.Large,
    ["curve"] = CostCurve.Draw,
    ["curve-point"] = CostCurve.Measure,
    ["audit"] = rest => AuditBench.Append(rest[0]),
    ["look"] = rest => LookBench.Run(rest[0]),
    ["clients"] = rest => ClientsBench.Run(rest[0], rest[1], rest[2], rest[3]),
    ["read"] = rest => HistoryBench.Read(rest[0]),
    ["records"] = rest => RecordsBench.Run(rest[0], rest.Length > 1 ? rest[1] : null),
    ["fold"] = rest => HistoryBench.Fold(rest[0]),
    ["cut-offs"] = rest => CutoffBench.Run(rest[0]),
    ["live"] = rest => LiveBench.Run(rest[0]),
};
if (args.Length == 0 || !benchmarks.TryGetValue(args[0], out var run) || (args[0] is "read" or "fold" or "curve-point" or "audit" or "look" or "records" or "cut-offs" or "live" && args.Length < 2) || (args[0] == "curve" && args.Length < 3) || (args[0] == "clients" && args.Length < 5))
{
    Console.Error.WriteLine("Usage: score | shapley | allocate | kaplan-meier | cox | bg-nbd | bg-nbd-calendar | load | load-large [EVENTS] | curve PICTURE CUSTOMERS... | audit CALLERS | look WORKSPACE | clients WORKSPACE ADDRESS SECONDS CLIENTS | read WORKSPACE | fold WORKSPACE | cut-offs WORKSPACE | live WORKSPACE | records WRITERS [CONNECTION]");
    return 2;
}

var figure = run(args[1..]);
Console.WriteLine(figure);
return figure.IsRight ? 0 : 1;
