using System.Globalization;
using Holdfast.Numerics.Lifetime;

namespace Holdfast.Tests.Numerics.Lifetime;

/// <summary>The CDNOW sample: first purchases of early 1997 by 2,357 customers, observed to 30 September 1997.</summary>
static class CdnowData
{
    /// <summary>Times in weeks, rounded to two decimals as the lifetimes package ships them.</summary>
    public static PurchaseSummaries Rounded()
    {
        var rows = ReferenceData.Read("reference/cdnow_customers_summary.csv");
        return new PurchaseSummaries([.. rows.Select(r => r.Number("frequency"))], [.. rows.Select(r => r.Number("recency"))], [.. rows.Select(r => r.Number("T"))]);
    }

    /// <summary>Times in days / 7 from the log, with the mean spend of repeat purchases; 0 where there was none.</summary>
    public static (PurchaseSummaries Customers, double[] Spend) Exact()
    {
        var end = new DateOnly(1997, 9, 30);
        var customers = File.ReadLines(Path.Combine(ReferenceData.Folder!, "cdnow", "CDNOW_sample.txt"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(f => (Customer: f[1], Day: DateOnly.ParseExact(f[2], "yyyyMMdd", CultureInfo.InvariantCulture), Amount: double.Parse(f[4], CultureInfo.InvariantCulture)))
            .Where(p => p.Day <= end).GroupBy(p => p.Customer)
            .Select(c => c.GroupBy(p => p.Day).Select(d => (Day: d.Key, Amount: d.Sum(p => p.Amount))).OrderBy(d => d.Day).ToArray()).ToArray();
        var summaries = new PurchaseSummaries(
            [.. customers.Select(c => c.Length - 1.0)],
            [.. customers.Select(c => (c[^1].Day.DayNumber - c[0].Day.DayNumber) / 7.0)],
            [.. customers.Select(c => (end.DayNumber - c[0].Day.DayNumber) / 7.0)]);
        return (summaries, [.. customers.Select(c => c.Length > 1 ? c.Skip(1).Average(d => d.Amount) : 0)]);
    }
}
