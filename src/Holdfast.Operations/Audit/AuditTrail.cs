using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Audit;

namespace Holdfast.Operations.Audit;

/// <summary>The audit logs of the workspaces a process works with; one trail in a process, so that records of callers at once are written together.</summary>
public sealed class AuditTrail : IDisposable
{
    readonly ConcurrentDictionary<string, Lazy<AuditLog>> _logs = new(StringComparer.Ordinal);

    /// <summary>The folder of a workspace's log.</summary>
    public static string FolderOf(string workspace) => Path.Combine(Path.GetFullPath(workspace), "data", "audit");

    /// <summary>The log of a workspace; null where the folder is no workspace.</summary>
    public AuditLog? Of(string workspace) => File.Exists(Path.Combine(workspace, WorkspaceFiles.Main))
        ? _logs.GetOrAdd(FolderOf(workspace), folder => new Lazy<AuditLog>(() => AuditLog.Open(folder))).Value
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var log in _logs.Values.Where(log => log.IsValueCreated)) log.Value.Dispose();
    }
}

/// <summary>
/// The recording of one call. What changes something is recorded before and after it, so that nothing changes without a trace even where
/// the process dies; what looks at a person is recorded before the answer is given.
/// </summary>
/// <param name="Operation">The operation.</param>
/// <param name="Request">Its request.</param>
/// <param name="Context">Who asks, and where it is recorded.</param>
sealed record AuditRecording(Operation Operation, JsonObject Request, OperationContext Context)
{
    /// <summary>Records that a change begins.</summary>
    /// <exception cref="HoldfastException">It cannot be recorded, so it must not be done.</exception>
    public void Begin()
    {
        if (Operation.Kind == OperationKind.Changes) Append("begun", "Nothing was done, because it cannot be recorded");
    }

    /// <summary>Records how it went.</summary>
    /// <exception cref="HoldfastException">It cannot be recorded, so no answer must be given.</exception>
    public void End(string outcome)
    {
        if (Operation.Kind != OperationKind.Reads) Append(outcome, "No answer is given, because it cannot be recorded");
    }

    /// <summary>Records how it went where there is an error to tell already, which is told rather than that of the log.</summary>
    public void EndWithFault(string outcome)
    {
        try
        {
            End(outcome);
        }
        catch (HoldfastException)
        {
            // A change left "begun" without an end; the fault that is told is why.
        }
    }

    void Append(string outcome, string refusal)
    {
        if (Context.Trail is null || Text(property => PlaceAttribute.Of(property) == Place.Workspace) is not { } workspace) return;
        try
        {
            if (Context.Trail.Of(workspace) is { } log) log.Append(Entry(outcome, log));
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new HoldfastException($"{refusal}: {fault.Message}", fault);
        }
    }

    AuditEntry Entry(string outcome, AuditLog log)
    {
        var touched = Operation.Request.Properties.Select(TouchedAttribute.Of).OfType<TouchedAttribute>().FirstOrDefault();
        var id = touched is null ? null : Text(property => TouchedAttribute.Of(property) is not null);
        return new AuditEntry
        {
            At = Context.Clock.GetUtcNow(),
            Actor = Context.Actor,
            Operation = Operation.Path,
            Outcome = outcome,
            Touched = id is null ? null : touched!.Kind,
            Id = touched is { IsPerson: false } ? id : null,
            Person = touched is { IsPerson: true } && id is not null && (Operation.IntroducesPersons || log.MarkOf(id) is not null) ? id : null,
            Request = Context.RequestId,
        };
    }

    string? Text(Func<System.Text.Json.Serialization.Metadata.JsonPropertyInfo, bool> which) =>
        Operation.Request.Properties.FirstOrDefault(which) is { } property && Request[property.Name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;
}
