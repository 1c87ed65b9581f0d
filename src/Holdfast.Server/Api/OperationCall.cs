using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.Audit;
using Holdfast.Operations.People;

namespace Holdfast.Server.Api;

/// <summary>Performs an operation for a caller over HTTP: the server's workspace, files of the file area, no path of the machine in the answer.</summary>
/// <param name="workspace">The workspace folder, absolute.</param>
/// <param name="clock">The clock.</param>
/// <param name="trail">Where changes and looks at persons are recorded.</param>
/// <param name="records">The workspace's records.</param>
sealed class OperationCall(string workspace, TimeProvider clock, AuditTrail trail, WorkspaceRecords records)
{
    // Answers are JSON and never taken for a page, so only what JSON asks for is escaped.
    internal static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly FileArea _files = new(workspace);
    readonly (string Path, string Instead)[] _hidden = [.. Hidden((new FileArea(workspace).Root + "/", ""), (workspace + "/", ""), (workspace, "."))];

    /// <summary>Performs it.</summary>
    /// <returns>The answer as JSON text in UTF-8.</returns>
    /// <exception cref="HoldfastException">The request or the world is wrong.</exception>
    public byte[] Perform(OperationRoute route, JsonObject given, (Caller Caller, string RequestId) asking, CancellationToken cancel)
    {
        var request = Placed(route, given);
        try
        {
            var context = Context with { Scope = asking.Caller.Scope, Actor = asking.Caller.Id, RequestId = asking.RequestId, Caller = asking.Caller };
            var reply = route.Operation.Run(request, context, cancel);
            return Encoding.UTF8.GetBytes(WithoutPaths(reply.Json.ToJsonString(Plain)));
        }
        catch (HoldfastException fault)
        {
            throw fault switch
            {
                { IsOfRequest: true } => HoldfastException.OfRequest(WithoutPaths(fault.Message)),
                { IsBusy: true } => HoldfastException.Busy(WithoutPaths(fault.Message), fault),
                _ => new HoldfastException(WithoutPaths(fault.Message), fault),
            };
        }
    }

    /// <summary>What an operation may use, but for who asks.</summary>
    public OperationContext Context { get; } = new(new NoProgress(), clock) { Trail = trail, Records = records.Database };

    /// <summary>The request as the operation takes it: files and the workspace where they lie on the machine.</summary>
    /// <exception cref="HoldfastException">A file is none of the file area.</exception>
    public JsonObject Placed(OperationRoute route, JsonObject given)
    {
        var request = given.DeepClone().AsObject();
        foreach (var property in route.Operation.Request.Properties) Place(property.Name, PlaceAttribute.Of(property), request);
        return request;
    }

    void Place(string name, Place place, JsonObject request)
    {
        if (place == Operations.Place.Workspace) request[name] = workspace;
        if (place is not (Operations.Place.Input or Operations.Place.Output) || request[name] is not { } value) return;
        request[name] = value is JsonArray several
            ? new JsonArray([.. several.Select(one => JsonValue.Create(_files.Need(name, (string)one!)))])
            : JsonValue.Create(_files.Need(name, (string)value!));
    }

    /// <summary>A text without any path of the machine: where the workspace lies is nobody's business over HTTP.</summary>
    public string WithoutPaths(string text) => _hidden.Aggregate(text, (left, one) => left.Replace(one.Path, one.Instead, StringComparison.Ordinal));

    static IEnumerable<(string Path, string Instead)> Hidden(params (string Path, string Instead)[] paths) =>
        paths.SelectMany(one => new[] { one, (JsonEncodedText.Encode(one.Path, Plain.Encoder).ToString(), one.Instead) }).Distinct();

    sealed class NoProgress : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            // Who asked waits for the answer; only jobs tell their progress.
        }
    }
}
