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

    public static LoadOutcome Load(this TempFolder folder, string sql)
    {
        using var load = Warehouse.Open(folder.Path).BeginLoad();
        load.Connection.Execute(sql);
        return load.Publish(CancellationToken.None);
    }

    /// <summary>Names of the data files; they contain the hash of their content.</summary>
    public static IReadOnlyList<string> Files(this TempFolder folder) =>
        [.. Directory.GetFiles(Path.Combine(folder.Path, "facts")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
