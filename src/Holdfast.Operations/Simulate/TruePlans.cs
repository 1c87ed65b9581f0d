using Holdfast.Numerics;
using Holdfast.Numerics.Allocation;
using Holdfast.Retention.Decide;

namespace Holdfast.Operations.Simulate;

/// <summary>What may be done with a customer and what the bank believes of it before anything is learned. Money in minor units.</summary>
/// <param name="Customer">Id of the customer.</param>
/// <param name="Action">The action.</param>
/// <param name="Refusers">Names of the rules that refuse it; empty where it is permitted.</param>
/// <param name="Believed">What it is worth by the prediction and the catalogue's own figures.</param>
sealed record PlanOption(string Customer, RetentionAction Action, IReadOnlyList<string> Refusers, ActionValue Believed);

/// <summary>What plans truly bring: the change of value that an action causes less what it costs. Money in minor units.</summary>
/// <remarks>
/// All plans keep to the same budget and hours and, but for <see cref="BestRulesAside"/>, to the same rules, refusal by refusal as the
/// run logged them. Best plans pay what actions truly cost; the others are budgeted by the catalogue, as their makers would.
/// </remarks>
sealed class TruePlans
{
    const int RandomPlans = 20;

    // Where everything is known, who is eligible and who is driven away need not be guessed.
    static readonly string[] Guesses = ["EligibleCustomersOnly", "NeverContactTheDriven"];

    readonly Dictionary<string, TrueCustomer> _truth;
    readonly PlanOption[][] _options;
    readonly long _minute;
    readonly long _budget;
    readonly long _minutes;

    /// <summary>Plans over these customers with the actions the truth knows.</summary>
    public TruePlans(IReadOnlyList<TrueCustomer> customers, IEnumerable<PlanOption> options, Policy policy, long staffMinuteCost)
    {
        _truth = customers.ToDictionary(customer => customer.Customer, StringComparer.Ordinal);
        _options =
        [
            .. options.Where(option => _truth.TryGetValue(option.Customer, out var customer) && customer.Gain.ContainsKey(option.Action.Id))
                .GroupBy(option => option.Customer, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray()),
        ];
        _minute = staffMinuteCost;
        _budget = policy.Budget ?? long.MaxValue / 4;
        _minutes = policy.StaffMinutes ?? long.MaxValue / 4;
    }

    /// <summary>True margin of a plan: action by customer id; actions the truth does not know are left out.</summary>
    public double Of(IReadOnlyDictionary<string, string> plan) => Chosen(plan).Sum(Net);

    /// <summary>What a plan truly costs of the budget.</summary>
    public double CostOf(IReadOnlyDictionary<string, string> plan) => Chosen(plan).Sum(option => (double)TrueCost(option));

    /// <summary>Mean true margin of plans that take customers and, of each, a permitted action at random till budget or hours are used up.</summary>
    public double AtRandom(ulong seed)
    {
        var permitted = _options.Select(Permitted).Where(options => options.Length > 0).ToArray();
        double sum = 0;
        for (var plan = 0; plan < RandomPlans; plan++)
        {
            var luck = new RandomStream(seed).Split((ulong)plan);
            var order = Enumerable.Range(0, permitted.Length).ToArray();
            luck.Shuffle(order.AsSpan());
            sum += Fill(order.Select(i => permitted[i][luck.Index(permitted[i].Length)]));
        }

        return sum / RandomPlans;
    }

    /// <summary>
    /// True margin of targeting by risk, as is the custom: customers in the order of a priority, each with the permitted action that the
    /// catalogue's own figures hold worth most, where they hold one worth more than it costs, till budget or hours are used up.
    /// </summary>
    public double ByRisk(IReadOnlyDictionary<string, double> priority) =>
        Fill(_options.OrderByDescending(options => priority[options[0].Customer]).ThenBy(options => options[0].Customer, StringComparer.Ordinal)
            .Select(options => Permitted(options).Where(option => option.Believed.Margin > 0).OrderByDescending(option => option.Believed.Margin).FirstOrDefault())
            .OfType<PlanOption>());

    /// <summary>True margin of the plan that the same allocation makes of the catalogue's own figures.</summary>
    public double WithoutLearning() => Solve(option => option.Refusers.Count == 0 ? option.Believed.Margin : 0, option => option.Believed.BudgetCost);

    /// <summary>True margin of the best plan within budget, hours and policy; only what the policy guesses at is known instead.</summary>
    public double Best() => Solve(option => option.Refusers.All(Guesses.Contains) ? Net(option) : 0, TrueCost);

    /// <summary>True margin of the best plan within budget and hours, all rules aside.</summary>
    public double BestRulesAside() => Solve(Net, TrueCost);

    IEnumerable<PlanOption> Chosen(IReadOnlyDictionary<string, string> plan) =>
        _options.Select(options => plan.TryGetValue(options[0].Customer, out var id) ? Array.Find(options, option => option.Action.Id == id) : null).OfType<PlanOption>();

    static PlanOption[] Permitted(PlanOption[] options) => Array.FindAll(options, option => option.Refusers.Count == 0);

    double Fill(IEnumerable<PlanOption> wishes)
    {
        long budget = _budget, minutes = _minutes;
        double sum = 0;
        foreach (var option in wishes)
        {
            if (option.Believed.BudgetCost > budget || option.Action.StaffMinutes > minutes) continue;
            budget -= option.Believed.BudgetCost;
            minutes -= option.Action.StaffMinutes;
            sum += Net(option);
        }

        return sum;
    }

    double Solve(Func<PlanOption, double> value, Func<PlanOption, long> cost)
    {
        var problem = new AllocationProblem(_budget, _minutes);
        var offered = new List<PlanOption[]>();
        foreach (var options in _options)
        {
            problem.AddCustomer();
            offered.Add(Array.FindAll(options, option => value(option) >= 0.5));
            foreach (var option in offered[^1]) problem.AddOption((long)Math.Round(value(option)), cost(option), option.Action.StaffMinutes);
        }

        return Allocator.Solve(problem).Chosen.Select((place, i) => place < 0 ? 0 : Net(offered[i][place])).Sum();
    }

    long TrueCost(PlanOption option) =>
        (long)Math.Round(_truth[option.Customer].Taken[option.Action.Id] * option.Action.IncentiveCost) + option.Action.ContactCost;

    double Net(PlanOption option)
    {
        var (customer, action) = (_truth[option.Customer], option.Action);
        return customer.Gain[action.Id] - customer.Taken[action.Id] * action.IncentiveCost - action.ContactCost - (double)action.StaffMinutes * _minute;
    }
}
