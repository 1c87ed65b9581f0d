using Holdfast.Operations;
using Holdfast.Operations.Report;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server;

/// <summary>Serves the newest report of a workspace on this machine only, until the console takes its place.</summary>
public static class ReportServer
{
    /// <summary>Serves until cancelled.</summary>
    /// <param name="workspace">The workspace folder.</param>
    /// <param name="port">Port of the loopback address; 0 takes a free one.</param>
    /// <param name="say">Where the address is announced.</param>
    /// <param name="cancel">Stops the server.</param>
    /// <exception cref="HoldfastException">No run has finished, or the port is taken.</exception>
    public static async Task RunAsync(string workspace, int port, TextWriter say, CancellationToken cancel)
    {
        if (NewestReport.Find(workspace) is null) throw NewestReport.Missing(workspace);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(System.Net.IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.MapGet("/", () => Report(workspace));
        app.MapGet("/healthz", () => "ok");
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException taken)
        {
            throw new HoldfastException($"Port {port} cannot be used ({taken.Message}); choose another with --port.", taken);
        }

        await say.WriteLineAsync($"The report is on {app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal)} (Ctrl+C stops).");
        await app.WaitForShutdownAsync(cancel);
    }

    static IResult Report(string workspace) =>
        NewestReport.Find(workspace) is { } file
            ? Results.Content(File.ReadAllText(file), "text/html; charset=utf-8")
            : Results.NotFound("No run has finished yet.");
}
