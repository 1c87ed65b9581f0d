using Holdfast.Store.Warehouse;

namespace Holdfast.Tests.Store;

/// <summary>Facts of a small bank by SQL, and loading in one line.</summary>
static class Bank
{
    /// <summary>Staging statements: customers c0.. with two agreements and some events each, every fifth without an id of its own.</summary>
    public static string Sql(int customers, int eventsEach, int firstCustomer = 0, string where = "", string order = "") => $"""
        INSERT INTO staged_spell(party, joined, source, "row") SELECT concat('c', c), DATE '2023-01-01' + c::INTEGER, 'spells', c
        FROM range({firstCustomer}, {firstCustomer + customers}) t(c) CROSS JOIN range(1) u(e) {where} {order};
        INSERT INTO staged_agreement(party, agreement, product, started, source, "row") SELECT concat('c', c), concat('a', c, '-', e), 'account', DATE '2023-01-01' + (c + e)::INTEGER, 'agreements', c * 2 + e
        FROM range({firstCustomer}, {firstCustomer + customers}) t(c) CROSS JOIN range(2) u(e) {where} {order};
        INSERT INTO staged_event(party, "at", event, kind, channel, agreement, amount, source, "row")
        SELECT concat('c', c), TIMESTAMP '2023-06-01' + INTERVAL (c * 7 + e * 13) HOUR, CASE WHEN e % 5 > 0 THEN concat('e', c, '-', e) END,
               CASE e % 3 WHEN 0 THEN 'login' WHEN 1 THEN 'payment' ELSE 'a kind with a long name' END, 'app', concat('a', c, '-', e % 3), e * 100 - 5000, 'events', c * {eventsEach} + e
        FROM range({firstCustomer}, {firstCustomer + customers}) t(c) CROSS JOIN range({eventsEach}) u(e) {where} {order};
        """;

    public static Snapshot Open(this TempFolder folder) => Warehouse.Open(folder.Path).Current();

    public static LoadOutcome Load(this TempFolder folder, string sql, WarehouseSettings? settings = null)
    {
        using var load = Warehouse.Open(folder.Path, settings).BeginLoad();
        load.Connection.Execute(sql);
        return load.Publish(CancellationToken.None);
    }

    /// <summary>Makes every file old enough to be collected where nothing names it.</summary>
    public static void Age(this TempFolder folder)
    {
        foreach (var file in Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
    }

    /// <summary>Every customer's facts in words, in the order in which histories come.</summary>
    public static IReadOnlyList<string> InWords(this Snapshot facts) =>
    [
        .. facts.Histories(CancellationToken.None).Select(h => $"{h.Customer}: "
            + string.Join(';', h.Events.ToArray().Select(e => $"{e.At} {facts.Codes.Name(e.Kind)} {e.Agreement} {e.Amount} {e.Known.From}-{e.Known.Until}"))
            + string.Join(';', h.Agreements.ToArray().Select(a => $"{a.Id} {a.Number} {a.Started}"))
            + string.Join(';', h.Attributes.ToArray().Select(a => $"{facts.Codes.Name(a.Name)} {facts.Codes.Name(a.Text)} {a.Known.From}-{a.Known.Until}"))),
    ];

    /// <summary>Names of the data files; they contain the hash of their content.</summary>
    public static IReadOnlyList<string> Files(this TempFolder folder) =>
        [.. Directory.GetFiles(Path.Combine(folder.Path, "facts")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
