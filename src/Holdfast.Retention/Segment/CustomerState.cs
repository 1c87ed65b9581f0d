using Holdfast.Retention.Facts;
using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Retention.Segment;

/// <summary>
/// What the history says of one customer at a moment, as segments and rules count it. Made by <see cref="CustomerStates.Of"/>, the
/// one fold for the night and for the customer on the phone. Money in minor units.
/// </summary>
public sealed record CustomerState
{
    /// <summary>Customer id.</summary>
    public required string Customer { get; init; }

    /// <summary>The day it is for: facts of this day and later are not in it.</summary>
    public required Day AsOf { get; init; }

    /// <summary>The customer's current life, or the last one where the customer has left; null for a party that never was a customer.</summary>
    public Life? Life { get; init; }

    /// <summary>Who the party is; null where not told.</summary>
    public Party? Party { get; init; }

    /// <summary>Named properties.</summary>
    public IReadOnlyDictionary<string, ConditionValue> Attributes { get; init; } = new Dictionary<string, ConditionValue>();

    /// <summary>Products of the agreements that stand, each once, in the order of the alphabet.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Ways to reach the customer, those the customer prefers first.</summary>
    public IReadOnlyList<Reach> Reaches { get; init; } = [];

    /// <summary>Contacts in order of time.</summary>
    public IReadOnlyList<PastContact> Contacts { get; init; } = [];

    /// <summary>Offers in order of time.</summary>
    public IReadOnlyList<PastOffer> Offers { get; init; } = [];

    /// <summary>Days of the events of the last 365 days by kind, and of the last one where it is older, in order of time.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Day>> EventDays { get; init; } = new Dictionary<string, IReadOnlyList<Day>>();

    /// <summary>Day of the last event the customer initiated; null where none is told.</summary>
    public Day? LastActivity { get; init; }

    /// <summary>Complaints with the day of closing; null where that is not told.</summary>
    public IReadOnlyList<Complaint> Complaints { get; init; } = [];

    /// <summary>Moments of strain: ends of promotions and terms, price rises, bad touchpoints, up to the day and planned ones.</summary>
    public IReadOnlyList<Strain> Strains { get; init; } = [];

    /// <summary>Share of the term of the agreement that ends next that has passed, 0..1; null where no fixed term runs.</summary>
    public double? TermShare { get; init; }

    /// <summary>What the customer spends.</summary>
    public Spending Spending { get; init; } = new(0, 0, 0);

    /// <summary>Overdue at the last month's end.</summary>
    public long Arrears { get; init; }

    /// <summary>Whether the customer stands on the day.</summary>
    public bool IsCustomer => Life is { } life && life.CoversDay(AsOf);

    /// <summary>Whether the product is held.</summary>
    public bool Holds(string product) => Products.Contains(product, StringComparer.Ordinal);

    /// <summary>Whether a complaint waits for an answer: not closed and, as closings may not be told, younger than so many days.</summary>
    public bool HasOpenComplaint(int days) => Complaints.Any(complaint => complaint.IsOpen(AsOf, days));

    /// <summary>Whether arrears or one of the attributes ask for care.</summary>
    public bool NeedsCare(IReadOnlyList<string> attributes, long arrearsAbove) =>
        Arrears > arrearsAbove || attributes.Any(name => Attributes.TryGetValue(name, out var value) && value.Holds);
}

/// <summary>A way to reach a customer.</summary>
/// <param name="Kind">phone, email, sms, app or letter.</param>
/// <param name="Value">Number or address.</param>
/// <param name="Preferred">Whether the customer asked for it.</param>
/// <param name="Works">Whether it is not known to be bounced, unreachable or another person's by now.</param>
/// <param name="Consent">Whether marketing is allowed here.</param>
public sealed record Reach(string Kind, string Value, bool Preferred, bool Works, bool Consent);

/// <summary>A contact.</summary>
/// <param name="Day">When.</param>
/// <param name="Inbound">Whether the customer came to us.</param>
/// <param name="Purpose">retain, activate, upsell, cross_sell, raise_frequency, serve, exit, or "".</param>
/// <param name="Action">Id of the action, or "".</param>
/// <param name="Reached">Whether the customer was reached.</param>
/// <param name="Objected">Whether the customer objected to being contacted.</param>
/// <param name="CutShort">Whether the customer broke it off.</param>
public readonly record struct PastContact(Day Day, bool Inbound, string Purpose, string Action, bool Reached, bool Objected = false, bool CutShort = false);

/// <summary>An offer.</summary>
/// <param name="Action">Id of the action.</param>
/// <param name="Made">When.</param>
/// <param name="Answered">When it was taken or refused; null while open.</param>
/// <param name="Accepted">Whether it was taken.</param>
/// <param name="Applied">Day from which billing applies it; null where it does not.</param>
public readonly record struct PastOffer(string Action, Day Made, Day? Answered, bool Accepted, Day? Applied);

/// <summary>A complaint.</summary>
/// <param name="Day">When.</param>
/// <param name="Closed">When it was closed; null where that is not told.</param>
public readonly record struct Complaint(Day Day, Day? Closed)
{
    /// <summary>Whether it waits for an answer on a day, being younger than so many days.</summary>
    public bool IsOpen(Day asOf, int days) => Closed is null && asOf - Day <= days;
}

/// <summary>A moment of strain.</summary>
/// <param name="Day">When; after the state's day where it is to come.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct Strain(Day Day, StrainKind Kind);

/// <summary>What strains a relation (D3).</summary>
public enum StrainKind
{
    /// <summary>A promotion ends: the full price begins.</summary>
    PromotionEnd,

    /// <summary>A term ends: the customer is free to go.</summary>
    TermEnd,

    /// <summary>A price rise was announced.</summary>
    PriceRise,

    /// <summary>Something went wrong at a touchpoint.</summary>
    BadTouchpoint,
}

/// <summary>What a customer spends a month, minor units.</summary>
/// <param name="Now">Mean of the last three known months; where no months are told, the prices of what is held.</param>
/// <param name="YearAgo">Mean of the same three months a year before; for younger customers of their first three, where these are over.</param>
/// <param name="Planned">What is added by promotions that end within the next twelve months.</param>
public readonly record struct Spending(long Now, long YearAgo, long Planned);
