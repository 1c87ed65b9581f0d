using System.Collections.Concurrent;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Store.Live;

/// <summary>One version of the facts and what arrived since.</summary>
/// <param name="pack">The pack.</param>
/// <param name="erased">Hashes of the ids of erased customers.</param>
sealed class LiveState(HistoryPack pack, IReadOnlySet<string> erased)
{
    // Rows as they were judged; the order and the versions are worked out when they are published.
    readonly Dictionary<(string Customer, string Kind), List<object?[]>> _rows = [];

    // Whoever made it, and everybody who reads in it: the file is mapped until the last of them has left.
    int _users = 1;
    int _arrived;
    int _lastDay = int.MinValue;

    /// <summary>The pack.</summary>
    public HistoryPack Pack => pack;

    /// <summary>Of every customer of whom facts arrived, by the id the customer is known under, the kinds concerned with all their rows.</summary>
    public ConcurrentDictionary<string, IReadOnlyDictionary<string, LooseRows>> Tail { get; } = new(StringComparer.Ordinal);

    /// <summary>How many facts arrived.</summary>
    public int Arrived => _arrived;

    /// <summary>Day of the latest thing any fact tells.</summary>
    public Day? LastDay
    {
        get
        {
            var arrived = _lastDay == int.MinValue ? (Day?)null : new Day(_lastDay);
            if (!Day.TryParse(pack.Directory.LastFactDay, out var loaded)) return arrived;
            return arrived is { } day && day > loaded ? day : loaded;
        }
    }

    /// <summary>Begins to read; false where everybody has left.</summary>
    public bool Enter()
    {
        for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users) return true;
        }

        return false;
    }

    /// <summary>Ends reading; the last one closes the pack.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0) pack.Dispose();
    }

    /// <summary>Takes in a fact that is on the disk already.</summary>
    public void Take(LiveFact fact)
    {
        if (Judge(fact) == Arrival.Kept) Publish([fact]);
    }

    /// <summary>
    /// Judges a fact as a load would, and notes it where it is kept: of one key and moment the first stands.
    /// </summary>
    public Arrival Judge(LiveFact fact)
    {
        if (erased.Count > 0 && erased.Contains(CustomerShard.HashOf(fact.Party))) return Arrival.Erased;
        var (table, shape) = (FactTable.Of(fact.Kind), RowShape.Of(FactTable.Of(fact.Kind)));
        var rows = RowsOf(CustomerOf(fact.Party), table);
        var row = fact.Cells(table);
        if (rows.Find(one => Equals(one[1], row[1]) && shape.HasKey(one) && shape.HasSameKey(one, row)) is { } told)
            return shape.SaysTheSame(told, row) ? Arrival.Known : Arrival.Conflict;
        rows.Add(row);
        return Arrival.Kept;
    }

    /// <summary>Lets readers see facts that were judged and kept.</summary>
    public void Publish(IReadOnlyList<LiveFact> facts)
    {
        foreach (var (customer, kind) in facts.Select(fact => (Customer: CustomerOf(fact.Party), fact.Kind)).Distinct())
        {
            var kinds = Tail.TryGetValue(customer, out var known) ? known.ToDictionary(StringComparer.Ordinal) : new Dictionary<string, LooseRows>(StringComparer.Ordinal);
            kinds[kind] = LooseRows.Of(FactTable.Of(kind), _rows[(customer, kind)].Select(row => (object?[])row.Clone()), pack.Codes);
            Tail[customer] = kinds;
        }

        foreach (var fact in facts) Count(fact);
    }

    string CustomerOf(string party) => pack.Find(party) is var place && place < 0 ? party : pack.Customer(place);

    // All rows of a customer and kind: those of the pack where none arrived before.
    List<object?[]> RowsOf(string customer, FactTable table)
    {
        if (_rows.TryGetValue((customer, table.Name), out var rows)) return rows;
        rows = _rows[(customer, table.Name)] = [];
        var place = pack.Find(customer);
        if (place < 0 || !pack.Kinds.TryGetValue(table.Name, out var cells)) return rows;
        var columns = PackWriting.Columns(table);
        var (from, to) = cells.Rows(place);
        for (var row = from; row < to; row++) rows.Add(LooseRows.Copy(cells, columns, row));
        return rows;
    }

    void Count(LiveFact fact)
    {
        _arrived++;
        var table = FactTable.Of(fact.Kind);
        if (fact.Values.GetValueOrDefault(table.Kind.Time) is long at) _lastDay = Math.Max(_lastDay, table.Kind.Time == "at" ? new Instant(at).Day.Number : (int)at);
    }
}
