using System.Globalization;

namespace Holdfast.Bench;

/// <summary>What a benchmark measured.</summary>
/// <param name="What">What was done.</param>
/// <param name="CpuSeconds">Processor time of all threads; the first call, compilation included.</param>
/// <param name="Rate">The same as a rate or a cost of one, in words.</param>
/// <param name="Target">The figure aimed at.</param>
/// <param name="IsRight">Whether the answer is right.</param>
/// <param name="Check">How that was checked.</param>
sealed record Figure(string What, double CpuSeconds, string Rate, string Target, bool IsRight, string Check)
{
    /// <summary>Runs something and tells its processor time.</summary>
    public static (T Result, double CpuSeconds) Of<T>(Func<T> run)
    {
        var before = Environment.CpuUsage.TotalTime;
        var result = run();
        return (result, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    /// <summary>The most memory the process ever held, in MB of 1,048,576 bytes.</summary>
    public static long PeakMegabytes() =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).AsSpan(6).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{What}: {CpuSeconds:0.000} CPU s ({Rate}); target {Target}; {(IsRight ? "right" : "WRONG")}: {Check}");
}
