using Holdfast.Numerics;
using Holdfast.Numerics.Allocation;
using Holdfast.Retention.Decide;

namespace Holdfast.Operations.Simulate;

/// <summary>What plans truly bring: the change of value that an action causes less what it costs. Money in minor units.</summary>
sealed class TruePlans
{
    const int RandomPlans = 20;
    readonly IReadOnlyList<TrueCustomer> _customers;
    readonly IReadOnlyList<RetentionAction> _actions;
    readonly Dictionary<string, RetentionAction> _byId;
    readonly long _minute;
    readonly long _budget;
    readonly long _minutes;

    /// <summary>Plans over these customers with the actions the truth knows.</summary>
    public TruePlans(IReadOnlyList<TrueCustomer> customers, IReadOnlyList<RetentionAction> actions, Policy policy, long staffMinuteCost)
    {
        _customers = customers;
        _actions = [.. actions.Where(action => customers.Count > 0 && customers[0].Gain.ContainsKey(action.Id))];
        _byId = _actions.ToDictionary(action => action.Id, StringComparer.Ordinal);
        _minute = staffMinuteCost;
        _budget = policy.Budget ?? long.MaxValue / 4;
        _minutes = policy.StaffMinutes ?? long.MaxValue / 4;
    }

    /// <summary>True margin of a plan: action by customer id; actions the truth does not know are left out.</summary>
    public double Of(IReadOnlyDictionary<string, string> plan) =>
        _customers.Sum(customer => plan.TryGetValue(customer.Customer, out var id) && _byId.TryGetValue(id, out var action) ? Net(customer, action) : 0);

    /// <summary>Mean true margin of plans that take customers and actions at random till budget or hours are used up.</summary>
    public double AtRandom(ulong seed)
    {
        double sum = 0;
        for (var plan = 0; plan < RandomPlans; plan++)
        {
            var luck = new RandomStream(seed).Split((ulong)plan);
            var order = Enumerable.Range(0, _customers.Count).ToArray();
            luck.Shuffle(order.AsSpan());
            sum += Fill(order.Select(i => (_customers[i], _actions[luck.Index(_actions.Count)])));
        }

        return sum / RandomPlans;
    }

    /// <summary>True margin of giving one action to the customers of highest predicted risk, as is the custom.</summary>
    public double ByRisk(IReadOnlyDictionary<string, double> predicted, string actionId) =>
        Fill(_customers.OrderByDescending(c => predicted[c.Customer]).ThenBy(c => c.Customer, StringComparer.Ordinal).Select(c => (c, _byId[actionId])));

    /// <summary>True margin of the best plan within budget and hours, rules aside.</summary>
    public double Best()
    {
        var problem = new AllocationProblem(_budget, _minutes);
        foreach (var customer in _customers)
        {
            problem.AddCustomer();
            foreach (var action in _actions) problem.AddOption((long)Math.Round(Net(customer, action)), Cost(action), action.StaffMinutes);
        }

        return Allocator.Solve(problem).Value;
    }

    double Fill(IEnumerable<(TrueCustomer Customer, RetentionAction Action)> wishes)
    {
        long budget = _budget, minutes = _minutes;
        double sum = 0;
        foreach (var (customer, action) in wishes)
        {
            if (Cost(action) > budget || action.StaffMinutes > minutes) continue;
            budget -= Cost(action);
            minutes -= action.StaffMinutes;
            sum += Net(customer, action);
        }

        return sum;
    }

    static long Cost(RetentionAction action) => (long)Math.Round(action.TakeRate * action.IncentiveCost, MidpointRounding.AwayFromZero) + action.ContactCost;

    double Net(TrueCustomer customer, RetentionAction action) =>
        customer.Gain[action.Id] - customer.Taken[action.Id] * action.IncentiveCost - action.ContactCost - (double)action.StaffMinutes * _minute;
}
