using System.Diagnostics;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Windows;
using Holdfast.Store.Live;

namespace Holdfast.Bench;

/// <summary>One customer's features from the pack of a workspace that was loaded.</summary>
static class LiveBench
{
    const int Most = 20_000;

    public static Figure Run(string workspace)
    {
        var loaded = WorkspaceFiles.Load(workspace, null).ForRun();
        var warehouse = loaded.OpenWarehouse();
        using var facts = warehouse.Current();
        using var live = LiveFacts.Open(warehouse, writes: false, CancellationToken.None);
        using var reader = live.Reader();
        var asOf = facts.LastFactDay + 1;
        var histories = facts.Histories(CancellationToken.None).Take(Most).ToList();
        var catalogue = HistoryBench.Catalogue(histories, loaded.Business, asOf);
        var order = Enumerable.Range(0, histories.Count).Select(i => histories[(int)(i * 7919L % histories.Count)]).ToList();
        var right = order.All(history => Equal(Row(history), Row(reader.Find(history.Customer)!)));
        var times = new double[order.Count];
        var (rows, seconds) = Figure.Of(() =>
        {
            var rows = 0;
            for (var i = 0; i < times.Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                rows += Row(reader.Find(order[i].Customer)!) is null ? 0 : 1;
                times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            }

            return rows;
        });
        Array.Sort(times);
        var events = histories.Average(history => (double)history.Events.Length);
        return new Figure(
            FormattableString.Invariant($"{catalogue.Features.Count} features of one customer of {order.Count:N0}, {events:0} events each, found by id, {rows:N0} of them customers; warm"), seconds,
            FormattableString.Invariant($"{seconds * 1e6 / order.Count:0.0} us of processor; by the clock median {At(0.5):0.0} us, 99 of 100 within {At(0.99):0.0} us, the longest {times[^1]:0.0} us"), "50 us", right, "the same bits as from the warehouse");

        double At(double share) => times[(int)(share * (times.Length - 1))];

        double[]? Row(History history)
        {
            if (Window.LifeAt(history, loaded.Business, asOf) is not { } life) return null;
            var row = new double[catalogue.Features.Count];
            catalogue.Fold(history.AsOf(asOf.Start), life, asOf, row);
            return row;
        }
    }

    static bool Equal(double[]? one, double[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}
