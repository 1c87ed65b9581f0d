using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Segment;

namespace Holdfast.Retention.Decide;

/// <summary>What is the same for every customer of one decision: catalogue, policy and what the business tells at all.</summary>
public sealed record DecisionSetting
{
    /// <summary>The catalogue of actions.</summary>
    public required IReadOnlyList<RetentionAction> Actions { get; init; }

    /// <summary>The policy.</summary>
    public required Policy Policy { get; init; }

    /// <summary>The business.</summary>
    public required Business Business { get; init; }

    /// <summary>Whether the business tells ways to reach its customers; where not, every channel counts as open.</summary>
    public bool ReachesAreTold { get; init; }

    /// <summary>Whether it tells when billing applies an offer; where not, no promise can be seen as owed.</summary>
    public bool AppliedIsTold { get; init; }

    /// <summary>Our contacts in 365 days from which a customer is among the most contacted.</summary>
    public int MostContactedFrom { get; init; } = int.MaxValue;

    /// <summary>The action of an id; null where the catalogue has none.</summary>
    public RetentionAction? Find(string id) => Actions.FirstOrDefault(action => action.Id == id);

    /// <summary>The setting for a base of customers: what is told, and who is among the most contacted (D5).</summary>
    public static DecisionSetting Of(IReadOnlyList<RetentionAction> actions, Policy policy, Business business, IReadOnlyCollection<CustomerState> states)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(states);
        return new DecisionSetting
        {
            Actions = actions,
            Policy = policy,
            Business = business,
            ReachesAreTold = states.Any(state => state.Reaches.Count > 0),
            AppliedIsTold = states.Any(state => state.Offers.Any(offer => offer.Applied is not null)),
            MostContactedFrom = MostContacted(states, policy.SalesPressure),
        };
    }

    static int MostContacted(IReadOnlyCollection<CustomerState> states, SalesPressureSettings settings)
    {
        var counts = states.Where(state => state.IsCustomer).Select(CustomerContext.ContactsOfYear).OrderDescending().ToArray();
        var share = (int)(counts.Length * settings.MostContactedShare);
        return Math.Max(settings.MostContactedAtLeast, share == 0 ? int.MaxValue : counts[share - 1]);
    }
}

/// <summary>Everything a rule may see of a customer at the second of decision; the same in the nightly run and on the phone (D12).</summary>
public sealed record CustomerContext
{
    const double DaysPerMonth = 365.25 / 12;

    /// <summary>What is the same for every customer.</summary>
    public required DecisionSetting Setting { get; init; }

    /// <summary>What the history says.</summary>
    public required CustomerState State { get; init; }

    /// <summary>What the model says.</summary>
    public required CustomerScore Score { get; init; }

    /// <summary>Stage, segment and strategy.</summary>
    public required Standing Standing { get; init; }

    /// <summary>What each action changes, by id of the action.</summary>
    public IReadOnlyDictionary<string, ActionEffect> Effects { get; init; } = new Dictionary<string, ActionEffect>();

    /// <summary>The value of a feature by name, NaN where there is none; for conditions.</summary>
    public Func<string, double> Feature { get; init; } = _ => double.NaN;

    /// <summary>Day on which the customer objected to marketing; null where the customer does not object.</summary>
    public Day? ObjectedToMarketing { get; init; }

    /// <summary>Actions the customer asks for right now, beside the inbound contacts the history tells.</summary>
    public IReadOnlySet<string> AskedNow { get; init; } = new HashSet<string>();

    /// <summary>Id of a permitted retention action whose effect is above zero with its lower bound; null where there is none. Known once retention is checked.</summary>
    public string? OpenRetention { get; init; }

    /// <summary>Id of a permitted action that activates a sticky service; null where there is none. Known once activation is checked.</summary>
    public string? OpenActivation { get; init; }

    /// <summary>Whether the churn probability is more than twice the segment's.</summary>
    public bool AtRisk => Standing.AtRisk;

    /// <summary>Days since the current life began.</summary>
    public int TenureDays => State.Life?.TenureDays(State.AsOf) ?? Score.TenureDays;

    /// <summary>Whether arrears or an attribute ask for care.</summary>
    public bool IsVulnerable => State.NeedsCare(Setting.Policy.Care.Attributes, Setting.Policy.Care.ArrearsAbove);

    /// <summary>The effect of an action: estimated, or the catalogue's assumption with an interval that begins at zero.</summary>
    public ActionEffect EffectOf(RetentionAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        if (Effects.TryGetValue(action.Id, out var effect)) return effect;
        var assumed = Score.ChurnProbability * action.AssumedChurnAvoided;
        return new ActionEffect(State.Customer, action.Id, assumed, Math.Min(0, 2 * assumed), Math.Max(0, 2 * assumed), EffectSource.Assumed);
    }

    /// <summary>Whether the customer asks for the action: now, or by an inbound contact about it within the days of the policy.</summary>
    public bool AsksFor(RetentionAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return AskedNow.Contains(action.Id) || State.Contacts.Any(contact =>
            contact.Inbound && contact.Action == action.Id && State.AsOf - contact.Day <= Setting.Policy.Spacing.RequestDays);
    }

    /// <summary>Margin the customer is expected to bring in the next months, weighted by the chance of still being here; minor units.</summary>
    /// <param name="months">Number of months, 1..240.</param>
    public double Contribution(int months) => Score.MonthlyMargin * Score.ExpectedMonths(months);

    /// <summary>Our contacts in the last 365 days.</summary>
    public static int ContactsOfYear(CustomerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Contacts.Count(contact => !contact.Inbound && state.AsOf - contact.Day <= 365);
    }

    /// <summary>The context as conditions see it.</summary>
    public CustomerLookup Lookup() => new()
    {
        State = State,
        Score = Score,
        Feature = Feature,
        Standing = Standing,
        Vulnerable = IsVulnerable,
        ComplaintDays = Setting.Policy.RaisedRisk.ComplaintDays,
    };

    /// <summary>Tenure in words.</summary>
    public string TenureInWords => TenureDays < 90 ? Words.Count(TenureDays, "day") : Words.Count((int)(TenureDays / DaysPerMonth), "month");
}
