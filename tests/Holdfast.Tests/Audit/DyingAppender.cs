using System.Diagnostics;
using System.Globalization;
using Holdfast.Store.Audit;

namespace Holdfast.Tests.Audit;

/// <summary>A process of its own that appends to a log until it is killed; a line on standard output acknowledges a record.</summary>
static class DyingAppender
{
    public static Process Start(string folder, int from)
    {
        var words = new[] { typeof(DyingAppender).Assembly.Location, nameof(DyingAppender), folder, from.ToString(CultureInfo.InvariantCulture) };
        return Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true })!;
    }

    public static void Run(string folder, string from)
    {
        using var log = AuditLog.Open(folder);
        var next = int.Parse(from, CultureInfo.InvariantCulture) - 1;
        Parallel.For(0, 4, _ =>
        {
            while (true)
            {
                var i = Interlocked.Increment(ref next);
                log.Append(Logs.Entry(i));
                lock (log)
                {
                    Console.Out.WriteLine(i.ToString(CultureInfo.InvariantCulture));
                    Console.Out.Flush();
                }
            }
        });
    }
}
