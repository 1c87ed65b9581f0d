using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Bench;

/// <summary>How the cost of loading and of features grows with the number of customers, ten events each: a table and a picture.</summary>
static class CostCurve
{
    /// <summary>Measures every size in a process of its own, so that each call is a first call and each peak its own; draws the picture.</summary>
    /// <param name="rest">The picture's path, then the numbers of customers.</param>
    public static Figure Draw(string[] rest)
    {
        var points = rest[1..].Select(Point).ToList();
        File.WriteAllText(rest[0], CurvePicture.Of(points));
        Console.WriteLine("| customers | events | load, CPU s | M rows a core-second | most memory of the load, MB | features, CPU s | most memory, MB |\n|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var p in points)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {p.Customers:N0} | {p.Customers * 10:N0} | {p.LoadSeconds:0.0} | {p.Customers * 10 / p.LoadSeconds / 1e6:0.00} | {p.LoadPeak:N0} | {p.FeatureSeconds:0.0} | {p.Peak:N0} |"));
        var (first, last) = (points[0], points[^1]);
        var growth = last.LoadSeconds / first.LoadSeconds / ((double)last.Customers / first.Customers);
        return new Figure(
            "cost by number of customers", points.Sum(p => p.LoadSeconds + p.FeatureSeconds), string.Create(CultureInfo.InvariantCulture, $"the load of the largest costs {growth:0.00} times as much a customer as that of the smallest"),
            "no more than linear", growth <= 1.2, rest[0]);
    }

    /// <summary>Measures one size.</summary>
    public static Figure Measure(string[] rest)
    {
        var customers = int.Parse(rest[0], CultureInfo.InvariantCulture);
        using var folder = new BenchFolder();
        var log = new EventLog(customers, customers * 10L, 0);
        log.Write(folder.File("events.csv"));
        folder.WriteWorkspace(("events", EventLog.Mapping));
        var (report, load) = Figure.Of(() => LoadBench.Load(folder));
        var loadPeak = Figure.PeakMegabytes();
        var features = HistoryBench.Stream(folder.Path);
        var told = new[] { load, loadPeak, features.CpuSeconds, Figure.PeakMegabytes() };
        Console.WriteLine(string.Join(' ', told.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        return new Figure(
            string.Create(CultureInfo.InvariantCulture, $"{customers:N0} customers"), load + features.CpuSeconds, string.Create(CultureInfo.InvariantCulture, $"{features.Features} features of {features.Customers:N0} customers"),
            "none", report.Sources[0].Accepted == log.Events && features.Customers > 0, "every row accepted");
    }

    static CurvePoint Point(string customers)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in new[] { Environment.GetCommandLineArgs()[0], "curve-point", customers }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n');
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{customers} customers: {string.Join(' ', lines)}");
        var values = lines[0].Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray();
        return new CurvePoint(int.Parse(customers, CultureInfo.InvariantCulture), values[0], values[1], values[2], values[3]);
    }
}

/// <summary>What one number of customers costs: processor seconds, and the most memory in MB after loading and at the end.</summary>
sealed record CurvePoint(int Customers, double LoadSeconds, double LoadPeak, double FeatureSeconds, double Peak);
