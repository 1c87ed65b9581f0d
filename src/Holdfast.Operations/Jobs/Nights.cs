using System.Text.Json.Nodes;
using Holdfast.Operations.Workspaces;

namespace Holdfast.Operations.Jobs;

/// <summary>Asks for the job of every night when it is due, once, however many programs and starts there are.</summary>
/// <param name="jobs">The jobs.</param>
/// <param name="schedule">When nights are due.</param>
/// <param name="job">The job of a night; its key is made here.</param>
/// <param name="clock">The clock.</param>
public sealed class Nights(JobTable jobs, NightlySchedule schedule, NewJob job, TimeProvider clock)
{
    // The clock may be set and the machine may sleep, so no wait is longer.
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>The nightly run of a workspace; null where <c>nightly.at</c> is not given.</summary>
    public static Nights? Of(Workspace workspace, JobTable jobs, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (NightlySchedule.Of(workspace.Business) is not { } schedule) return null;
        var request = new JsonObject { ["workspace"] = workspace.Root, ["data"] = workspace.DataRoot };
        return new Nights(jobs, schedule, new NewJob { Kind = "run", Request = request.ToJsonString(), AskedBy = "schedule" }, clock);
    }

    /// <summary>Asks for the job of the newest night that is due. A night that passed while nothing ran is made up for, older ones are not.</summary>
    /// <returns>The night's job, and whether it is new.</returns>
    public (Job Job, bool IsNew) EnqueueLatest(CancellationToken cancel)
    {
        var night = schedule.Latest(clock.GetUtcNow());
        return jobs.Enqueue(job with { OnceKey = FormattableString.Invariant($"night {night.Day:yyyy-MM-dd} {job.Kind}") }, cancel);
    }

    /// <summary>Goes on until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var asked = DateOnly.MinValue;
        while (!cancel.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            var night = schedule.Latest(now);
            if (night.Day > asked && TryEnqueue(cancel)) asked = night.Day;

            var wait = schedule.Next(now).At - now;
            await Task.Delay(wait < LongestWait ? wait : LongestWait, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Where the records are away, the next look asks again.
    bool TryEnqueue(CancellationToken cancel)
    {
        try
        {
            EnqueueLatest(cancel);
            return true;
        }
        catch (Exception away) when (away is IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
