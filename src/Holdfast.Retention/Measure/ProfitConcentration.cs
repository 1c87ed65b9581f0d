using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>How profit is spread over customers (M7), by margin of the 12 months before the as-of day's month; minor units.</summary>
/// <param name="Opens">First month.</param>
/// <param name="Closes">First day after the last month.</param>
/// <param name="Customers">Customers with a told month in it.</param>
/// <param name="Total">Their margin.</param>
/// <param name="Profitable">Customers with a margin above 0.</param>
/// <param name="Unprofitable">Customers with a margin below 0.</param>
/// <param name="UnprofitableMargin">Their margin, below 0.</param>
/// <param name="TopFifthShare">Margin of the best 20 % / total; may exceed 1. Null where the total is not above 0.</param>
/// <param name="Whale">Share of the total earned by the best 1 %, 2 % ... 100 %: 100 points; empty where the total is not above 0.</param>
/// <param name="Deciles">Tenths of customers from the best to the worst.</param>
public sealed record ProfitConcentration(
    Day Opens,
    Day Closes,
    long Customers,
    long Total,
    long Profitable,
    long Unprofitable,
    long UnprofitableMargin,
    double? TopFifthShare,
    IReadOnlyList<double> Whale,
    IReadOnlyList<ProfitDecile> Deciles)
{
    /// <summary>Forms the curve from one margin a customer; their order does not matter.</summary>
    public static ProfitConcentration Of(Period period, IEnumerable<long> margins)
    {
        ArgumentNullException.ThrowIfNull(margins);
        long[] best = [.. margins.OrderDescending()];
        var sums = new long[best.Length + 1];
        for (var i = 0; i < best.Length; i++) sums[i + 1] = checked(sums[i] + best[i]);
        var total = sums[^1];
        var hasShares = total > 0;
        var losses = best.Where(m => m < 0).ToArray();
        return new(period.Opens, period.Closes, best.Length, total, best.Count(m => m > 0), losses.Length, losses.Sum(),
            hasShares ? (double)sums[Place(best.Length, 20, 100)] / total : null,
            hasShares ? [.. Enumerable.Range(1, 100).Select(p => (double)sums[Place(best.Length, p, 100)] / total)] : [],
            [.. Enumerable.Range(1, 10).Select(d => Decile(d, best.Length, sums))]);
    }

    static ProfitDecile Decile(int number, int count, long[] sums)
    {
        var (from, to) = (Place(count, number - 1, 10), Place(count, number, 10));
        return new(number, to - from, sums[to] - sums[from]);
    }

    static int Place(int count, int part, int parts) => (int)Math.Ceiling((double)count * part / parts);
}

/// <summary>One tenth of the customers.</summary>
/// <param name="Number">1, the best, to 10.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Margin">Their margin, minor units.</param>
public sealed record ProfitDecile(int Number, long Customers, long Margin);
