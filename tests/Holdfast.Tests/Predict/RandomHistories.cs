using Holdfast.Retention.Facts;

namespace Holdfast.Tests.Predict;

/// <summary>Histories with every kind of fact, drawn from a seed; facts are in order of time.</summary>
sealed class RandomHistories(int seed)
{
    const int Days = 720;

    // A test needs seeded draws that do not depend on the code under test.
    readonly System.Random _draw = new(seed);

    public static Business Business { get; } = new()
    {
        Name = "test",
        Churn = [new ChurnDefinition { Kind = ChurnKind.Closed }],
        StickyProducts = ["bill_payment"],
    };

    public static Day Start { get; } = Day.From(2022, 1, 1);

    public Codes Codes { get; } = new();

    public History Next(string customer)
    {
        var joined = Start + _draw.Next(60);
        Day? left = _draw.Next(3) == 0 ? joined + 200 + _draw.Next(400) : null;
        return new History
        {
            Customer = customer,
            Codes = Codes,
            Parties = new[] { Party(joined) },
            Attributes = Sorted(Many(6, () => Attribute(joined)), a => a.At),
            Spells = new[] { new Spell(Known.Since(joined.Start), joined, left, left is null ? Leaving.None : Leaving.Voluntary, Origin.Acquired, Word("web", "branch"), null, Code.None, Code.None) },
            Agreements = Many(3, number => Agreement(number, joined)),
            Positions = Enumerable.Range(1, 20).Select(m => Position(joined.MonthStart.AddMonths(m))).ToArray(),
            Events = Sorted(Many(80, Event), e => e.At),
            Contacts = Sorted(Many(8, Contact), c => c.At),
            Offers = Sorted(Many(4, Offer), o => o.Made.Start),
            Feedback = Sorted(Many(5, Feedback), f => f.At),
            HasLateFacts = true,
        };
    }

    /// <summary>A customer whose every event was learned when it happened.</summary>
    public History NextInTime(string customer)
    {
        var history = Next(customer);
        return history with { Events = history.Events.ToArray().Select(e => e with { Known = Known.Since(e.At) }).ToArray(), HasLateFacts = true };
    }

    /// <summary>A customer of whom facts of every kind are learned late, corrected later, and fall on one moment.</summary>
    public History NextWithLateFacts(string customer)
    {
        var history = Next(customer);
        return history with
        {
            Parties = Told(history.Parties, f => f.Known, (f, k) => f with { Known = k }, f => f with { IncomeBand = "low" }),
            Attributes = Told(history.Attributes, f => f.Known, (f, k) => f with { Known = k }, f => f with { Number = f.Number + 1 }),
            Spells = Told(history.Spells, f => f.Known, (f, k) => f with { Known = k }, f => f with { Channel = Codes.Of("branch") }),
            Agreements = Told(history.Agreements, f => f.Known, (f, k) => f with { Known = k }, f => f with { Price = f.Price + 100 }),
            Positions = Told(history.Positions, f => f.Known, (f, k) => f with { Known = k }, f => f with { Balance = f.Balance / 2 }),
            Events = Told(Tied(history.Events), f => f.Known, (f, k) => f with { Known = k }, f => f with { Amount = -f.Amount }),
            Contacts = Told(history.Contacts, f => f.Known, (f, k) => f with { Known = k }, f => f with { Reached = !f.Reached }),
            Offers = Told(history.Offers, f => f.Known, (f, k) => f with { Known = k }, f => f with { Accepted = !f.Accepted }),
            Feedback = Told(history.Feedback, f => f.Known, (f, k) => f with { Known = k }, f => f with { Score = 10 - f.Score }),
        };
    }

    ReadOnlyMemory<Event> Tied(ReadOnlyMemory<Event> events)
    {
        var tied = events.ToArray();
        for (var i = 1; i < tied.Length; i++)
        {
            if (_draw.Next(4) == 0) tied[i] = tied[i] with { At = tied[i - 1].At };
        }

        return tied;
    }

    // A quarter is learned up to half a year late, a quarter corrected once.
    T[] Told<T>(ReadOnlyMemory<T> facts, Func<T, Known> known, Func<T, Known, T> held, Func<T, T> corrected)
    {
        var told = new List<T>();
        foreach (var fact in facts.Span)
        {
            var from = new Instant(known(fact).From.Micros + (_draw.Next(4) == 0 ? _draw.NextInt64(180 * Instant.MicrosPerDay) : 0));
            var until = _draw.Next(4) == 0 ? new Instant(from.Micros + 1 + _draw.NextInt64(180 * Instant.MicrosPerDay)) : Instant.Never;
            told.Add(held(fact, new Known(from, until)));
            if (until != Instant.Never) told.Add(held(corrected(fact), Known.Since(until)));
        }

        return [.. told];
    }

    /// <summary>The same customer up to the cut-off, and other facts from then on.</summary>
    public History WithAnotherFuture(History history, Day cutoff)
    {
        var other = Next(history.Customer);
        var from = cutoff.Start;
        return history with
        {
            Attributes = Joined(history.Attributes, other.Attributes, a => a.At >= from),
            Spells = history.Spells.ToArray().Select(s => s.Left is null || s.Left >= cutoff ? s with { Left = cutoff + 3, Kind = Leaving.Involuntary } : s).ToArray(),
            Agreements = history.Agreements.ToArray().Select(a => a.Ended is null || a.Ended >= cutoff ? a with { Ended = cutoff + _draw.Next(5), EndReason = Codes.Of("gone") } : a).ToArray(),
            Positions = Joined(history.Positions, other.Positions, p => p.Month.AddMonths(1) > cutoff),
            Events = Joined(history.Events, other.Events, e => e.At >= from || e.Known.From >= from),
            Contacts = Joined(history.Contacts, other.Contacts, c => c.At >= from),
            Offers = Joined(history.Offers, other.Offers, o => o.Made >= cutoff),
            Feedback = Joined(history.Feedback, other.Feedback, f => f.At >= from),
        };
    }

    static ReadOnlyMemory<T> Joined<T>(ReadOnlyMemory<T> past, ReadOnlyMemory<T> other, Func<T, bool> isFuture) =>
        past.ToArray().Where(f => !isFuture(f)).Concat(other.ToArray().Where(isFuture)).ToArray();

    static T[] Sorted<T>(T[] facts, Func<T, Instant> at) => [.. facts.OrderBy(f => at(f).Micros)];

    T[] Many<T>(int most, Func<T> make) => Many(most, _ => make());

    T[] Many<T>(int most, Func<int, T> make) => [.. Enumerable.Range(0, _draw.Next(most + 1)).Select(make)];

    Code Word(params string[] words) => Codes.Of(words[_draw.Next(words.Length)]);

    Instant At() => new(Start.Start.Micros + _draw.NextInt64(Days * Instant.MicrosPerDay));

    static Party Party(Day joined) => new(joined.Start, Known.Since(joined.Start), PartyKind.Person, "A", joined - 12_000, "fa", null, "north", "high", "low");

    PartyAttribute Attribute(Day joined)
    {
        var at = (joined + _draw.Next(Days)).Start;
        return _draw.Next(2) == 0
            ? new(at, Known.Since(at), Codes.Of("Plan Type"), Word("basic", "gold"), double.NaN)
            : new(at, Known.Since(at), Codes.Of("Referrals"), Code.None, _draw.Next(10));
    }

    Agreement Agreement(int number, Day joined)
    {
        var started = joined + _draw.Next(Days);
        Day? ended = _draw.Next(2) == 0 ? started + _draw.Next(1, 300) : null;
        return new(Known.Since(started.Start), number, $"a{number}", Word("card", "loan"), Bond.Fixed, started, ended, Code.None, null,
            started + 90, started + 365, 500, _draw.Next(100, 5000), Code.None);
    }

    Position Position(Day month) =>
        new(month, Known.Since(month.AddMonths(1).Start), -1, _draw.Next(-100, 100_000), 50_000, _draw.Next(1000), 100, 10, _draw.Next(3) == 0 ? 50 : 0);

    Event Event()
    {
        var at = At();
        var known = _draw.Next(5) == 0 ? new Instant(at.Micros + _draw.NextInt64(90 * Instant.MicrosPerDay)) : at;
        return new(at, Known.Since(known), Word("card_payment", "salary", "complaint", "incident", "price_rise", "bill_payment", "fee", "complaint_closed"), Word("app", "branch"), _draw.Next(-1, 3),
            _draw.Next(-10_000, 10_000), _draw.Next(5), Word("a", "b", "c"), Code.None, _draw.Next(4) > 0);
    }

    Contact Contact()
    {
        var at = At();
        return new(at, Known.Since(at), _draw.Next(2) == 0, Word("phone", "email"), Word("retain", "upsell", "exit"), Code.None, 1, _draw.Next(2) == 0, Word("inclined", "undecided", "accepted", "objected", "cut_short"), 100);
    }

    Offer Offer()
    {
        var made = At().Day;
        return new(Known.Since(made.Start), Word("fee_waiver"), made, made + _draw.Next(60), _draw.Next(2) == 0, made + 70);
    }

    Feedback Feedback()
    {
        var at = At();
        return new(at, Known.Since(at), Word("nps", "complaint"), _draw.Next(11), 10, _draw.Next(2) == 0 ? "words" : null, Code.None, Code.None);
    }
}
