using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>Joins the kinds of one shard into histories: every kind is streamed in the order of ordinals, so memory holds one customer.</summary>
sealed class HistoryReader : IDisposable
{
    readonly CustomerReading _customer;
    readonly Code _clerk;
    readonly FactSource<Party> _parties;
    readonly FactSource<PartyAttribute> _attributes;
    readonly FactSource<ContactPoint> _contactPoints;
    readonly FactSource<(Spell Spell, Code Leaving)> _spells;
    readonly FactSource<Agreement> _agreements;
    readonly FactSource<Holding> _holdings;
    readonly FactSource<Position> _positions;
    readonly FactSource<Event> _events;
    readonly FactSource<Contact> _contacts;
    readonly FactSource<Offer> _offers;
    readonly FactSource<Feedback> _feedback;
    readonly FactSource<ExitReason> _exitReasons;
    readonly FactSource<Assignment> _assignments;

    /// <summary>Opens the streams of a shard.</summary>
    /// <param name="db">The database to read with.</param>
    /// <param name="query">From a kind's name to its query; null where the shard has no rows of it.</param>
    /// <param name="codes">The dictionary to fill.</param>
    /// <param name="cancel">Stops it.</param>
    public static HistoryReader OfStreams(DuckDbConnection db, Func<string, string?> query, Codes codes, CancellationToken cancel)
    {
        var customer = new CustomerReading(codes);
        return new HistoryReader(customer, new FactStreams(db, query, customer, cancel));
    }

    /// <summary>Opens the facts of every kind.</summary>
    /// <param name="customer">What the sources share.</param>
    /// <param name="sources">The sources.</param>
    public HistoryReader(CustomerReading customer, FactSources sources)
    {
        _customer = customer;
        _clerk = customer.Codes.Of("clerk");
        _parties = sources.Open("party", FactRows.Party);
        _attributes = sources.Open("attribute", FactRows.Attribute);
        _contactPoints = sources.Open("contact_point", FactRows.ContactPoint);
        _spells = sources.Open("spell", FactRows.Spell);
        _agreements = sources.Open("agreement", FactRows.Agreement);
        _holdings = sources.Open("holding", FactRows.Holding);
        _positions = sources.Open("position", FactRows.Position);
        _events = sources.Open("event", FactRows.Event);
        _contacts = sources.Open("contact", FactRows.Contact);
        _offers = sources.Open("offer", FactRows.Offer);
        _feedback = sources.Open("feedback", FactRows.Feedback);
        _exitReasons = sources.Open("exit_reason", ExitReason);
        _assignments = sources.Open("assignment", FactRows.Assignment);
    }

    /// <summary>The history of the customer with an ordinal; every call names a higher one.</summary>
    public History Take(int ordinal, string customer)
    {
        _customer.Clear();

        // Agreements first: positions and events name them by the number they get here.
        var agreements = _agreements.Take(ordinal);
        var spells = _spells.Take(ordinal);
        var history = new History
        {
            Customer = customer,
            Codes = _customer.Codes,
            Parties = _parties.Take(ordinal),
            Attributes = _attributes.Take(ordinal),
            ContactPoints = _contactPoints.Take(ordinal),
            Spells = Array.ConvertAll(spells.ToArray(), told => told.Spell),
            Agreements = agreements,
            Holdings = _holdings.Take(ordinal),
            Positions = _positions.Take(ordinal),
            Events = _events.Take(ordinal),
            Contacts = _contacts.Take(ordinal),
            Offers = _offers.Take(ordinal),
            Feedback = _feedback.Take(ordinal),
            ExitReasons = WithReasonsOfSpells(_exitReasons.Take(ordinal), spells),
            Assignments = _assignments.Take(ordinal),
        };
        return history with { HasLateFacts = _customer.HasLateFacts };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IDisposable[] streams =
        [
            _parties, _attributes, _contactPoints, _spells, _agreements, _holdings, _positions, _events, _contacts, _offers, _feedback,
            _exitReasons, _assignments,
        ];
        foreach (var stream in streams) stream.Dispose();
    }

    ExitReason ExitReason(FactRow r)
    {
        var source = r.Code(5);
        return new ExitReason(r.At(4), r.Known, source.IsGiven ? source : _clerk, r.Code(6), r.Text(7), r.Code(8));
    }

    // A spell may give a code of the business's reasons as its kind of leaving: it is told as the reason it is.
    ReadOnlyMemory<ExitReason> WithReasonsOfSpells(ReadOnlyMemory<ExitReason> reasons, ReadOnlyMemory<(Spell Spell, Code Leaving)> spells)
    {
        List<ExitReason>? all = null;
        foreach (var (spell, leaving) in spells.Span)
        {
            if (spell.Left is not { } left || !leaving.IsGiven) continue;
            all ??= [.. reasons.Span];
            all.Add(new ExitReason(left.Start, spell.Known, _clerk, leaving, null, Code.None));
        }

        return all is null ? reasons : all.OrderBy(reason => reason.At).ToArray();
    }
}
