using Holdfast.Numerics.Allocation;
using Holdfast.Operations.Report.Charts;

namespace Holdfast.Operations.Study;

/// <summary>What to allocate.</summary>
public sealed record AllocateRequest : IGroupedStudy
{
    /// <summary>File with one row per customer and action it could get: CSV, TSV, JSON lines, Parquet or XLSX.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }

    /// <summary>Column with the customer.</summary>
    public required string Customer { get; init; }

    /// <summary>Column with the action.</summary>
    public required string Action { get; init; }

    /// <summary>Column with what the action is worth for the customer; below 0 where it loses.</summary>
    public required string Value { get; init; }

    /// <summary>Columns with what the action uses up, such as money or minutes; 0 or more each. Default: nothing.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>How much of each there is, in the order of --uses; none sets no limit.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>How much of each must be used, in the order of --uses. Default: nothing.</summary>
    public IReadOnlyList<string> AtLeast { get; init; } = [];

    /// <summary>Column whose values part the rows into groups, a study of its own for each. Default: one study of all rows.</summary>
    public string? By { get; init; }

    /// <summary>SVG file to draw the number of customers by action into.</summary>
    [Place(Place.Output)]
    public string? Plot { get; init; }
}

/// <summary>Who gets what.</summary>
/// <param name="Customers">Customers of the file.</param>
/// <param name="Treated">Customers that get an action.</param>
/// <param name="Value">What the chosen actions are worth together.</param>
/// <param name="Bound">No allocation within the limits is worth more.</param>
/// <param name="Gap">(bound - value) / |bound|: the certificate; null where a least amount is missed.</param>
/// <param name="ProvenOptimal">Whether it is proven that nothing is better, or, where a least amount is missed, that nothing keeps all limits.</param>
/// <param name="Limits">What is used of each limit and what it is worth.</param>
/// <param name="Actions">How many get each action.</param>
/// <param name="Chosen">The action of each customer that gets one, in the order of the file.</param>
public sealed record AllocateResult(
    int Customers, int Treated, double Value, double Bound, double? Gap, bool ProvenOptimal,
    IReadOnlyList<AllocatedLimit> Limits, IReadOnlyList<AllocatedAction> Actions, IReadOnlyList<AllocatedChoice> Chosen) : StudyResult
{
    internal override IEnumerable<TextTable> Tables()
    {
        yield return new TextTable("", ["action", "customers", "value"], [.. Actions.Select(a => (string[])[a.Action, StudyText.Count(a.Customers), StudyText.Number(a.Value)])]);
        if (Limits.Count == 0) yield break;
        yield return new TextTable("Limits", ["used up", "at most", "at least", "used", "price of one", "value at -10 %", "value at +10 %"],
            [.. Limits.Select(l => (string[])[l.Name, StudyText.Number(l.AtMost), StudyText.Number(l.AtLeast), StudyText.Number(l.Used), StudyText.Number(l.Price), StudyText.Number(l.ValueLess), StudyText.Number(l.ValueMore)])]);
    }
}

/// <summary>A limit and what it is worth. A value that cannot be told is null.</summary>
/// <param name="Name">Column of what is used up.</param>
/// <param name="AtMost">How much there is; null where there is no limit.</param>
/// <param name="AtLeast">How much must be used; null where nothing must.</param>
/// <param name="Used">How much is used.</param>
/// <param name="Price">What one more of it would be worth; below 0 where the least amount binds; null where a least amount is missed.</param>
/// <param name="ValueLess">Value with a tenth less of it.</param>
/// <param name="ValueMore">Value with a tenth more.</param>
/// <param name="ValueAtLeastLess">Value when a tenth less of it must be used.</param>
/// <param name="ValueAtLeastMore">Value when a tenth more must be; null where that cannot be met.</param>
/// <param name="MostReachable">Where the least amount is missed: no allocation within the upper limits uses more than this.</param>
public sealed record AllocatedLimit(
    string Name, double? AtMost, double? AtLeast, double Used, double? Price,
    double? ValueLess, double? ValueMore, double? ValueAtLeastLess, double? ValueAtLeastMore, double? MostReachable);

/// <summary>How many get an action.</summary>
/// <param name="Action">The action.</param>
/// <param name="Customers">Who get it.</param>
/// <param name="Value">What that is worth together.</param>
public sealed record AllocatedAction(string Action, int Customers, double Value);

/// <summary>What a customer gets.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Action">The action.</param>
/// <param name="Value">What it is worth.</param>
public sealed record AllocatedChoice(string Customer, string Action, double Value);

/// <summary>Who should get which action when money, time or contacts are short: at most one for each, the largest value within the limits.</summary>
public static class StudyAllocate
{
    // A study is compared with exact solvers to the last digit; that costs ten steps more.
    static readonly AllocationOptions _options = new() { Tolerance = 1e-12 };

    /// <summary>Allocates the actions of a file.</summary>
    /// <exception cref="HoldfastException">The file or an option is wrong.</exception>
    internal static AllocateResult Run(AllocateRequest request, StudyFile file, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var table = file.Read([request.Customer, request.Action, request.Value, .. request.Uses], cancel);
        var problem = AllocateProblem.Of(table, request);
        var result = Allocator.Solve(problem.Problem, _options);
        cancel.ThrowIfCancellationRequested();
        var sensitivity = Allocator.Sensitivity(problem.Problem, result, _options);
        var chosen = problem.Chosen(result).ToList();
        var limits = request.Uses.Select((name, k) => Limit(problem, name, result, sensitivity[k])).ToList();
        var actions = Actions(table, request.Action, chosen);
        file.Draw(() => Draw(actions), "Customers by action.");
        return new AllocateResult(
            problem.Customers.Count, chosen.Count, problem.Value.Number(result.Value), problem.Value.Number(result.Bound), StudyText.Finite(result.Gap), result.ProvenOptimal,
            limits, actions, chosen)
        {
            Words = [.. Say(problem, result, chosen.Count), .. limits.Select((limit, k) => Say(limit, result.Shortfalls.FirstOrDefault(s => s.Limit == k), result.ProvenOptimal))],
            RowsRead = table.RowsRead,
            Rows = table.Rows,
            Notes = [.. table.Notes, .. problem.Notes],
        };
    }

    static AllocatedLimit Limit(AllocateProblem problem, string name, AllocationResult result, AllocationSensitivity found)
    {
        var (k, own, unit) = (found.Limit, problem.Problem.Limits[found.Limit], problem.Uses[found.Limit]);
        double? Worth(long? value) => value is { } known ? problem.Value.Number(known) : null;
        return new AllocatedLimit(
            name, own.AtMost == AllocationLimit.Unlimited ? null : unit.Number(own.AtMost), own.AtLeast == 0 ? null : unit.Number(own.AtLeast), unit.Number(result.Used[k]),
            result.Shortfalls.Count > 0 ? null : problem.Value.Number(found.Price) * Math.Pow(10, unit.Decimals),
            Worth(found.AtMost?.Less), Worth(found.AtMost?.More), Worth(found.AtLeast?.Less), Worth(found.AtLeast?.More),
            result.Shortfalls.FirstOrDefault(s => s.Limit == k) is { } missed ? unit.Number(missed.Most) : null);
    }

    static List<AllocatedAction> Actions(StudyTable table, string column, List<AllocatedChoice> chosen)
    {
        var by = chosen.ToLookup(choice => choice.Action, StringComparer.Ordinal);
        return [.. table.Column(column).Select(text => text!).Distinct().Order(LevelOrder.Instance).Select(action => new AllocatedAction(action, by[action].Count(), by[action].Sum(choice => choice.Value)))];
    }

    static Drawing Draw(List<AllocatedAction> actions)
    {
        var frame = new Frame(
            new Axis(0, actions.Count + 1, "", place => actions[(int)place - 1].Action) { Marks = [.. actions.Select((_, i) => i + 1.0)] },
            new Axis(0, Scale.RoundUp(Math.Max(1, actions.Max(a => a.Customers))), "customers", StudyText.Mark));
        foreach (var (i, action) in actions.Index()) frame.Point(i + 1, new Interval(action.Customers, action.Customers, action.Customers), StudyPlot.Series(0), StudyText.Say($"worth {action.Value:G6}"));
        return frame.Drawing;
    }

    static IEnumerable<string> Say(AllocateProblem problem, AllocationResult result, int treated)
    {
        yield return StudyText.Say($"{treated} of {problem.Customers.Count} customers get an action, together worth {problem.Value.Number(result.Value):0.##########}.");
        if (result.Shortfalls.Count > 0)
            yield return result.ProvenOptimal ? "No allocation keeps all limits: the least amounts named below are missed." : "No allocation was found that keeps all limits: the least amounts named below are missed.";
        else if (result.ProvenOptimal)
            yield return "Nothing better is possible within the limits; this is proven.";
        else
            yield return StudyText.Say($"The best possible allocation is worth at most {problem.Value.Number(result.Bound):0.####}, {result.Gap * 100:G3} % more.");
    }

    static string Say(AllocatedLimit limit, AllocationShortfall? missed, bool proven)
    {
        var used = StudyText.Say($"{limit.Name}: {limit.Used:0.#########}{(limit.AtMost is { } most ? StudyText.Say($" of {most:0.#########}") : "")} used; ");
        if (missed is not null)
        {
            var why = missed.IsOutOfReach ? StudyText.Say($"no allocation within the upper limits uses more than {limit.MostReachable:0.#########}")
                : proven ? "together with the other limits that cannot be met" : "together with the other limits no way was found";
            return used + StudyText.Say($"at least {limit.AtLeast:0.#########} were asked for, but {why}.");
        }

        return limit.Price is null ? used[..^2] + "." : used + (limit.Price switch
        {
            > 0 => StudyText.Say($"one more would be worth {limit.Price:G6}"),
            < 0 => StudyText.Say($"the least amount of {limit.AtLeast:0.#########} costs {-limit.Price:G6} for the last one"),
            _ => "more of it would be worth nothing",
        }) + (limit is { ValueLess: { } less, ValueMore: { } more } ? StudyText.Say($" (value with a tenth less {less:0.##}, with a tenth more {more:0.##}).") : ".");
    }
}
