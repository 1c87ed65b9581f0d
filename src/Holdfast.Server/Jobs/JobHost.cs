using Holdfast.Operations;
using Holdfast.Operations.Jobs;
using Holdfast.Operations.People;
using Holdfast.Operations.Workspaces;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Jobs;

/// <summary>Performs the jobs of the workspace and asks for the nightly run while the server runs.</summary>
/// <param name="records">The records.</param>
/// <param name="context">What operations may use.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where bugs of jobs are told with all they say.</param>
sealed partial class JobHost(WorkspaceRecords records, OperationContext context, TimeProvider clock, ILogger log) : IDisposable
{
    /// <summary>How long a job may go on to its end when the server stops.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    readonly CancellationTokenSource _stop = new();
    Task _working = Task.CompletedTask;

    /// <summary>What is known of the jobs of this program.</summary>
    public JobNews News { get; } = new();

    /// <summary>Begins.</summary>
    public void Start(Workspace workspace)
    {
        var settings = new JobWorkerSettings { Grace = Grace, Told = News.Tell, Ended = News.End, Bug = (job, fault) => Bug(log, fault, job.Id, job.Kind) };
        var worker = new JobWorker(records.Jobs, CatalogJobs.Performed(context, job => records.Door.Again(job.AskedBy)), settings, clock);
        var nights = Nights.Of(workspace, records.Jobs, clock);
        _working = Task.Run(() => Task.WhenAll(worker.RunAsync(_stop.Token), nights?.RunAsync(_stop.Token) ?? Task.CompletedTask));
    }

    /// <summary>Begins to stop: no other job is begun.</summary>
    public void BeginStop() => _stop.Cancel();

    /// <summary>Stops: lets the job at work end or gives it back.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _working;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {id} ({kind}) met a bug.")]
    static partial void Bug(ILogger log, Exception fault, string id, string kind);
}
