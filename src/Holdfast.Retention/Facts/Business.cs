using System.ComponentModel.DataAnnotations;

namespace Holdfast.Retention.Facts;

/// <summary>What <c>holdfast.yaml</c> says of the business: its name, money, time, what churn means, reasons, costs and horizons.</summary>
public sealed record Business
{
    /// <summary>Name of the business, shown in reports.</summary>
    public required string Name { get; init; }

    /// <summary>ISO 4217 code of the one currency all money is in.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Digits after the decimal point of the currency's minor unit, 0..4.</summary>
    [Range(0, 4)]
    public int MinorDigits { get; init; } = 2;

    /// <summary>IANA time zone of the business's days.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Languages customers are addressed in, BCP 47 tags, the fallback first.</summary>
    public IReadOnlyList<string> Languages { get; init; } = ["en"];

    /// <summary>
    /// What counts as churn. Told ends always count; not_renewed and partial add theirs; silent is used where it stands first, or
    /// where neither spells nor agreements are told. A definition with a product judges that product's agreements.
    /// </summary>
    public required IReadOnlyList<ChurnDefinition> Churn { get; init; }

    /// <summary>The taxonomy of reasons: from the source's coding to kind, avoidability and owner.</summary>
    public IReadOnlyDictionary<string, Reason> Reasons { get; init; } = new Dictionary<string, Reason>();

    /// <summary>
    /// Share of a product's customers above which closings on one day stop the run, which then asks whether it was a migration, 0..1.
    /// Default 0.01; 1 never stops.
    /// </summary>
    [Range(0.0, 1.0)]
    public double MassEndingShare { get; init; } = 0.01;

    /// <summary>Days (yyyy-MM-dd) on which many closings at once are right as they are.</summary>
    public IReadOnlyList<string> AcceptedMassEndings { get; init; } = [];

    /// <summary>
    /// First day (yyyy-MM-dd) from which every leaver is in the data: who left earlier is missing, so earlier tenure is no evidence of
    /// staying. Default: the earliest activity, position, contact or end that is told.
    /// </summary>
    public string? RecordsSince { get; init; }

    /// <summary>Outcomes of contacts that mean the customer was inclined to stay or to take the offer.</summary>
    public IReadOnlyList<string> InclinedOutcomes { get; init; } = ["inclined", "interested", "offered", "accepted", "saved"];

    /// <summary>Windows of prediction.</summary>
    public Horizons Horizons { get; init; } = new();

    /// <summary>Costs and rates for value and break-even.</summary>
    public Costs Costs { get; init; } = new();

    /// <summary>Kinds of event and product that make a customer stay: their activation counts as retention (D10).</summary>
    public IReadOnlyList<string> StickyProducts { get; init; } = [];

    /// <summary>
    /// Words in the names of attributes that are kept out of every model and decision and serve audits of fairness only.
    /// Default: gender, sex, race, ethnicity, ethnic, religion, nationality, citizenship, language, disability, orientation.
    /// </summary>
    public IReadOnlyList<string> AuditOnlyAttributes { get; init; } =
        ["gender", "sex", "race", "ethnicity", "ethnic", "religion", "nationality", "citizenship", "language", "disability", "orientation"];

    /// <summary>
    /// Words in the names of attributes that may move a score but are never given as a reason to a clerk or customer.
    /// Default: age, birth, under, senior, married, marital, dependents, partner, income, salary, health, surname, name.
    /// </summary>
    public IReadOnlyList<string> UnspokenAttributes { get; init; } =
        ["age", "birth", "under", "senior", "married", "marital", "dependents", "partner", "income", "salary", "health", "surname", "name"];

    /// <summary>Kinds of event that are complaints.</summary>
    public IReadOnlyList<string> ComplaintKinds { get; init; } = ["complaint"];

    /// <summary>Kinds of event that close a complaint.</summary>
    public IReadOnlyList<string> ComplaintClosedKinds { get; init; } = ["complaint_closed", "complaint_resolved"];

    /// <summary>Kinds of event that are bad experiences at a touchpoint.</summary>
    public IReadOnlyList<string> BadTouchpointKinds { get; init; } = ["incident"];

    /// <summary>Kinds of event that take a fee from the customer.</summary>
    public IReadOnlyList<string> FeeKinds { get; init; } = ["fee", "account_fee", "late_fee"];

    /// <summary>Kinds of event that tell the customer of a price rise.</summary>
    public IReadOnlyList<string> PriceRiseKinds { get; init; } = ["price_rise"];

    /// <summary>Attributes that must never be a reason on a call list, because they or what they suggest are nobody's business there.</summary>
    public IReadOnlyList<string> SensitiveAttributes { get; init; } =
        ["gender", "sex", "ethnicity", "race", "religion", "health", "illness", "disability", "bereaved", "vulnerable", "marital_status"];

    /// <summary>Borders of the stages of a customer's life.</summary>
    public Stages Stages { get; init; } = new();

    /// <summary>How facts and records are kept.</summary>
    public StoreRules Store { get; init; } = new();

    /// <summary>What the server does every night.</summary>
    public NightlyRules Nightly { get; init; } = new();
}

/// <summary>What the server does every night.</summary>
public sealed record NightlyRules
{
    /// <summary>
    /// Time of the business's clock, HH:mm, at which the server performs the loop, once on every day: a time that the clocks skip is made up
    /// for right after, one that comes twice counts the first time. Where not given, the server performs no loop by itself.
    /// </summary>
    public string? At { get; init; }
}

/// <summary>How facts and records are kept.</summary>
public sealed record StoreRules
{
    /// <summary>
    /// Days for which a version of the facts can still be read after a newer one took its place. Default 30; 0 keeps only the current one.
    /// More cost disk: what is written anew is kept twice for so long. Runs for past days do not need old versions: every fact says
    /// when it was learned.
    /// </summary>
    [Range(0, 3650)]
    public int KeepVersionsDays { get; init; } = 30;

    /// <summary>
    /// Connection string of a PostgreSQL that keeps the records (accounts, jobs and what else needs transactions), such as
    /// Host=db;Database=holdfast;Username=holdfast. The variable HOLDFAST_RECORDS overrides it, and is the better place for a password.
    /// Where neither is given, the records are the SQLite file data/records.db.
    /// </summary>
    public string? Records { get; init; }
}

/// <summary>Borders of the stages of a customer's life (S2).</summary>
public sealed record Stages
{
    /// <summary>Days from joining that are onboarding. Default 90.</summary>
    [Range(1, 730)]
    public int OnboardingDays { get; init; } = 90;

    /// <summary>Days from joining until habits have formed. Default 365.</summary>
    [Range(1, 3650)]
    public int HabitDays { get; init; } = 365;

    /// <summary>Days from coming back for which a customer counts as won back. Default 365.</summary>
    [Range(1, 3650)]
    public int WonBackDays { get; init; } = 365;

    /// <summary>Days without an event of the customer's own after which one is lapsed; ignored where no events are told. Default 90.</summary>
    [Range(1, 3650)]
    public int LapsedDays { get; init; } = 90;

    /// <summary>Share of the whole expected life, or of the term, from which the last third begins, 0..1. Default 2/3.</summary>
    [Range(0.0, 1.0)]
    public double LastThirdShare { get; init; } = 2.0 / 3;

    /// <summary>The last third begins only where the median remaining life is under so many months, or falling. Default 24.</summary>
    [Range(1.0, 240.0)]
    public double LastThirdMonths { get; init; } = 24;

    /// <summary>A customer is at risk where the churn probability is more than so many times the segment's. Default 2.</summary>
    [Range(1.0, 100.0)]
    public double AtRiskTimes { get; init; } = 2;
}

/// <summary>How churn is recognised.</summary>
public enum ChurnKind
{
    /// <summary>The sources say that the customer left (spells), or the last agreement was ended.</summary>
    Closed,

    /// <summary>A term ran out and was not renewed.</summary>
    NotRenewed,

    /// <summary>No event initiated by the customer for long enough.</summary>
    Silent,

    /// <summary>The primary use or balance is gone though agreements stand.</summary>
    Partial,
}

/// <summary>One definition of churn.</summary>
public sealed record ChurnDefinition
{
    /// <summary>How churn is recognised.</summary>
    public required ChurnKind Kind { get; init; }

    /// <summary>Product the definition is for; null for the customer as a whole.</summary>
    public string? Product { get; init; }

    /// <summary>For <see cref="ChurnKind.Silent"/> and <see cref="ChurnKind.Partial"/>: days without sign of life. Default 180.</summary>
    [Range(1, 3650)]
    public int Days { get; init; } = 180;

    /// <summary>
    /// For <see cref="ChurnKind.Silent"/>: where above 0, a customer with at least 5 gaps is silent already beyond this quantile
    /// of the customer's own gaps (0..1), yet never before 30 days. Default 0: only <see cref="Days"/> counts.
    /// </summary>
    [Range(0.0, 1.0)]
    public double OwnGapQuantile { get; init; }

    /// <summary>For <see cref="ChurnKind.Partial"/>: share of the customer's own highest balance below which it counts as gone, 0..1.</summary>
    [Range(0.0, 1.0)]
    public double BalanceShare { get; init; } = 0.05;

    /// <summary>Closed and opened again within this many days is replaced (or undone), not churned. Default 30.</summary>
    [Range(0, 365)]
    public int ReplacedWithinDays { get; init; } = 30;

    /// <summary>Days of grace after a term's end before it counts as not renewed. Default 0.</summary>
    [Range(0, 365)]
    public int GraceDays { get; init; }
}

/// <summary>Whose doing a reason is.</summary>
public enum Whose
{
    /// <summary>The business's own.</summary>
    Ours,

    /// <summary>The customer's.</summary>
    Customer,

    /// <summary>The market's.</summary>
    Market,
}

/// <summary>A reason for leaving in the business's taxonomy (M4).</summary>
public sealed record Reason
{
    /// <summary>The name shown; several source codes may share it.</summary>
    public required string Name { get; init; }

    /// <summary>Which kind of leaving it is.</summary>
    public Leaving Kind { get; init; } = Leaving.Voluntary;

    /// <summary>Whether the business could have avoided it.</summary>
    public bool Avoidable { get; init; } = true;

    /// <summary>Share of such leavers the business could have influenced, 0..1.</summary>
    [Range(0.0, 1.0)]
    public double Influence { get; init; } = 0.5;

    /// <summary>Whose doing it is.</summary>
    public Whose Whose { get; init; } = Whose.Ours;

    /// <summary>Department that owns it.</summary>
    public string? Owner { get; init; }
}

/// <summary>Windows of prediction, in days.</summary>
public sealed record Horizons
{
    /// <summary>How far ahead churn is predicted. Default 90.</summary>
    [Range(1, 730)]
    public int ChurnDays { get; init; } = 90;

    /// <summary>Gap between the cut-off and the start of the predicted window: the lead time of an action. Default 7.</summary>
    [Range(0, 180)]
    public int GapDays { get; init; } = 7;

    /// <summary>How far back features look at most. Default 365.</summary>
    [Range(7, 3650)]
    public int ObservationDays { get; init; } = 365;

    /// <summary>Days between two cut-offs of the training table. Default 30.</summary>
    [Range(1, 365)]
    public int StepDays { get; init; } = 30;

    /// <summary>Months of future margin that count as value. Default 24.</summary>
    [Range(1, 240)]
    public int ValueMonths { get; init; } = 24;
}

/// <summary>Costs and rates; money in minor units.</summary>
public sealed record Costs
{
    /// <summary>Cost of winning one customer by channel, minor units; spells that carry their own cost override it.</summary>
    public IReadOnlyDictionary<string, long> AcquisitionByChannel { get; init; } = new Dictionary<string, long>();

    /// <summary>Cost of winning one customer through any other channel, minor units.</summary>
    public long Acquisition { get; init; }

    /// <summary>Cost of onboarding one customer, minor units.</summary>
    public long Onboarding { get; init; }

    /// <summary>Cost of serving one customer for a month where positions do not tell it, minor units.</summary>
    public long ServePerMonth { get; init; }

    /// <summary>Share of an agreement's price that is margin where positions do not tell it, 0..1. Default 1.</summary>
    [Range(0.0, 1.0)]
    public double MarginShareOfPrice { get; init; } = 1;

    /// <summary>Share of the amount of a sale that is margin where neither positions nor prices tell it, 0..1. Default 0.3.</summary>
    [Range(0.0, 1.0)]
    public double MarginShareOfSales { get; init; } = 0.3;

    /// <summary>Discount rate per year for future margin, 0..1. Default 0.1.</summary>
    [Range(0.0, 1.0)]
    public double DiscountPerYear { get; init; } = 0.1;

    /// <summary>Cost of one minute of staff time, minor units. Default 60.</summary>
    public long StaffMinute { get; init; } = 60;
}
