using Holdfast.Retention.Decide;
using Holdfast.Retention.Decide.Rules;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Segment;
using Holdfast.Retention.Segment.Conditions;
using Holdfast.Tests.Segment;

namespace Holdfast.Tests.Decide;

/// <summary>A small bank with one action of each kind, and customers whom every rule lets pass.</summary>
static class Bank
{
    public static readonly Day Today = Samples.Today;

    public static readonly RetentionAction Call = new()
    {
        Id = "retention_call",
        Name = "Call",
        Purpose = Purpose.Retain,
        StaffMinutes = 10,
        ContactCost = 100,
        TakeRate = 0.3,
        AssumedChurnAvoided = 0.2,
        Channels = ["phone"],
    };

    public static readonly RetentionAction Waiver = Call with { Id = "fee_waiver", Name = "Fee waived", IncentiveCost = 3_000, AssumedChurnAvoided = 0.4, SpendChangeShare = -0.1 };

    public static readonly RetentionAction ActivateCard = new()
    {
        Id = "activate_card",
        Name = "Use the card",
        Purpose = Purpose.Activate,
        Product = "card",
        StaffMinutes = 5,
        ContactCost = 50,
        TakeRate = 0.3,
        AssumedChurnAvoided = 0.1,
        MarginPerMonth = 100,
        Channels = ["app", "phone"],
    };

    public static readonly RetentionAction SellSavings = new()
    {
        Id = "sell_savings",
        Name = "Savings",
        Purpose = Purpose.CrossSell,
        Product = "savings",
        Need = "put money aside",
        StaffMinutes = 10,
        ContactCost = 100,
        TakeRate = 0.2,
        MarginPerMonth = 1_000,
        SpendChangeShare = 0.1,
        Channels = ["phone", "email"],
    };

    public static readonly RetentionAction Welcome = new()
    {
        Id = "welcome_call",
        Name = "Welcome",
        Purpose = Purpose.Serve,
        StaffMinutes = 5,
        AssumedChurnAvoided = 0.1,
        Channels = ["phone"],
    };

    public static IReadOnlyList<RetentionAction> Actions { get; } = [Call, Waiver, ActivateCard, SellSavings, Welcome];

    public static DecisionSetting Setting(Policy? policy = null) => new() { Actions = Actions, Policy = policy ?? new Policy(), Business = Samples.Business, ReachesAreTold = true, AppliedIsTold = true };

    public static CustomerContext Customer(LifecycleStage stage = LifecycleStage.MidLife, bool atRisk = false, string id = "c", Policy? policy = null) => new()
    {
        Setting = Setting(policy),
        State = Samples.State(id) with
        {
            Products = ["card"],
            Reaches = [new Reach("phone", "+1 555", true, true, true), new Reach("email", "a@b.c", false, true, true), new Reach("app", "x", false, true, true)],
            Spending = new Spending(1_000, 1_000, 0),
        },
        Score = Samples.Score(id, churn: atRisk ? 0.4 : 0.05),
        Standing = new Standing(new CustomerSegment(id, stage, 5, "rest", Strategy.Defend), 0.08, atRisk),
    };

    public static IReadOnlyList<PolicyRule> Rules(Policy? policy = null, IReadOnlyDictionary<string, Condition>? eligible = null) =>
        PolicyRules.Of(policy ?? new Policy(), eligible ?? new Dictionary<string, Condition>());

    public static Candidate Look(CustomerContext customer, RetentionAction action, IReadOnlyList<PolicyRule>? rules = null) =>
        Candidates.Of(customer, rules ?? Rules(customer.Setting.Policy)).Single(candidate => candidate.Action.Id == action.Id);

    public static CustomerContext With(this CustomerContext customer, Func<CustomerState, CustomerState> change) => customer with { State = change(customer.State) };

    public static ActionEffect Effect(RetentionAction action, double effect, double low, double high) => new("c", action.Id, effect, low, high, EffectSource.Experiment);

    public static CustomerContext Knowing(this CustomerContext customer, params ActionEffect[] effects) =>
        customer with { Effects = effects.ToDictionary(effect => effect.Action) };
}
