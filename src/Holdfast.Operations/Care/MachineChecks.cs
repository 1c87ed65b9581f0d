using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Holdfast.Native.DuckDb;
using Holdfast.Native.XGBoost;

namespace Holdfast.Operations.Care;

/// <summary>What the machine must have.</summary>
static class MachineChecks
{
    /// <summary>All of it.</summary>
    public static IEnumerable<Finding> All(int port)
    {
        yield return new Finding("versions", Health.Well, $"Holdfast {typeof(MachineChecks).Assembly.GetName().Version?.ToString(3)}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors.");
        yield return DuckDb();
        yield return XGBoostLibrary.IsPresent
            ? new Finding("XGBoost", Health.Well, "The library loads.")
            : new Finding("XGBoost", Health.Warning, "The library does not load: the logistic baseline is used in place of boosted trees.", "Install libxgboost0, or set HOLDFAST_XGBOOST to the library's path.");
        yield return TimeZones();
        yield return Languages();
        if (port > 0) yield return Port(port);
    }

    static Finding DuckDb()
    {
        try
        {
            using var db = DuckDbConnection.Open(new DuckDbSettings());
            return new Finding("DuckDB", Health.Well, "The library loads and answers.");
        }
        catch (Exception missing) when (missing is DuckDbException or DllNotFoundException or IOException)
        {
            return new Finding("DuckDB", Health.Fault, $"The library does not load: {missing.Message}", "Run `npm ci --prefix eng/native` in the source folder, or put libduckdb.so beside the program.");
        }
    }

    static Finding TimeZones() => TimeZoneInfo.TryFindSystemTimeZoneById("Asia/Tehran", out _) && TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out var zone) && zone.SupportsDaylightSavingTime
        ? new Finding("time zones", Health.Well, "The time zone data are there.")
        : new Finding("time zones", Health.Fault, "The time zone data are missing, so days begin at the wrong hour.", "Install the package tzdata.");

    static Finding Languages() => CultureInfo.GetCultureInfo("fa-IR").DateTimeFormat.Calendar is PersianCalendar
        ? new Finding("languages", Health.Well, "The language data (ICU) are there.")
        : new Finding("languages", Health.Fault, "The language data (ICU) are missing.", "Install libicu (Debian 12: libicu72), and leave DOTNET_SYSTEM_GLOBALIZATION_INVARIANT unset.");

    static Finding Port(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return new Finding("port", Health.Well, string.Create(CultureInfo.InvariantCulture, $"Port {port} is free."));
        }
        catch (Exception taken) when (taken is SocketException or ArgumentOutOfRangeException)
        {
            return new Finding("port", Health.Warning, string.Create(CultureInfo.InvariantCulture, $"Port {port} cannot be used: {taken.Message}. Where the server is running, that is the server."), "Choose another one with `holdfast serve --port`, or stop what listens there.");
        }
    }
}
