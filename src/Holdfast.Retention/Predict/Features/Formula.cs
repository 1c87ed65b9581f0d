namespace Holdfast.Retention.Predict.Features;

/// <summary>The last step from whole numbers to a feature's value.</summary>
static class Formula
{
    /// <summary>An age or distance; NaN for none.</summary>
    public static double Known(int days) => days < 0 ? double.NaN : days;

    /// <summary>An age that is never 0; 0 stands for never.</summary>
    public static double Ever(int age) => age == 0 ? double.NaN : age;

    public static double Flag(bool holds) => holds ? 1 : 0;

    /// <summary>How many times the earlier the later is, both a little raised so that nothing divides by nothing.</summary>
    public static double Trend(long later, long earlier) => (later + 1.0) / (earlier + 1.0);

    public static double Share(long part, long whole) => whole == 0 ? double.NaN : part / (double)whole;

    /// <summary>Sum of the newest buckets.</summary>
    public static long Sum(ReadOnlySpan<long> buckets, int count)
    {
        var sum = 0L;
        foreach (var bucket in buckets[..Math.Min(count, buckets.Length)]) sum += bucket;
        return sum;
    }

    /// <summary>Sum of buckets after the first few.</summary>
    public static long Sum(ReadOnlySpan<long> buckets, int skip, int count) =>
        skip >= buckets.Length ? 0 : Sum(buckets[skip..], count);

    /// <summary>Standard deviation over mean of the newest whole buckets since joining; NaN under three or without a mean.</summary>
    public static double Volatility(ReadOnlySpan<long> buckets, int tenureDays)
    {
        var count = Math.Min(Math.Min(12, buckets.Length), tenureDays / EventScan.BucketDays);
        if (count < 3) return double.NaN;
        long sum = 0;
        Int128 squares = 0;
        foreach (var bucket in buckets[..count])
        {
            sum += bucket;
            squares += (Int128)bucket * bucket;
        }

        if (sum == 0) return double.NaN;
        var spread = (double)(squares * count - (Int128)sum * sum);
        return Math.Sqrt(Math.Max(0, spread)) / sum;
    }

    /// <summary>Standard deviation over mean of so many numbers, from their sum and the sum of their squares; NaN under two or without a mean.</summary>
    public static double Spread(long sum, long squares, int count) =>
        count < 2 || sum == 0 ? double.NaN : Math.Sqrt((double)Int128.Max(0, (Int128)squares * count - (Int128)sum * sum)) / sum;

    /// <summary>Share of the newest whole buckets since joining in which there was anything; NaN where none is whole.</summary>
    public static double Regularity(ReadOnlySpan<long> buckets, int tenureDays)
    {
        var count = Math.Min(Math.Min(12, buckets.Length), tenureDays / EventScan.BucketDays);
        var active = 0;
        foreach (var bucket in buckets[..Math.Max(0, count)]) active += bucket != 0 ? 1 : 0;
        return Share(active, count);
    }
}
