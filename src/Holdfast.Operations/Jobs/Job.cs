using Holdfast.Store.Records;

namespace Holdfast.Operations.Jobs;

/// <summary>Where a job is in its life.</summary>
public enum JobState
{
    /// <summary>Waits for its time or for a worker.</summary>
    Waiting,

    /// <summary>A worker has it.</summary>
    Running,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Ended by a fault, after as many attempts as it was allowed.</summary>
    Failed,

    /// <summary>Ended because somebody asked for it.</summary>
    Cancelled,
}

/// <summary>A piece of work that outlives the call that asked for it.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Kind">The path of the operation it performs, such as run.</param>
/// <param name="Request">The operation's request, as JSON.</param>
/// <param name="OnceKey">What it is done once for, such as a night; null where it may be asked for any number of times.</param>
/// <param name="AskedBy">Who asked for it.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="DueAt">When a worker may take it; of a running one, when the worker that has it will be taken for dead if nothing is heard of it.</param>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="StartedAt">When a worker first took it.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Attempts">How often it was begun.</param>
/// <param name="AttemptLimit">How often it may be begun.</param>
/// <param name="Worker">The worker that has or had it.</param>
/// <param name="CancelAsked">Whether somebody asked to cancel it.</param>
/// <param name="Stage">The stage it is at.</param>
/// <param name="Done">Share of the stage that is done, 0..1.</param>
/// <param name="Doing">What it is doing or waiting for, in a few words.</param>
/// <param name="Result">The operation's result as JSON, once it succeeded.</param>
/// <param name="Fault">Why the last attempt failed.</param>
public sealed record Job(
    string Id,
    string Kind,
    string Request,
    string? OnceKey,
    string AskedBy,
    JobState State,
    DateTimeOffset DueAt,
    DateTimeOffset AskedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    long Attempts,
    long AttemptLimit,
    string? Worker,
    bool CancelAsked,
    string Stage,
    double Done,
    string Doing,
    string? Result,
    string? Fault)
{
    /// <summary>Number of the account for which it was asked; null for the schedule and the command line.</summary>
    public long? Account { get; init; }

    /// <summary>Id of the request that asked for it; null where none did.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether nothing will happen to it any more.</summary>
    public bool HasEnded => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;

    internal static Job Of(Row row) => new(
        row.Whole("number").ToString(System.Globalization.CultureInfo.InvariantCulture),
        row.Text("kind"),
        row.Text("request"),
        row.TextOrNull("once_key"),
        row.Text("asked_by"),
        row.Word<JobState>("state"),
        row.Instant("due_at"),
        row.Instant("asked_at"),
        row.InstantOrNull("started_at"),
        row.InstantOrNull("ended_at"),
        row.Whole("attempts"),
        row.Whole("attempt_limit"),
        row.TextOrNull("worker"),
        row.Flag("cancel_asked"),
        row.Text("stage"),
        row.Number("done"),
        row.Text("doing"),
        row.TextOrNull("result"),
        row.TextOrNull("fault"))
    {
        Account = row.WholeOrNull("account"),
        RequestId = row.TextOrNull("request_id"),
    };
}

/// <summary>A job to be done.</summary>
public sealed record NewJob
{
    /// <summary>The path of the operation, such as run.</summary>
    public required string Kind { get; init; }

    /// <summary>The operation's request, as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>Who asks: an account, a key, command-line or schedule.</summary>
    public required string AskedBy { get; init; }

    /// <summary>Number of the account for which it is asked: it is performed as theirs and shown to them. Null for the schedule and the command line.</summary>
    public long? Account { get; init; }

    /// <summary>Id of the request that asks; null where none does.</summary>
    public string? RequestId { get; init; }

    /// <summary>What it is done once for: asking again with the same key gives the job that is there. Null: any number of times.</summary>
    public string? OnceKey { get; init; }

    /// <summary>Not before this instant; null for at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often it may be begun before it counts as failed, at least 1.</summary>
    public int AttemptLimit { get; init; } = 3;
}
