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
public sealed record SmallActivity(string Kind, double PerMonth, long Amount, int Quantity, string Channel);

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
        },
        new()
        {
            Name = "telecom",
            Products = [new("mobile_s", 4, 1_500), new("mobile_m", 4, 2_500), new("fibre", 3, 3_500), new("tv", 0, 1_200, 0.2), new("family_bundle", 0, 800, 0.25, true)],
            Activities = [new("call", 8, 0, 240, "network"), new("data_session", 6, 0, 900, "network"), new("bill_paid", 1, 2_600, 1, "online")],
            Reasons = [new("PRICE", 4, "A rival offers the same for less"), new("COVER", 2, "No signal at home"), new("SERVICE", 2, "Nobody solved my problem"), new("MOVED", 1, "I moved abroad"), new("NONPAY", 1, "Unpaid bills")],
            HazardPerMonth = 0.016, EndsAreTold = true, TermMonths = 12, PromotionMonths = 6,
        },
        new()
        {
            Name = "prepaid",
            Products = [new("sim", 1, 0)],
            Activities = [new("top_up", 1.6, 1_000, 1, "shop"), new("call", 5, 0, 150, "network"), new("data_pack", 0.8, 500, 1, "app")],
            HazardPerMonth = 0.035,
        },
        new()
        {
            Name = "saas",
            Products = [new("team", 5, 4_900), new("business", 3, 14_900), new("sso", 0, 2_000, 0.25, true), new("support_plus", 0, 3_000, 0.15)],
            Activities = [new("login", 12, 0, 1, "web"), new("report_built", 3, 0, 1, "web"), new("invite", 0.4, 0, 1, "web")],
            Reasons = [new("BUDGET", 3, "Our budget was cut"), new("FEATURE", 3, "It lacks what we need"), new("RIVAL", 3, "We moved to another product"), new("UNUSED", 2, "The team never took it up"), new("CLOSED", 1, "The company closed")],
            HazardPerMonth = 0.02, EndsAreTold = true, TermMonths = 12,
        },
        new()
        {
            Name = "retail",
            Activities = [new("purchase", 1.3, 4_200, 2, "shop"), new("web_visit", 2.5, 0, 1, "web"), new("return", 0.08, 3_000, 1, "shop")],
            HazardPerMonth = 0.03, DecemberFactor = 1.6,
        },
    ];

    /// <summary>The trade of a name; null where there is none.</summary>
    public static SmallTrade? Find(string name) => All.FirstOrDefault(trade => trade.Name == name);
}
