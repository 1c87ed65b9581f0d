using System.Globalization;

namespace Holdfast.Journeys;

/// <summary>How a command ended and what it took.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="CpuSeconds">Processor time of all its threads.</param>
/// <param name="PeakMegabytes">The most memory it held.</param>
sealed record Watched(Outcome Outcome, double CpuSeconds, long PeakMegabytes)
{
    /// <summary>Runs a command and looks at it twenty times a second; the system counts the peak itself, so none is missed but in the last moment.</summary>
    public static Watched Run(params string[] arguments)
    {
        using var process = HoldfastCommand.Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var (cpu, peak) = (0.0, 0L);
        do
        {
            try
            {
                process.Refresh();
                cpu = process.TotalProcessorTime.TotalSeconds;
                peak = Math.Max(peak, Peak(process.Id));
            }
            catch (Exception ended) when (ended is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
            {
                // It ended while it was looked at.
            }
        }
        while (!process.WaitForExit(50));

        return new Watched(new Outcome(process.ExitCode, output.Result, errors.Result), cpu, peak);
    }

    static long Peak(int id)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/status")).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(6).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture) / 1024;
    }
}
