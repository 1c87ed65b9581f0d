using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Holdfast.Store.Warehouse;

namespace Holdfast.Bench;

/// <summary>
/// So many programs at a running server, each with a key of its own, each asking for something once a second or so for so long. The name
/// and password of an account are in <c>HOLDFAST_NAME</c> and <c>HOLDFAST_PASSWORD</c>, the server's process in <c>HOLDFAST_SERVER</c>.
/// </summary>
static class ClientsBench
{
    const double PauseSeconds = 1;

    public static Figure Run(string workspace, string address, string seconds, string clients)
    {
        using var facts = Warehouse.Open(Path.Combine(workspace, "data", "warehouse")).Current();
        var customers = facts.Histories(CancellationToken.None).Select(history => history.Customer).Take(500).ToList();
        var many = int.Parse(clients, CultureInfo.InvariantCulture);
        var keys = Keys(address, many).GetAwaiter().GetResult();
        var length = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
        var seen = new ConcurrentBag<(string Path, double Milliseconds, int Status)>();
        var memory = new ConcurrentQueue<long>();
        using var end = new CancellationTokenSource(length);
        var asking = keys.Select((key, number) => Ask(new Uri(address), key, customers, new Random(number), seen, end.Token));
        Task.WhenAll(asking.Append(Weigh(memory, end.Token))).GetAwaiter().GetResult();
        var wrong = seen.Where(one => one.Status != 200).ToList();
        var reads = string.Join("; ", seen.GroupBy(one => one.Path).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => FormattableString.Invariant($"{group.Key} p50 {Share(group, 0.5):0} p99 {Share(group, 0.99):0} ms")));
        var weights = memory.ToList();
        return new Figure(
            FormattableString.Invariant($"{many} clients, {length.TotalSeconds:0} s, {seen.Count} requests ({seen.Count / length.TotalSeconds:0} a second)"), length.TotalSeconds,
            FormattableString.Invariant($"p99 of all {Share(seen, 0.99):0} ms; {reads}; memory of the server, MB: {string.Join(", ", weights.Where((_, i) => i % Math.Max(1, weights.Count / 10) == 0))}; not 200: {string.Join(", ", wrong.GroupBy(one => (one.Path, one.Status)).Select(group => $"{group.Key.Path} {group.Key.Status} x {group.Count()}"))}"),
            "no error, memory flat, p99 of reads below 50 ms", wrong.Count == 0, $"{wrong.Count} errors");
    }

    static async Task<List<string>> Keys(string address, int many)
    {
        using var browser = new HttpClient { BaseAddress = new Uri(address) };
        using var entered = await browser.PostAsJsonAsync("/api/people/sign-in", new { name = Environment.GetEnvironmentVariable("HOLDFAST_NAME"), password = Environment.GetEnvironmentVariable("HOLDFAST_PASSWORD") });
        entered.EnsureSuccessStatusCode();
        var keys = new List<string>();
        for (var i = 0; i < many; i++)
        {
            using var made = await browser.PostAsJsonAsync("/api/people/me/keys", new { name = $"client {i}", allowed = Array.Empty<string>(), days = 1 });
            made.EnsureSuccessStatusCode();
            keys.Add((string)(await made.Content.ReadFromJsonAsync<JsonObject>())!["key"]!);
            // No faster than one caller may.
            await Task.Delay(50);
        }

        return keys;
    }

    static async Task Ask(Uri address, string key, List<string> customers, Random random, ConcurrentBag<(string, double, int)> seen, CancellationToken end)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) * PauseSeconds), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested) return;
            var asked = Pick(customers[random.Next(customers.Count)], random);
            var watch = Stopwatch.StartNew();
            using var answer = await client.GetAsync(asked, CancellationToken.None);
            await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            seen.Add((asked.Split('?')[0], watch.Elapsed.TotalMilliseconds, (int)answer.StatusCode));
        }
    }

    static string Pick(string customer, Random random) => random.Next(10) switch
    {
        < 4 => $"/api/decide/explain?customer={customer}",
        < 6 => $"/api/store/history?id={customer}",
        6 => $"/api/predict/features?customer={customer}",
        7 => "/api/people/me",
        8 => "/api/ingest/readiness",
        _ => "/api/jobs/list",
    };

    static async Task Weigh(ConcurrentQueue<long> memory, CancellationToken end)
    {
        while (!end.IsCancellationRequested && Environment.GetEnvironmentVariable("HOLDFAST_SERVER") is { } server)
        {
            var line = (await File.ReadAllLinesAsync($"/proc/{server}/status", CancellationToken.None)).First(one => one.StartsWith("VmRSS:", StringComparison.Ordinal));
            memory.Enqueue(long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024);
            await Task.Delay(TimeSpan.FromSeconds(2), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    static double Share(IEnumerable<(string Path, double Milliseconds, int Status)> all, double share)
    {
        var sorted = all.Select(one => one.Milliseconds).Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[(int)(share * (sorted.Count - 1))];
    }
}
