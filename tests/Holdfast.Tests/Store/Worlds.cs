using System.Globalization;
using Holdfast.Store.Live;

namespace Holdfast.Tests.Store;

/// <summary>Random facts of a few customers: late ones, corrections, ties in time, several ids of one customer; each told as a load and as a fact that arrives.</summary>
sealed class Worlds(int seed)
{
    const long Day = 86_400_000_000;

    static readonly long Start = Retention.Facts.Day.From(2022, 1, 1).Start.Micros;

    // A test needs seeded draws that do not depend on the code under test.
    readonly Random _draw = new(seed);
    int _next;

    public const int Customers = 12;

    public static IReadOnlyList<string> Ids { get; } = [.. Enumerable.Range(0, Customers).Select(i => $"c{i}"), "old3", "old7"];

    /// <summary>Two pairs of ids are one customer each.</summary>
    public const string Aliases = """INSERT INTO staged_alias("from", "to", source, "row") VALUES ('old3', 'c3', 's', 1), ('old7', 'c7', 's', 2);""";

    public List<LiveFact> Facts(int count)
    {
        var facts = new List<LiveFact>();
        foreach (var id in Ids) facts.Add(Fact("spell", id, Start, new() { ["joined"] = Days(Start) + _draw.Next(30), ["channel"] = Word("web", "branch") }));
        foreach (var id in Ids) facts.Add(Fact("agreement", id, Start, new() { ["agreement"] = $"a-{id}", ["product"] = Word("card", "loan"), ["started"] = Days(Start) + _draw.Next(60), ["price"] = (long)_draw.Next(5000) }));
        while (facts.Count < count)
        {
            if (facts.Count > 40 && _draw.Next(5) == 0) facts.Add(Corrected(facts[_draw.Next(facts.Count)]));
            else facts.Add(Random());
        }

        return facts;
    }

    /// <summary>The facts as statements that stage them.</summary>
    public static string Sql(IEnumerable<LiveFact> facts)
    {
        var row = 0;
        return string.Concat(facts.Select(fact =>
        {
            var kind = Retention.Facts.FactCatalog.Find(fact.Kind)!.Columns.ToDictionary(column => column.Name, column => column.Type);
            var names = fact.Values.Keys.Select(name => $"\"{name}\"");
            var values = fact.Values.Select(value => Sql(value.Key == "source" ? Retention.Facts.ColumnType.Code : kind[value.Key], value.Value));
            return $"INSERT INTO staged_{fact.Kind}(party, {string.Join(", ", names)}, \"row\") VALUES ('{fact.Party}', {string.Join(", ", values)}, {++row});\n";
        }));
    }

    LiveFact Random()
    {
        var id = Ids[_draw.Next(Ids.Count)];

        // A tenth of the moments are of whole days, so that some tie.
        var at = Start + (_draw.Next(10) == 0 ? _draw.Next(700) * Day : _draw.NextInt64(700 * Day));
        return _draw.Next(8) switch
        {
            0 => Fact("position", id, at, new() { ["month"] = Days(at), ["balance"] = (long)_draw.Next(100_000), ["arrears"] = (long)_draw.Next(2) }),
            1 => Fact("contact", id, at, new() { ["at"] = at, ["contact"] = Id(), ["direction"] = Word("inbound", "outbound"), ["purpose"] = Word("retain", "upsell"), ["reached"] = (long)_draw.Next(2) }),
            2 => Fact("feedback", id, at, new() { ["at"] = at, ["feedback"] = Id(), ["instrument"] = Word("nps", "complaint"), ["score"] = (double)_draw.Next(11), ["scale_top"] = 10.0, ["text"] = Word("черга", "صف", "slow") }),
            3 => Fact("attribute", id, at, new() { ["at"] = at, ["name"] = "plan", ["text"] = Word("gold", "silver", "a level with a long name") }),
            4 => Fact("offer", id, at, new() { ["offer"] = Id(), ["action"] = "fee_waiver", ["made"] = Days(at), ["answered"] = Days(at) + _draw.Next(20), ["accepted"] = (long)_draw.Next(2) }),
            _ => Fact("event", id, at, new() { ["at"] = at, ["event"] = Id(), ["kind"] = Word("card_payment", "login", "complaint", "fee"), ["channel"] = Word("app", "branch"), ["agreement"] = $"a-{id}", ["amount"] = (long)_draw.Next(-9000, 9000), ["counterparty"] = Word("a", "b", "c"), ["by_customer"] = (long)_draw.Next(2) }),
        };
    }

    LiveFact Fact(string kind, string party, long at, Dictionary<string, object> values)
    {
        values["source"] = "s";
        values["known_at"] = at + (_draw.Next(4) == 0 ? _draw.NextInt64(200 * Day) : 0);
        return new LiveFact(kind, party, values);
    }

    LiveFact Corrected(LiveFact fact)
    {
        var values = new Dictionary<string, object>(fact.Values) { ["known_at"] = (long)fact.Values["known_at"] + 1 + _draw.NextInt64(200 * Day) };

        // A third says again what was said, so that corrections lead away from a value and back to it.
        if (_draw.Next(3) == 0) return fact with { Values = values };
        foreach (var name in new[] { "amount", "balance", "price" }.Where(values.ContainsKey)) values[name] = (long)values[name] + 17 + _next++;
        foreach (var name in new[] { "text", "action" }.Where(values.ContainsKey)) values[name] = $"{values[name]} {_next++}";
        if (fact.Kind == "contact") values["cost"] = (long)_next++;
        if (values.TryGetValue("accepted", out var accepted)) values["accepted"] = 1 - (long)accepted;
        return fact with { Values = values };
    }

    string Id() => $"id{_next++}";

    string Word(params string[] words) => words[_draw.Next(words.Length)];

    static long Days(long at) => at / Day;

    static string Sql(Retention.Facts.ColumnType type, object value) => (type, value) switch
    {
        (Retention.Facts.ColumnType.Instant, long at) => $"make_timestamp({at})",
        (Retention.Facts.ColumnType.Day, long day) => $"DATE '1970-01-01' + {day}::INTEGER",
        (Retention.Facts.ColumnType.Flag, long flag) => flag == 1 ? "true" : "false",
        (_, string text) => $"'{text}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
