namespace Holdfast.Simulation.Small;

/// <summary>A product of a small sample business.</summary>
/// <param name="Name">Its name in the sample's files.</param>
/// <param name="Weight">How often it is a customer's main product, in proportion; 0 for one that is only taken beside another.</param>
/// <param name="PricePerMonth">Price per month, minor units.</param>
/// <param name="BesideShare">Share of customers who take it beside their main product, 0..1.</param>
/// <param name="Sticky">Whether having it lowers the hazard of leaving.</param>
public sealed record SmallProduct(string Name, double Weight, long PricePerMonth, double BesideShare = 0, bool Sticky = false);

/// <summary>A kind of event that customers of a small sample business cause.</summary>
/// <param name="Kind">Its name in the sample's files.</param>
/// <param name="PerMonth">Mean number per customer and month.</param>
/// <param name="Amount">Mean amount, minor units; 0 where no money moves.</param>
/// <param name="Quantity">Mean quantity; 0 where nothing is counted.</param>
/// <param name="Channel">Through which channel.</param>
/// <param name="Monthly">Whether it happens once a month, on the customer's own day.</param>
public sealed record SmallActivity(string Kind, double PerMonth, long Amount, int Quantity, string Channel, bool Monthly = false);

/// <summary>What an action of a small sample business does to a customer who is reached.</summary>
public enum SmallEffect
{
    /// <summary>A talk without offer.</summary>
    Listen,

    /// <summary>A lower price or a price kept.</summary>
    Relieve,

    /// <summary>What went wrong is put right.</summary>
    Mend,

    /// <summary>A gift to whoever stays.</summary>
    Reward,

    /// <summary>Help to use something sticky.</summary>
    Activate,

    /// <summary>Something is sold.</summary>
    Sell,

    /// <summary>Thanks.</summary>
    Thank,
}

/// <summary>An action of a small sample business: the ids of its template's <c>actions.yaml</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Effect">What it does.</param>
/// <param name="Purpose">Its purpose, as contacts tell it.</param>
/// <param name="Channel">The channel it usually takes.</param>
/// <param name="MarginPerMonth">Margin a month where it is sold, minor units.</param>
/// <param name="Product">Product whoever takes it holds from then on, or null.</param>
public sealed record SmallAction(string Id, SmallEffect Effect, string Purpose, string Channel, long MarginPerMonth = 0, string? Product = null);

/// <summary>A reason for leaving of a small sample business.</summary>
/// <param name="Code">Its code in the sample's files.</param>
/// <param name="Weight">How often, in proportion.</param>
/// <param name="Words">What a customer would say.</param>
public sealed record SmallReason(string Code, double Weight, string Words);

/// <summary>How a small sample business works: what it sells, how its customers live and leave.</summary>
public sealed record SmallTrade
{
    /// <summary>Name of the trade, as of the workspace template.</summary>
    public required string Name { get; init; }

    /// <summary>Products; empty where the business knows no agreements.</summary>
    public IReadOnlyList<SmallProduct> Products { get; init; } = [];

    /// <summary>Kinds of activity.</summary>
    public required IReadOnlyList<SmallActivity> Activities { get; init; }

    /// <summary>Reasons for leaving; empty where nobody tells the business.</summary>
    public IReadOnlyList<SmallReason> Reasons { get; init; } = [];

    /// <summary>Length of a term in months; 0 where agreements are rolling.</summary>
    public int TermMonths { get; init; }

    /// <summary>Length of the first promotion in months; 0 where there is none.</summary>
    public int PromotionMonths { get; init; }

    /// <summary>Hazard of leaving per month before all effects.</summary>
    public required double HazardPerMonth { get; init; }

    /// <summary>Whether ends of agreements are told; false where customers only fall silent.</summary>
    public bool EndsAreTold { get; init; }

    /// <summary>Whether monthly statements with balance and limit are kept.</summary>
    public bool Statements { get; init; }

    /// <summary>By how much December is busier than other months; 1 is not at all.</summary>
    public double DecemberFactor { get; init; } = 1;

    /// <summary>Days of weekends against others in what customers do; 1 is no rhythm.</summary>
    public double Weekend { get; init; } = 1;

    /// <summary>Share of new customers who take a term where there are terms, 0..1.</summary>
    public double TermShare { get; init; } = 0.7;

    /// <summary>Share of new customers who hold a sticky product, 0..1.</summary>
    public double StickyShare { get; init; }

    /// <summary>Whether customers are companies with several people.</summary>
    public bool Companies { get; init; }

    /// <summary>Whether a customer pays for seats.</summary>
    public bool Seats { get; init; }

    /// <summary>Whether somebody who goes to a rival asks for the number to be carried over.</summary>
    public bool PortsOut { get; init; }

    /// <summary>Share of the price that is margin, 0..1.</summary>
    public double MarginShareOfPrice { get; init; }

    /// <summary>Share of what customers spend that is margin, 0..1.</summary>
    public double MarginShareOfSales { get; init; }

    /// <summary>Cost of serving a customer a month, minor units.</summary>
    public long ServePerMonth { get; init; }

    /// <summary>The actions of its template; the first is the yearly randomised call.</summary>
    public required IReadOnlyList<SmallAction> Actions { get; init; }

    /// <summary>The action by which something is sold every day.</summary>
    public static string SellsBy => "cross_sell_offer";

    /// <summary>The files it keeps.</summary>
    public IReadOnlyList<SmallTable> Tables =>
    [
        SmallTable.Customers, SmallTable.Activity, SmallTable.Contacts, SmallTable.Surveys, SmallTable.Experiment,
        .. Products.Count > 0 ? [SmallTable.Agreements] : Array.Empty<SmallTable>(),
        .. Statements ? [SmallTable.Statements] : Array.Empty<SmallTable>(),
        .. Reasons.Count > 0 ? [SmallTable.Exits] : Array.Empty<SmallTable>(),
        .. Companies ? [SmallTable.People] : Array.Empty<SmallTable>(),
    ];

    /// <summary>An action by its id; null where the world does not know it.</summary>
    public SmallAction? Action(string id) => Actions.FirstOrDefault(action => action.Id == id);

    /// <summary>Price of a customer's main product a month, minor units; 0 where there is none.</summary>
    internal long PriceOf(SmallTraits traits) => traits.Product < 0 ? 0 : Products[traits.Product].PricePerMonth * (Seats ? traits.Seats : 8) / 8;

    /// <summary>Expected margin of a month, minor units.</summary>
    internal double MarginOf(SmallTraits traits, in SmallStanding now) =>
        MarginShareOfPrice * PriceOf(traits) + MarginShareOfSales * traits.Activity * Activities.Sum(activity => activity.Amount * activity.PerMonth) - ServePerMonth + now.Sold;

    static SmallAction Call { get; } = new("save_call", SmallEffect.Listen, "retain", "phone");

    /// <summary>The trades there are, by the name of their template.</summary>
    public static IReadOnlyList<SmallTrade> All { get; } =
    [
        new()
        {
            Name = "card",
            Products = [new("card_classic", 6, 0), new("card_gold", 3, 800), new("insurance", 0, 450, 0.15), new("direct_debit", 0, 0, 0.3, true)],
            Activities = [new("purchase", 6, 3_800, 1, "card"), new("cash_withdrawal", 0.7, 9_000, 1, "atm"), new("login", 2, 0, 0, "app")],
            Reasons = [new("FEE", 4, "The yearly fee is not worth it"), new("RATE", 3, "Another card has a lower rate"), new("FRAUD", 1, "Closed after a fraud"), new("DEBT", 2, "Sent to collections"), new("NOUSE", 2, "I never use it")],
            HazardPerMonth = 0.018, EndsAreTold = true, Statements = true, PromotionMonths = 12,
            Weekend = 1.2, StickyShare = 0.3, MarginShareOfPrice = 0.8, MarginShareOfSales = 0.015, ServePerMonth = 250,
            Actions =
            [
                Call, new("fee_waiver", SmallEffect.Relieve, "retain", "phone"), new("rate_cut", SmallEffect.Relieve, "retain", "phone"),
                new("credit_ladder", SmallEffect.Reward, "retain", "phone"), new("activate_direct_debit", SmallEffect.Activate, "activate", "phone", 30, "direct_debit"),
                new("wake_card", SmallEffect.Listen, "activate", "sms", 60), new("cross_sell_offer", SmallEffect.Sell, "cross_sell", "phone", 300, "insurance"),
                new("upgrade_gold", SmallEffect.Sell, "upsell", "phone", 500), new("thank_you", SmallEffect.Thank, "serve", "app"),
            ],
        },
        new()
        {
            Name = "telecom",
            Products = [new("mobile_s", 4, 1_500), new("mobile_m", 4, 2_500), new("fibre", 3, 3_500), new("tv", 0, 1_200, 0.2), new("family_bundle", 0, 800, 0.25, true)],
            Activities = [new("call", 8, 0, 240, "network"), new("data_session", 6, 0, 900, "network"), new("bill_paid", 1, 2_600, 1, "online", Monthly: true)],
            Reasons = [new("PRICE", 4, "A rival offers the same for less"), new("COVER", 2, "No signal at home"), new("SERVICE", 2, "Nobody solved my problem"), new("MOVED", 1, "I moved abroad"), new("NONPAY", 1, "Unpaid bills")],
            HazardPerMonth = 0.018, EndsAreTold = true, TermMonths = 12, PromotionMonths = 6,
            Weekend = 0.9, StickyShare = 0.25, PortsOut = true, MarginShareOfPrice = 0.45, ServePerMonth = 250,
            Actions =
            [
                Call, new("renew_same_price", SmallEffect.Relieve, "retain", "phone"), new("right_size", SmallEffect.Relieve, "retain", "phone"),
                new("device_bonus", SmallEffect.Reward, "retain", "phone"), new("fix_fault", SmallEffect.Mend, "retain", "phone"),
                new("activate_family", SmallEffect.Activate, "activate", "phone", 200, "family_bundle"), new("cross_sell_offer", SmallEffect.Sell, "cross_sell", "phone", 400, "tv"),
                new("larger_plan", SmallEffect.Sell, "upsell", "app", 500), new("thank_you", SmallEffect.Thank, "serve", "sms"),
            ],
        },
        new()
        {
            Name = "prepaid",
            Products = [new("sim", 1, 0)],
            Activities = [new("top_up", 1.6, 1_000, 1, "shop"), new("call", 5, 0, 150, "network"), new("data_pack", 0.8, 500, 1, "app")],
            HazardPerMonth = 0.035,
            Weekend = 1.1, StickyShare = 0.15, MarginShareOfSales = 0.4, ServePerMonth = 60,
            Actions =
            [
                Call, new("top_up_bonus", SmallEffect.Reward, "retain", "sms"), new("second_bonus", SmallEffect.Reward, "retain", "sms"),
                new("network_check", SmallEffect.Mend, "retain", "phone"), new("activate_auto_top_up", SmallEffect.Activate, "activate", "sms", 80),
                new("activate_app", SmallEffect.Activate, "activate", "sms", 30), new("cross_sell_offer", SmallEffect.Sell, "cross_sell", "phone", 150),
                new("monthly_plan", SmallEffect.Sell, "upsell", "phone", 300), new("thank_you", SmallEffect.Thank, "serve", "sms"),
            ],
        },
        new()
        {
            Name = "saas",
            Products = [new("team", 5, 4_900), new("business", 3, 14_900), new("sso", 0, 2_000, 0.25, true), new("support_plus", 0, 3_000, 0.15)],
            Activities = [new("login", 12, 0, 1, "web"), new("report_built", 3, 0, 1, "web"), new("invite", 0.4, 0, 1, "web")],
            Reasons = [new("BUDGET", 3, "Our budget was cut"), new("FEATURE", 3, "It lacks what we need"), new("RIVAL", 3, "We moved to another product"), new("UNUSED", 2, "The team never took it up"), new("CLOSED", 1, "The company closed")],
            HazardPerMonth = 0.02, EndsAreTold = true, TermMonths = 12,
            Weekend = 0.15, StickyShare = 0.25, Companies = true, Seats = true, MarginShareOfPrice = 0.75, ServePerMonth = 900,
            Actions =
            [
                Call, new("success_review", SmallEffect.Mend, "retain", "phone"), new("price_lock", SmallEffect.Relieve, "retain", "phone"),
                new("right_size", SmallEffect.Relieve, "retain", "phone"), new("executive_call", SmallEffect.Mend, "retain", "phone"),
                new("training", SmallEffect.Activate, "activate", "phone"), new("activate_sso", SmallEffect.Activate, "activate", "phone", 1_500, "sso"),
                new("cross_sell_offer", SmallEffect.Sell, "cross_sell", "phone", 2_200, "support_plus"),
                new("upgrade_business", SmallEffect.Sell, "upsell", "phone", 6_000), new("thank_you", SmallEffect.Thank, "serve", "email"),
            ],
        },
        new()
        {
            Name = "retail",
            Activities = [new("purchase", 1.3, 4_200, 2, "shop"), new("web_visit", 2.5, 0, 1, "web"), new("return", 0.08, 3_000, 1, "shop")],
            HazardPerMonth = 0.03, DecemberFactor = 1.6,
            Weekend = 1.8, StickyShare = 0.2, MarginShareOfSales = 0.3, ServePerMonth = 20,
            Actions =
            [
                Call, new("we_miss_you", SmallEffect.Reward, "retain", "email"), new("second_voucher", SmallEffect.Reward, "retain", "email"),
                new("mend_return", SmallEffect.Mend, "retain", "phone"), new("activate_account", SmallEffect.Activate, "activate", "email", 20),
                new("cross_sell_offer", SmallEffect.Sell, "cross_sell", "email", 300), new("visit_more", SmallEffect.Sell, "raise_frequency", "email", 250),
                new("better_line", SmallEffect.Sell, "upsell", "email", 400), new("thank_you", SmallEffect.Thank, "serve", "email"),
            ],
        },
    ];

    /// <summary>The trade of a name; null where there is none.</summary>
    public static SmallTrade? Find(string name) => All.FirstOrDefault(trade => trade.Name == name);
}
