using Holdfast.Operations.Audit;
using Holdfast.Operations.People;
using Holdfast.Server.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Server;

/// <summary>A server that is running; disposing of it lets requests end, gives back the job at work and stops it.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly JobHost _jobs;
    readonly WorkspaceRecords _records;
    readonly AuditTrail _trail;

    internal RunningServer(WebApplication app, JobHost jobs, WorkspaceRecords records, AuditTrail trail)
    {
        (_app, _jobs, _records, _trail) = (app, jobs, records, trail);
        app.Lifetime.ApplicationStopping.Register(jobs.BeginStop);
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Link that makes the first account; null where somebody has one.</summary>
    public Uri? FirstLink { get; private set; }

    /// <summary>Waits until it is stopped.</summary>
    public Task StoppedAsync(CancellationToken cancel) => _app.WaitForShutdownAsync(cancel);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _jobs.StopAsync();
        await _app.DisposeAsync();
        _records.Dispose();
        _trail.Dispose();
    }

    internal void Begin(CancellationToken cancel)
    {
        Address = new Uri(_app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        if (_records.Door.FirstStart(cancel) is { } link) FirstLink = new Uri(Address, "/start?link=" + link);
        _jobs.Start(_records.Workspace);
    }
}
