using System.Globalization;

namespace Holdfast.Operations.Jobs;

/// <summary>A job as it is shown.</summary>
public sealed record JobView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The path of the operation it performs, such as run.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required JobState State { get; init; }

    /// <summary>Who asked for it: an account, a key, command-line, or schedule for the nightly run.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When it was asked for, in the business's time zone as all times here.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When a worker may take it; null where it does not wait.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When a worker first took it.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often it was begun.</summary>
    public required long Attempts { get; init; }

    /// <summary>How often it may be begun.</summary>
    public required long AttemptLimit { get; init; }

    /// <summary>The stage it is at; empty where the operation has none.</summary>
    public required string Stage { get; init; }

    /// <summary>Share of the stage that is done, 0..1.</summary>
    public required double Done { get; init; }

    /// <summary>What it is doing or waiting for.</summary>
    public required string Doing { get; init; }

    /// <summary>Why the last attempt failed; null where none did.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether somebody asked to cancel it.</summary>
    public required bool CancelAsked { get; init; }

    /// <summary>A job as it is shown in a time zone.</summary>
    public static JobView Of(Job job, TimeZoneInfo zone) => new()
    {
        Id = job.Id,
        Kind = job.Kind,
        State = job.State,
        AskedBy = job.AskedBy,
        AskedAt = TimeZoneInfo.ConvertTime(job.AskedAt, zone),
        DueAt = job.State == JobState.Waiting ? TimeZoneInfo.ConvertTime(job.DueAt, zone) : null,
        StartedAt = job.StartedAt is { } started ? TimeZoneInfo.ConvertTime(started, zone) : null,
        EndedAt = job.EndedAt is { } ended ? TimeZoneInfo.ConvertTime(ended, zone) : null,
        Attempts = job.Attempts,
        AttemptLimit = job.AttemptLimit,
        Stage = job.Stage,
        Done = job.Done,
        Doing = job.Doing,
        Fault = job.Fault,
        CancelAsked = job.CancelAsked,
    };

    /// <summary>What there is to say of it now, in one line.</summary>
    internal string Now() => State switch
    {
        JobState.Waiting when Fault is not null => $"{Doing} from {Time(DueAt)}: {Fault}",
        JobState.Waiting => Doing.Length > 0 ? Doing : $"due {Time(DueAt)}",
        JobState.Running => $"{(Stage.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Stage} {Done:0 %}: ") : "")}{Doing}{(CancelAsked ? " (asked to stop)" : "")}",
        JobState.Failed => Fault ?? "",
        _ => $"ended {Time(EndedAt)}",
    };

    internal static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "-";
}
