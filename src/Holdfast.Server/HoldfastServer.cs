using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Operations;
using Holdfast.Operations.Audit;
using Holdfast.Operations.People;
using Holdfast.Operations.Report;
using Holdfast.Server.Api;
using Holdfast.Server.Jobs;
using Holdfast.Server.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Holdfast.Server;

/// <summary>The server: the operations of the catalogue over HTTP, and the newest report, for people and programs.</summary>
public static class HoldfastServer
{
    static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Serves until cancelled.</summary>
    /// <param name="settings">How it is reached.</param>
    /// <param name="say">Where the address is announced.</param>
    /// <param name="cancel">Stops the server.</param>
    /// <exception cref="HoldfastException">The workspace is none, or the port is taken.</exception>
    public static async Task RunAsync(ServerSettings settings, TextWriter say, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(say);
        await using var server = await StartAsync(settings, cancel);
        await say.WriteLineAsync($"Holdfast is on {server.Address.OriginalString.TrimEnd('/')} (Ctrl+C stops).");
        if (server.FirstLink is { } link) await say.WriteLineAsync($"Nobody has an account yet. Open this once, within three days, to make the first: {link}");
        await server.StoppedAsync(cancel);
    }

    /// <summary>Starts a server.</summary>
    /// <exception cref="HoldfastException">The workspace is none, or the port is taken.</exception>
    public static async Task<RunningServer> StartAsync(ServerSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var trail = new AuditTrail();
        var records = WorkspaceRecords.Open(settings.Workspace, Passwords.Hashing, settings.Clock, trail);
        var app = Build(settings, records, trail);
        var server = new RunningServer(app, app.Services.GetRequiredService<JobHost>(), records, trail);
        try
        {
            await app.StartAsync(cancel);
            server.Begin(cancel);
            return server;
        }
        catch (IOException taken)
        {
            await server.DisposeAsync();
            throw new HoldfastException($"Port {settings.Port} cannot be used ({taken.Message}); choose another with --port.", taken);
        }
    }

    /// <summary>The server, not yet started.</summary>
    static WebApplication Build(ServerSettings settings, WorkspaceRecords records, AuditTrail trail)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddJsonConsole(console => console.UseUtcTimestamp = true).SetMinimumLevel(LogLevel.Warning);
        builder.Logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = OperationRoutes.LargestBody;
            server.Limits.MaxRequestHeadersTotalSize = 16 << 10;
            server.Listen(settings.Address, settings.Port);
        });
        AddJobs(builder.Services, records, new OperationCall(settings.Workspace, settings.Clock, trail, records), settings.Clock);
        builder.Services.AddRequestTimeouts(times => times.DefaultPolicy = RequestLimits.Timeout(settings));
        builder.Services.Configure<HostFilteringOptions>(filter => (filter.AllowedHosts, filter.IncludeFailureMessage) = ([.. settings.Hosts], false));
        builder.Services.AddHostFiltering(_ => { });
        builder.Services.AddRateLimiter(limits => RequestLimits.Set(limits, settings));
        builder.Services.AddRouting();
        var app = builder.Build();
        app.Use((http, next) =>
        {
            SecurityHeaders.Add(http);
            http.Response.Headers["RateLimit-Policy"] = RequestLimits.Policy(settings);
            return next(http);
        });
        app.UseMiddleware<Problems>();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<Gate>();
        app.UseRateLimiter();
        Map(app, settings, records);
        return app;
    }

    static void AddJobs(IServiceCollection services, WorkspaceRecords records, OperationCall call, TimeProvider clock)
    {
        services.AddSingleton(records.Door);
        services.AddSingleton(records.Jobs);
        services.AddSingleton(call);
        services.AddSingleton(new JobViews(TimeZoneInfo.FindSystemTimeZoneById(records.Workspace.Business.TimeZone), call));
        services.AddSingleton(made => new JobHost(records, call.Context, clock, made.GetRequiredService<ILogger<JobHost>>()));
        services.AddSingleton(made => made.GetRequiredService<JobHost>().News);
        services.AddSignalR(hub => hub.EnableDetailedErrors = false);
    }

    static void Map(WebApplication app, ServerSettings settings, WorkspaceRecords records)
    {
        var files = new FileArea(settings.Workspace);
        files.RemoveUnfinished();
        var call = app.Services.GetRequiredService<OperationCall>();
        new OperationRoutes(call, new Idempotency(records.Answers), new JobDesk(records.Jobs, call, app.Services.GetRequiredService<JobViews>())).Map(app);
        app.MapHub<JobHub>(JobHub.Path, hub => hub.Transports = HttpTransportType.WebSockets).WithMetadata(new Guarded("jobs/show")).DisableRequestTimeout();
        new FileRoutes(files, settings.LargestFile).Map(app);
        new OwnAccountDesk(records.Door, records.Own).Map(app);
        new SignInPages(records.Door, records.Own).Map(app);
        new Readiness(records, settings, app.Lifetime).Map(app);
        MapPages(app, settings);
    }

    static void MapPages(WebApplication app, ServerSettings settings)
    {
        var (everybody, open) = (new Guarded("people/me"), new Open());
        var document = OpenApiDocument.Document.ToJsonString(Readable);
        var reference = ReferencePage.Html(OpenApiDocument.Document);
        app.MapGet("/api/openapi.json", () => Results.Content(document, "application/json; charset=utf-8")).WithMetadata(everybody);
        app.MapGet("/api/reference", () => Results.Content(reference, "text/html; charset=utf-8")).WithMetadata(everybody);
        app.MapGet("/api/reference.css", () => Results.Content(ReferencePage.Style, "text/css; charset=utf-8")).WithMetadata(open);
        app.MapGet("/", http => Report(http, settings.Workspace)).WithMetadata(new Guarded("report"));
    }

    // The report is one file with its own style inside and no script.
    static async Task Report(HttpContext http, string workspace)
    {
        if (NewestReport.Find(workspace) is not { } file)
        {
            await SignInPages.Page("<h1>No run has finished yet</h1><p>The newest report stands here. To make the first, put your files under <code>data/incoming</code> and perform <code>holdfast run --workspace</code> on this machine, or send <code>POST /api/run</code>.</p><p><a href=\"/api/reference\">What can be asked of this server</a></p>").ExecuteAsync(http);
            return;
        }

        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'";
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.SendFileAsync(file, http.RequestAborted);
    }
}
