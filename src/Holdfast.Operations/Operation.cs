using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Native.DuckDb;
using Holdfast.Operations.Audit;
using Holdfast.Operations.People;
using Holdfast.Store.Records;

namespace Holdfast.Operations;

/// <summary>What an operation may use beside its request.</summary>
/// <param name="Progress">Told about progress.</param>
/// <param name="Clock">The only clock: for timings and for what is stamped outside the results.</param>
public sealed record OperationContext(IProgress<StageProgress> Progress, TimeProvider Clock)
{
    /// <summary>Who asks, as the audit log tells it: an account's or key's id, <c>command-line:</c> and the user of the operating system, <c>schedule</c>.</summary>
    public string Actor { get; init; } = "unknown";

    /// <summary>The request's id; null where there is none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Where changes and looks at persons are recorded; null where they are not, as in tests.</summary>
    public AuditTrail? Trail { get; init; }

    /// <summary>Who asks over HTTP, for operations that tell everybody their own; null at the command line, where everything is told.</summary>
    public Caller? Caller { get; init; }

    /// <summary>Whose records may be shown. Default everybody's, as at the command line.</summary>
    public UnitScope Scope { get; init; } = UnitScope.Everything;

    /// <summary>The workspace's records where the program keeps them open; null where an operation opens them for itself.</summary>
    public RecordsDatabase? Records { get; init; }
}

/// <summary>What an operation replied.</summary>
/// <param name="Json">The result as JSON.</param>
/// <param name="Text">The same in words for a terminal.</param>
/// <param name="Succeeded">Whether all is well; false where the result tells of faults.</param>
public sealed record Reply(JsonNode Json, string Text, bool Succeeded);

/// <summary>
/// One use case of the catalogue. Its path is its place everywhere: the slice's folder and file, the command, the route, the page, the docs.
/// </summary>
public abstract class Operation
{
    private protected Operation(string path, Type slice) => (Path, Summary) = (path, Documentation.Summary(slice));

    /// <summary>Path such as <c>simulate/bank</c>, lower case with hyphens.</summary>
    public string Path { get; }

    /// <summary>What it does, from the slice's documentation.</summary>
    public string Summary { get; }

    /// <summary>What it does to the world.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>Whether it may take longer than a caller waits; a server does it as a job.</summary>
    public bool IsLong { get; init; }

    /// <summary>Whether it keeps to persons within the scope of who asks. Who may see some persons only may perform no other that looks at persons or changes anything.</summary>
    public bool IsScoped { get; init; }

    /// <summary>Whether a person whom the audit log does not know yet becomes known to it by this; not by what erases them, nor by asking the log itself.</summary>
    public bool IntroducesPersons { get; init; } = true;

    /// <summary>Whether its answer holds a secret that is shown once, so that nothing may keep the answer.</summary>
    public bool TellsSecret { get; init; }

    /// <summary>Whether it is a list that is read page by page.</summary>
    public bool IsPaged => Request.Type.IsAssignableTo(typeof(PagedRequest));

    /// <summary>JSON shape of the request; options of the command are its properties.</summary>
    public abstract JsonTypeInfo Request { get; }

    /// <summary>JSON shape of the result.</summary>
    public abstract JsonTypeInfo Result { get; }

    /// <summary>Runs it on a request given as JSON.</summary>
    /// <exception cref="HoldfastException">The request or the world is wrong.</exception>
    public abstract Reply Run(JsonObject given, OperationContext context, CancellationToken cancel);
}

/// <summary>An operation with its types.</summary>
/// <typeparam name="TRequest">Documented request record.</typeparam>
/// <typeparam name="TResult">Documented result record.</typeparam>
public sealed class Operation<TRequest, TResult>(string path, Type slice, JsonTypeInfo<TRequest> request, JsonTypeInfo<TResult> result) : Operation(path, slice)
{
    /// <summary>The use case itself.</summary>
    public required Func<TRequest, OperationContext, CancellationToken, TResult> Perform { get; init; }

    /// <summary>The result in words for a terminal.</summary>
    public required Func<TResult, string> Describe { get; init; }

    /// <summary>Whether the result is a success. Default: always.</summary>
    public Func<TResult, bool> Succeeded { get; init; } = _ => true;

    /// <inheritdoc/>
    public override JsonTypeInfo Request => request;

    /// <inheritdoc/>
    public override JsonTypeInfo Result => result;

    /// <inheritdoc/>
    public override Reply Run(JsonObject given, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(context);
        var filled = Defaults.Fill(given, request);
        var answer = Recorded(filled.Deserialize(request)!, new AuditRecording(this, filled, context), cancel);
        return new Reply(JsonSerializer.SerializeToNode(answer, result)!, Describe(answer), Succeeded(answer));
    }

    // The one place where operations are recorded.
    TResult Recorded(TRequest asked, AuditRecording recording, CancellationToken cancel)
    {
        recording.Begin();
        TResult answer;
        try
        {
            answer = Answer(asked, recording.Context, cancel);
        }
        catch (Exception fault)
        {
            recording.EndWithFault(fault is OperationCanceledException ? "cancelled" : "failed");
            throw;
        }

        recording.End(Succeeded(answer) ? "done" : "failed");
        return answer;
    }

    // A full disk, a file taken away or a missing library is nobody's bug: its own words are the message.
    TResult Answer(TRequest asked, OperationContext context, CancellationToken cancel)
    {
        try
        {
            return Perform(asked, context, cancel);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException or DuckDbException { IsOfMachine: true })
        {
            throw new HoldfastException(fault.Message, fault);
        }
    }
}
