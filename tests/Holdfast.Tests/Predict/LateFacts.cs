using Holdfast.Retention.Facts;

namespace Holdfast.Tests.Predict;

/// <summary>Makes another history of one: the same until a moment, and from then on other facts were learned.</summary>
sealed class LateFacts(int seed)
{
    // A test needs seeded draws that do not depend on the code under test.
    readonly System.Random _draw = new(seed);

    /// <summary>
    /// Every fact learned at the moment or later is dropped, or moved to another time, before the moment or after it, or learned at another
    /// moment from then on. What was corrected by such a fact stands, or is corrected at another moment.
    /// </summary>
    public History Moved(History history, Instant from) => history with
    {
        Parties = Moved(history.Parties, from, new(f => f.Known, (f, k) => f with { Known = k }, (f, at) => f with { At = at }, f => f.At)),
        Attributes = Moved(history.Attributes, from, new(f => f.Known, (f, k) => f with { Known = k }, (f, at) => f with { At = at }, f => f.At)),
        ContactPoints = Moved(history.ContactPoints, from, new(f => f.Known, (f, k) => f with { Known = k }, (f, at) => f with { At = at }, f => f.At)),
        Spells = Moved(history.Spells, from, new(f => f.Known, (f, k) => f with { Known = k }, (f, at) => f with { Joined = at.Day, Left = null }, f => f.Joined.Start)),
        Agreements = Moved(history.Agreements, from, new(f => f.Known, (f, k) => f with { Known = k }, (f, at) => f with { Started = at.Day }, f => f.Started.Start)),
        Positions = Moved(history.Positions, from, new(f => f.Known, (f, k) => f with { Known = k }, (f, at) => f with { Month = at.Day.MonthStart }, f => f.Month.Start)),
        Events = Moved(history.Events, from, new(f => f.Known, (f, k) => f with { Known = k }, (f, at) => f with { At = at, Amount = f.Amount + 7 }, f => f.At)),
        Contacts = Moved(history.Contacts, from, new(f => f.Known, (f, k) => f with { Known = k }, (f, at) => f with { At = at }, f => f.At)),
        Offers = Moved(history.Offers, from, new(f => f.Known, (f, k) => f with { Known = k }, (f, at) => f with { Made = at.Day }, f => f.Made.Start)),
        Feedback = Moved(history.Feedback, from, new(f => f.Known, (f, k) => f with { Known = k }, (f, at) => f with { At = at }, f => f.At)),
        HasLateFacts = true,
    };

    T[] Moved<T>(ReadOnlyMemory<T> facts, Instant from, Shape<T> shape)
    {
        var (known, held, with, at) = shape;
        var moved = new List<T>();
        foreach (var fact in facts.Span)
        {
            var told = known(fact);
            if (told.From < from)
            {
                moved.Add(told.Until >= from ? held(fact, told with { Until = Until(from) }) : fact);
                continue;
            }

            if (_draw.Next(3) == 0) continue;
            var when = new Instant(at(fact).Micros + _draw.NextInt64(-400, 400) * Instant.MicrosPerDay);
            moved.Add(held(with(fact, when), Known.Since(new Instant(from.Micros + _draw.NextInt64(200 * Instant.MicrosPerDay)))));
        }

        return [.. moved.OrderBy(fact => at(fact).Micros)];
    }

    /// <summary>How a kind of fact is read and changed.</summary>
    sealed record Shape<T>(Func<T, Known> KnownOf, Func<T, Known, T> Held, Func<T, Instant, T> Moved, Func<T, Instant> At);

    Instant Until(Instant from) => _draw.Next(2) == 0 ? Instant.Never : new Instant(from.Micros + _draw.NextInt64(100 * Instant.MicrosPerDay));
}
