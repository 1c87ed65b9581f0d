using Holdfast.Numerics.Allocation;

namespace Holdfast.Operations.Study;

/// <summary>The rows of a file as an allocation problem.</summary>
/// <param name="Problem">The problem; customers and their options in the order of the file.</param>
/// <param name="Customers">The customers' names.</param>
/// <param name="Rows">For each customer the rows of its options.</param>
/// <param name="Actions">The action of each row.</param>
/// <param name="Value">The value of each row.</param>
/// <param name="Uses">What each row uses of each limit.</param>
sealed record AllocateProblem(
    AllocationProblem Problem, IReadOnlyList<string> Customers, IReadOnlyList<List<int>> Rows, string?[] Actions, StudyAmounts Value, IReadOnlyList<StudyAmounts> Uses)
{
    /// <summary>Makes the problem.</summary>
    /// <exception cref="HoldfastException">An amount or limit is wrong, or a customer has an action twice.</exception>
    public static AllocateProblem Of(StudyTable table, AllocateRequest request)
    {
        var limits = request.Uses.Select((name, k) => (Most: Bound(request.Limits, k, "--limits", name), Least: Bound(request.AtLeast, k, "--at-least", name))).ToList();
        Fits(request.Limits, request.Uses, "--limits");
        Fits(request.AtLeast, request.Uses, "--at-least");
        var value = StudyAmounts.Of(table, request.Value, isUse: false, []);
        List<StudyAmounts> uses = [.. request.Uses.Select((name, k) => StudyAmounts.Of(table, name, isUse: true, new[] { limits[k].Most, limits[k].Least }.OfType<decimal>()))];
        var (customers, rows) = Group(table, request);
        var problem = new AllocationProblem(limits.Select((limit, k) => Limit(request.Uses[k], uses[k], limit.Most, limit.Least)));
        var usage = new long[uses.Count];
        foreach (var own in rows)
        {
            problem.AddCustomer();
            foreach (var row in own)
            {
                for (var k = 0; k < usage.Length; k++) usage[k] = uses[k].Values[row];
                problem.AddOption(value.Values[row], usage);
            }
        }

        return new AllocateProblem(problem, customers, rows, table.Column(request.Action), value, uses);
    }

    /// <summary>How amounts were read, where they are not exact.</summary>
    public IEnumerable<string> Notes => Uses.Prepend(Value).Select(amounts => amounts.Note).OfType<string>();

    /// <summary>What the customers get, in their order.</summary>
    public IEnumerable<AllocatedChoice> Chosen(AllocationResult result)
    {
        for (var i = 0; i < Customers.Count; i++)
        {
            if (result.Chosen[i] < 0) continue;
            var row = Rows[i][result.Chosen[i]];
            yield return new AllocatedChoice(Customers[i], Actions[row]!, Value.Number(Value.Values[row]));
        }
    }

    static (List<string> Customers, List<List<int>> Rows) Group(StudyTable table, AllocateRequest request)
    {
        var (customers, actions) = (table.Column(request.Customer), table.Column(request.Action));
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var (names, rows) = (new List<string>(), new List<List<int>>());
        for (var row = 0; row < customers.Length; row++)
        {
            if (places.TryAdd(customers[row]!, rows.Count))
            {
                names.Add(customers[row]!);
                rows.Add([]);
            }

            var own = rows[places[customers[row]!]];
            if (own.Exists(other => actions[other] == actions[row]))
                throw StudyColumns.Wrong(table, row, request.Action, $"each action once for a customer, and '{customers[row]}' has had this one");
            own.Add(row);
        }

        return (names, rows);
    }

    static void Fits(IReadOnlyList<string> given, IReadOnlyList<string> uses, string option)
    {
        if (given.Count > 0 && given.Count != uses.Count)
            throw HoldfastException.OfRequest($"{option}: found {given.Count} entries; --uses names {uses.Count} columns, and each needs one ('none' sets no limit).");
    }

    static decimal? Bound(IReadOnlyList<string> given, int k, string option, string name)
    {
        if (k >= given.Count || given[k] == "none") return null;
        return StudyAmounts.Parse(given[k]) is { } amount && amount >= 0 && amount.Scale <= StudyAmounts.MostDecimals ? amount
            : throw HoldfastException.OfRequest($"{option}: found '{given[k]}' for {name}; a number from 0 on, with at most {StudyAmounts.MostDecimals} decimals, or 'none', is allowed.");
    }

    static AllocationLimit Limit(string name, StudyAmounts unit, decimal? most, decimal? least)
    {
        long Units(decimal amount) => unit.InUnits(amount) ?? throw HoldfastException.OfRequest(StudyText.Say($"the limit of {name}, {amount}, is too large for amounts with {unit.Decimals} decimals."));
        var (high, low) = (most is { } m ? Units(m) : AllocationLimit.Unlimited, least is { } l ? Units(l) : 0);
        return low <= high ? new AllocationLimit(high, low) : throw HoldfastException.OfRequest(StudyText.Say($"--at-least: found {least} for {name}, of which there are only {most} (--limits)."));
    }
}
