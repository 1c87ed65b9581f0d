namespace Holdfast.Retention.Decide;

/// <summary>The decisions of one run and what they were made of. Money in minor units.</summary>
/// <param name="Decisions">One for every customer, in the order of ids.</param>
/// <param name="Report">The sums.</param>
public sealed record Plan(IReadOnlyList<Decision> Decisions, PlanReport Report);

/// <summary>The sums of one run's decisions.</summary>
/// <param name="Decisions">How many customers each action was chosen for, held-out ones included; most first.</param>
/// <param name="Refusals">What each rule refused and what it cost; dearest first.</param>
/// <param name="Budget">Budget in minor units.</param>
/// <param name="Capacity">Staff minutes.</param>
/// <param name="Margin">Expected incremental margin of all chosen actions, minor units.</param>
/// <param name="Gap">How far at most the plan's margin is from the best possible one under the same rules and limits, as a share of it.</param>
/// <param name="DualPrices">What one more unit of each limit would add to the margin.</param>
/// <param name="Control">The hold-out.</param>
/// <param name="Funnel">From all customers to those treated.</param>
/// <param name="Told">What the rules took from the base as a whole.</param>
public sealed record PlanReport(
    IReadOnlyList<ActionCount> Decisions,
    IReadOnlyList<RuleCount> Refusals,
    LimitUse Budget,
    LimitUse Capacity,
    long Margin,
    double Gap,
    DualPrices DualPrices,
    ControlGroup Control,
    DecisionFunnel Funnel,
    ToldOfTheBase Told);

/// <summary>What the rules took from the base as a whole; an explanation of one customer needs it.</summary>
/// <param name="ReachesAreTold">Whether the business tells ways to reach its customers.</param>
/// <param name="AppliedIsTold">Whether it tells when billing applies an offer.</param>
/// <param name="MostContactedFrom">Our contacts in 365 days from which a customer is among the most contacted.</param>
public sealed record ToldOfTheBase(bool ReachesAreTold, bool AppliedIsTold, int MostContactedFrom);

/// <summary>How many customers an action was chosen for.</summary>
/// <param name="Action">Id of the action.</param>
/// <param name="Customers">Customers, held-out ones included.</param>
/// <param name="Treated">Customers for whom it is taken.</param>
/// <param name="Margin">Expected incremental margin, minor units.</param>
public sealed record ActionCount(string Action, int Customers, int Treated, long Margin);

/// <summary>What a rule refused.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Customers">Customers to whom it refused at least one action.</param>
/// <param name="OnlyRefuser">Customers whose best action was stopped by this rule alone.</param>
/// <param name="PriceMinor">Margin forgone, minor units: the best action stopped by this rule alone against the chosen one, summed over customers; before budget and capacity.</param>
public sealed record RuleCount(string Rule, int Customers, int OnlyRefuser, long PriceMinor);

/// <summary>A limit and how much of it is used.</summary>
/// <param name="Limit">The limit; null is without limit.</param>
/// <param name="Used">What the treated customers use.</param>
/// <param name="Allocated">What all chosen actions would use, those held out included; never above the limit.</param>
public sealed record LimitUse(long? Limit, long Used, long Allocated);

/// <summary>What one more unit of a limit would add to the margin, minor units.</summary>
/// <param name="Budget">Per minor unit of budget.</param>
/// <param name="StaffMinute">Per staff minute.</param>
public sealed record DualPrices(double Budget, double StaffMinute);

/// <summary>The hold-out.</summary>
/// <param name="Share">The share asked for.</param>
/// <param name="Eligible">Chosen customers from whom the action may be withheld.</param>
/// <param name="Customers">Held-out customers.</param>
/// <param name="Within">Whether the held-out share is within 4 standard errors of the asked one.</param>
public sealed record ControlGroup(double Share, int Eligible, int Customers, bool Within);

/// <summary>From all customers to those treated; each step is a part of the one before.</summary>
/// <param name="Customers">Current customers with a score.</param>
/// <param name="Permitted">With at least one action that no rule refuses.</param>
/// <param name="Worthwhile">With at least one of these worth more than it costs.</param>
/// <param name="Chosen">Chosen within budget and capacity.</param>
/// <param name="Treated">Treated: chosen and not held out.</param>
public sealed record DecisionFunnel(int Customers, int Permitted, int Worthwhile, int Chosen, int Treated);
