using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Holdfast.Operations.Jobs;
using Holdfast.Operations.People;
using Holdfast.Server.People;
using Microsoft.AspNetCore.SignalR;

namespace Holdfast.Server.Jobs;

/// <summary>Tells of jobs while they go on, over SignalR: a caller names a job and hears of every change until it has ended.</summary>
/// <param name="jobs">The jobs.</param>
/// <param name="views">How they are shown.</param>
/// <param name="news">Tells at once of the jobs of this program.</param>
/// <param name="door">Knows callers.</param>
sealed class JobHub(JobTable jobs, JobViews views, JobNews news, Doorkeeper door) : Hub
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api/jobs/live";

    // No faster than the eye: a stage may tell of thousands of steps in a second.
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Watches a job: the job as it is now, then after each change, until it has ended.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancel">Cancelled when the caller goes.</param>
    /// <returns>The job, as in the answer to <c>jobs/show</c>.</returns>
    /// <exception cref="HubException">There is no such job of the caller's, or the caller is no longer let in.</exception>
    public async IAsyncEnumerable<JsonNode> Watch(string id, [EnumeratorCancellation] CancellationToken cancel)
    {
        var told = "";
        while (true)
        {
            var changed = news.Changed;
            var job = Seen(id);
            var text = views.Text(news.With(job));
            if (text != told) yield return JsonNode.Parse(text)!;
            if (job.HasEnded) yield break;
            told = text;
            await Task.WhenAny(changed, Task.Delay(Look, cancel));
            await Task.Delay(Pause, cancel);
        }
    }

    // Asked anew each time: who is signed out while watching hears no more.
    Job Seen(string id)
    {
        var caller = Context.GetHttpContext() is { } http ? Gate.Known(http, door) : null;
        if (caller?.May("jobs/show") != true) throw new HubException("Nobody is signed in, or no longer.");
        return jobs.Find(id ?? "") is { } job && new JobSight(caller).Sees(job) ? job : throw new HubException("There is no such job of yours.");
    }
}
