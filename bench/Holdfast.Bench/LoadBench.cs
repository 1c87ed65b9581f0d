using System.Globalization;
using Holdfast.Store.Warehouse;

namespace Holdfast.Bench;

/// <summary>Publishing 2.5 million staged events of 8,000 customers, one in fifty told twice.</summary>
static class LoadBench
{
    const int Rows = 2_500_000;
    const int Told = 2_450_000;

    public static Figure Run()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            var warehouse = Warehouse.Open(folder);
            using var load = warehouse.BeginLoad();
            load.Connection.Execute(string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO staged_event (party, "at", event, kind, channel, amount, source, "row")
                SELECT 'C' || (i * 7919 % 8000), TIMESTAMP '2023-01-01' + to_seconds(i * 37 % 94000000), 'E' || i,
                  (['card_payment', 'transfer_in', 'login', 'bill_payment'])[1 + i % 4], (['card', 'online'])[1 + i % 2], i * 31 % 100000, 'bench', n
                FROM (SELECT range AS n, range % {Told} AS i FROM range({Rows}))
                """));
            var (outcome, seconds) = Figure.Of(() => load.Publish(CancellationToken.None));
            var counts = outcome.Kinds["event"];
            return new Figure(
                "publish 2.5 M staged events", seconds, FormattableString.Invariant($"{Rows / seconds / 1e6:0.00} M rows a second"),
                "1.2 M rows a second", counts.New == Told && counts.Duplicates == Rows - Told, $"{counts.New} new, {counts.Duplicates} duplicate");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
