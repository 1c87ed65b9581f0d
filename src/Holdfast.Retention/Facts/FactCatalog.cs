namespace Holdfast.Retention.Facts;

/// <summary>Type of a fact's column.</summary>
public enum ColumnType
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>A short word from a small set, kept as <see cref="Facts.Code"/>.</summary>
    Code,

    /// <summary>A calendar day.</summary>
    Day,

    /// <summary>A moment on the business's wall clock, to the microsecond.</summary>
    Instant,

    /// <summary>Money in minor units, 64 bits.</summary>
    Money,

    /// <summary>A double.</summary>
    Number,

    /// <summary>A 64-bit integer.</summary>
    Whole,

    /// <summary>True or false.</summary>
    Flag,
}

/// <summary>One column of a fact.</summary>
/// <param name="Name">Its name in mappings and files.</param>
/// <param name="Type">Its type.</param>
/// <param name="Required">Whether a row without it is rejected.</param>
/// <param name="Meaning">What it means, for documentation and schemas.</param>
/// <param name="Allowed">The only values allowed; null where any.</param>
public sealed record FactColumn(string Name, ColumnType Type, bool Required, string Meaning, IReadOnlyList<string>? Allowed = null);

/// <summary>One kind of fact: its columns and its key. A row with the same key and a newer <c>known_at</c> is a correction.</summary>
/// <param name="Name">Its name in mappings and files.</param>
/// <param name="Meaning">What it tells.</param>
/// <param name="Time">The column that says when it happened, by which histories are ordered.</param>
/// <param name="Key">Columns of the key; <c>source</c> is the mapping's name.</param>
/// <param name="Columns">Its columns; every kind also has <c>known_at</c>, <c>source</c> and, but for reference facts, <c>party</c>.</param>
public sealed record FactKind(string Name, string Meaning, string Time, IReadOnlyList<string> Key, IReadOnlyList<FactColumn> Columns)
{
    /// <summary>Whether it belongs to a party's history; aliases, units and staff are reference facts of the business.</summary>
    public bool OfParty => Columns.Any(c => c.Name == "party");
}

/// <summary>All kinds of facts: the contract between mappings, the warehouse and histories.</summary>
public static class FactCatalog
{
    static readonly FactColumn Party = Text("party", "The customer's id in the source.", required: true);
    static readonly FactColumn KnownAt = new("known_at", ColumnType.Instant, false, "When we learned it; where not mapped, when it happened.");

    /// <summary>Every kind, in the order in which loading takes them.</summary>
    public static IReadOnlyList<FactKind> All { get; } =
    [
        new("party", "Who a party is.", "at", ["party"],
        [
            Party, Instant("at", "When it was so; where not mapped, the source's snapshot day or the beginning of time."), KnownAt,
            Code("kind", "person or company.", ["person", "company"]), Text("name", "Name to greet with."),
            Day("birth_date", "Day of birth or founding."), Text("language", "BCP 47 tag such as fa."),
            Text("household", "Id of the household."), Text("region", "Region of residence."),
            Text("income_band", "Income band."), Text("risk_band", "Credit-risk band."),
        ]),
        new("attribute", "One named property of a party; mappings write them with 'attributes'.", "at", ["party", "name"],
        [
            Party, Instant("at", "When it was so."), KnownAt, Code("name", "The attribute's name.", required: true),
            Code("text", "Its value as a word."), new("number", ColumnType.Number, false, "Its value as a number."),
        ]),
        new("contact_point", "A way to reach a party.", "at", ["party", "kind", "value"],
        [
            Party, Instant("at", "When it was so."), KnownAt,
            Code("kind", "phone, email, sms, app or letter.", required: true), Text("value", "Number or address.", required: true),
            Flag("preferred", "Whether the party asked to be reached here."),
            Code("state", "works, bounced, unreachable or recycled.", ["works", "bounced", "unreachable", "recycled"]),
            Flag("consent", "Whether the party may be contacted here for marketing; where not mapped, true."),
        ]),
        new("spell", "One life of a customer with us.", "joined", ["party", "joined"],
        [
            Party, KnownAt, Day("joined", "First day as a customer.", required: true), Day("left", "First day no longer a customer."),
            Code("leaving", "Why it ended; a code of 'reasons' in holdfast.yaml may stand here too."),
            Code("origin", "acquired, won_back, migrated or bought.", ["acquired", "won_back", "migrated", "bought"]),
            Code("channel", "Channel of acquisition."), Money("acquisition_cost", "Cost of winning the customer."),
            Code("opened_by", "Staff who opened it."), Code("unit", "Branch or team."),
        ]),
        new("agreement", "An account, contract, subscription or other product agreement.", "started", ["agreement"],
        [
            Party, KnownAt, Text("agreement", "The source's id.", required: true), Code("product", "The product."),
            Code("bond", "rolling, fixed or prepaid.", ["rolling", "fixed", "prepaid"]), Day("started", "First day.", required: true),
            Day("ended", "First day no longer in force."), Code("end_reason", "Reason of the end, a code of 'reasons'."),
            Text("replaced_by", "Id of the agreement that replaced it."), Day("promotion_ends", "First day at the full price."),
            Day("term_ends", "First day after the term."), Money("exit_fee", "Fee for leaving before the term."),
            Money("price", "Price per month."), Code("state", "active, paused or dormant.", ["active", "paused", "dormant"]),
        ]),
        new("holding", "A party's part in an agreement.", "from_day", ["agreement", "party", "role"],
        [
            Party, KnownAt, Text("agreement", "Id of the agreement.", required: true),
            Code("role", "holder, joint_holder, payer, user or authorised_card.", ["holder", "joint_holder", "payer", "user", "authorised_card"], required: true),
            Day("from_day", "First day.", required: true), Day("to_day", "First day no longer."),
        ]),
        new("position", "The month-end state of an agreement or of the customer as a whole.", "month", ["party", "agreement", "month"],
        [
            Party, KnownAt, Day("month", "Any day of the month; kept as its first.", required: true), Text("agreement", "Id of the agreement."),
            Money("balance", "Balance at the month's end."), Money("credit_limit", "Credit limit."),
            Money("revenue", "Interest margin, fees and sales of the month."), Money("cost_to_serve", "Cost of serving."),
            Money("credit_loss", "Expected credit loss."), Money("arrears", "Overdue at the month's end."),
        ]),
        new("event", "Something that happened: a transaction, use, log-in, complaint, price change.", "at", ["source", "event"],
        [
            Party, Instant("at", "When it happened.", required: true), KnownAt,
            Text("event", "The source's id; where not mapped, equal rows of one source count as so many events."),
            Code("kind", "What happened.", required: true), Code("channel", "Through which channel."),
            Text("agreement", "Id of the agreement; a row without party takes the agreement's."),
            Money("amount", "Money."), Whole("quantity", "Units, seconds, bytes or pieces."), Code("counterparty", "The other side."),
            Code("unit", "Branch or machine."), Flag("by_customer", "Whether the customer initiated it; where not mapped, true."),
        ]),
        new("contact", "A contact between us and the party.", "at", ["source", "contact"],
        [
            Party, Instant("at", "When it took place.", required: true), KnownAt, Text("contact", "The source's id."),
            Code("direction", "inbound or outbound.", ["inbound", "outbound"]), Code("channel", "Through which channel."),
            Code("purpose", "retain, activate, upsell, cross_sell, raise_frequency, serve or exit.", ["retain", "activate", "upsell", "cross_sell", "raise_frequency", "serve", "exit"]),
            Code("action", "Id of the action in actions.yaml."), Whole("attempts", "How often it was tried; where not mapped, 1."),
            Flag("reached", "Whether the party was reached; where not mapped, true."), Code("outcome", "Outcome."), Money("cost", "Cost."),
        ]),
        new("offer", "An offer made.", "made", ["source", "offer"],
        [
            Party, KnownAt, Text("offer", "The source's id."), Code("action", "Id of the action in actions.yaml.", required: true),
            Day("made", "When it was made.", required: true), Day("answered", "When it was taken or refused."),
            Flag("accepted", "Whether it was taken."), Day("applied", "Day from which billing applies it."),
        ]),
        new("feedback", "What a party said about us.", "at", ["source", "feedback"],
        [
            Party, Instant("at", "When it was said.", required: true), KnownAt, Text("feedback", "The source's id."),
            Code("instrument", "nps, csat, effort, complaint, call, chat, exit_survey ...", required: true),
            new("score", ColumnType.Number, false, "The score."), new("scale_top", ColumnType.Number, false, "Highest score of the scale."),
            Text("text", "The words."), Code("language", "BCP 47 tag of the text."), Code("about", "What it is about."),
        ]),
        new("exit_reason", "A stated or inferred reason for leaving.", "at", ["party", "told_by", "at"],
        [
            Party, Instant("at", "The day of leaving it belongs to, or when it was stated.", required: true), KnownAt,
            Code("told_by", "clerk, survey or inferred; where not mapped, clerk.", ["clerk", "survey", "inferred"]),
            Code("reason", "A code of 'reasons' in holdfast.yaml.", required: true), Text("words", "The customer's words."),
            Code("competitor", "Who won the customer."),
        ]),
        new("assignment", "An experiment's arm for a party.", "at", ["experiment", "party"],
        [
            Party, Instant("at", "When it was assigned.", required: true), KnownAt, Code("experiment", "Which experiment.", required: true),
            Code("arm", "Which arm; 'control' is the one held out.", required: true),
            new("probability", ColumnType.Number, false, "Probability with which the arm was drawn, 0..1."),
        ]),
        new("alias", "Two ids that tell of one customer, or that this was a mistake. Every fact keeps the id it was told under.", "at", ["from", "to"],
        [
            Instant("at", "Since when it holds; where not mapped, the source's snapshot day or the beginning of time."), KnownAt,
            Text("from", "The id that is given up.", required: true), Text("to", "The id the customer is known under from now on.", required: true),
            Flag("merged", "False takes back what was told before; where not mapped, true."),
        ]),
        new("unit", "A branch, team or region of the business.", "from_day", ["unit"],
        [
            KnownAt, Code("unit", "Its id.", required: true), Text("name", "Its name."), Code("kind", "region, province, branch or team."),
            Code("parent", "Id of the unit above it."), Day("from_day", "First day."),
        ]),
        new("staff", "A member of staff.", "from_day", ["staff"],
        [
            KnownAt, Code("staff", "The staff id.", required: true), Text("name", "Name."), Code("unit", "Branch or team."),
            Day("from_day", "First day."), Day("to_day", "First day no longer."),
        ]),
    ];

    /// <summary>The kind of a name; null where there is none.</summary>
    public static FactKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    static FactColumn Text(string name, string meaning, bool required = false) => new(name, ColumnType.Text, required, meaning);

    static FactColumn Code(string name, string meaning, IReadOnlyList<string>? allowed = null, bool required = false) =>
        new(name, ColumnType.Code, required, meaning, allowed);

    static FactColumn Day(string name, string meaning, bool required = false) => new(name, ColumnType.Day, required, meaning);

    static FactColumn Instant(string name, string meaning, bool required = false) => new(name, ColumnType.Instant, required, meaning);

    static FactColumn Money(string name, string meaning) => new(name, ColumnType.Money, false, meaning);

    static FactColumn Whole(string name, string meaning) => new(name, ColumnType.Whole, false, meaning);

    static FactColumn Flag(string name, string meaning) => new(name, ColumnType.Flag, false, meaning);
}
