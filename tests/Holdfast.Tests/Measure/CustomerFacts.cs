using Holdfast.Retention.Facts;

namespace Holdfast.Tests.Measure;

/// <summary>Writes the history of one customer in a few words.</summary>
sealed class CustomerFacts(string customer, Codes codes)
{
    readonly List<Party> _parties = [];
    readonly List<Spell> _spells = [];
    readonly List<Agreement> _agreements = [];
    readonly List<Position> _positions = [];
    readonly List<Event> _events = [];
    readonly List<Contact> _contacts = [];
    readonly List<Offer> _offers = [];
    readonly List<Holding> _holdings = [];
    readonly List<ExitReason> _exits = [];
    readonly List<Feedback> _feedback = [];
    readonly List<PartyAttribute> _attributes = [];

    internal CustomerFacts(string customer = "c1")
        : this(customer, new Codes())
    {
    }

    internal static Day D(string day) => Day.Parse(day);

    internal CustomerFacts Lives(string region, string language)
    {
        _parties.Add(new(new Instant(0), Known.Since(new Instant(0)), PartyKind.Person, null, null, language, null, region, null, null));
        return this;
    }

    internal CustomerFacts Spell(string joined, string? left = null, Leaving kind = Leaving.None, Origin origin = Origin.Acquired,
        string channel = "web", string unit = "north", string? knownOn = null, long? cost = null, string staff = "s1")
    {
        var known = Known.Since(D(knownOn ?? joined).Start);
        _spells.Add(new(known, D(joined), left is null ? null : D(left), kind, origin, codes.Of(channel), cost, codes.Of(staff), codes.Of(unit)));
        return this;
    }

    internal CustomerFacts Agreement(string started, string? ended = null, string reason = "", string? replacedBy = null,
        string product = "loan", string? termEnds = null, string? knownOn = null)
    {
        var number = _agreements.Count;
        _agreements.Add(new(Known.Since(D(knownOn ?? started).Start), number, $"a{number}", codes.Of(product), Bond.Rolling, D(started),
            ended is null ? null : D(ended), codes.Of(reason), replacedBy, null, termEnds is null ? null : D(termEnds), 0, 1000, Code.None));
        return this;
    }

    internal CustomerFacts Holds(string agreement, string role, string from)
    {
        _holdings.Add(new(Known.Since(D(from).Start), agreement, codes.Of(role), D(from), null));
        return this;
    }

    internal CustomerFacts Position(string month, long balance = 0, long revenue = 0, int agreement = -1)
    {
        var first = D(month);
        _positions.Add(new(first, Known.Since(first.AddMonths(1).Start), agreement, balance, 0, revenue, 0, 0, 0));
        return this;
    }

    internal CustomerFacts Margins(string month, params long[] margins)
    {
        for (var i = 0; i < margins.Length; i++) Position(D(month).AddMonths(i).ToString(), revenue: margins[i]);
        return this;
    }

    internal CustomerFacts Acts(params string[] days)
    {
        foreach (var day in days) Event(day, "purchase", true);
        return this;
    }

    internal CustomerFacts Event(string day, string kind, bool byCustomer, string? knownOn = null, long amount = 0)
    {
        var at = D(day).Start;
        _events.Add(new(at, Known.Since(D(knownOn ?? day).Start), codes.Of(kind), Code.None, -1, amount, 0, Code.None, Code.None, byCustomer));
        return this;
    }

    internal CustomerFacts Contacted(string day, string purpose = "retain", bool reached = true, string outcome = "", string action = "call")
    {
        var at = D(day).Start;
        _contacts.Add(new(at, Known.Since(at), false, codes.Of("phone"), codes.Of(purpose), codes.Of(action), 1, reached, codes.Of(outcome), 250));
        return this;
    }

    internal CustomerFacts Offered(string made, string? answered = null, bool accepted = false, string action = "call")
    {
        _offers.Add(new(Known.Since(D(made).Start), codes.Of(action), D(made), answered is null ? null : D(answered), accepted, null));
        return this;
    }

    internal CustomerFacts Is(string name, string word, string since)
    {
        var at = D(since).Start;
        _attributes.Add(new(at, Known.Since(at), codes.Of(name), codes.Of(word), double.NaN));
        return this;
    }

    internal CustomerFacts Exit(string day, string reason, string toldBy = "clerk")
    {
        var at = D(day).Start;
        _exits.Add(new(at, Known.Since(at), codes.Of(toldBy), codes.Of(reason), null, Code.None));
        return this;
    }

    internal CustomerFacts ExitIfTold(string day, string reason) => reason == "" ? this : Exit(day, reason);

    internal CustomerFacts Complains(string day) => Event(day, "complaint", true);

    internal History Build() => new()
    {
        Customer = customer,
        Codes = codes,
        Parties = _parties.ToArray(),
        Spells = _spells.OrderBy(s => s.Joined.Number).ToArray(),
        Agreements = _agreements.ToArray(),
        Holdings = _holdings.ToArray(),
        Positions = _positions.OrderBy(p => p.Month.Number).ToArray(),
        Events = _events.OrderBy(e => e.At.Micros).ToArray(),
        Contacts = _contacts.OrderBy(c => c.At.Micros).ToArray(),
        Offers = _offers.ToArray(),
        ExitReasons = _exits.ToArray(),
        Feedback = _feedback.ToArray(),
        Attributes = _attributes.ToArray(),
        HasLateFacts = true,
    };
}
