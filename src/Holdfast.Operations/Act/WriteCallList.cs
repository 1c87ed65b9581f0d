using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Holdfast.Operations.Decide;
using Holdfast.Operations.Segment;
using Holdfast.Retention.Act;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Segment;

namespace Holdfast.Operations.Act;

/// <summary>The stage that hands decisions to people: the call list (A2, A11).</summary>
public static class WriteCallList
{
    /// <summary>Reads decisions and histories, writes <c>call-list.csv</c> and <c>call-list.json</c>.</summary>
    public static StageResult Run(RunContext run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(run);
        var decisions = DecisionTables.Read(run.Folder.Input("decide", "decisions.parquet"))
            .Where(decision => decision is { Action: not null, Arm: Arm.Treatment })
            .ToDictionary(decision => decision.Customer, StringComparer.Ordinal);
        var entries = CallList.Of(Treated(run, decisions, cancel));
        CallLists.Write(entries, run.Workspace.Business, run.Folder.Writing);
        return new StageResult(entries.Count, []);
    }

    static List<Treated> Treated(RunContext run, Dictionary<string, Decision> decisions, CancellationToken cancel)
    {
        var input = DecisionInput.Read(run.Folder, run.Objections);
        var units = run.Facts.Units.ToDictionary(unit => unit.Id, unit => unit.Name, StringComparer.Ordinal);
        var states = CustomerFolding.States(run, cancel);
        var setting = DecisionSetting.Of(run.Workspace.Actions, run.Workspace.Policy, run.Workspace.Business, states);
        var treated = new List<Treated>();
        foreach (var state in states)
        {
            if (decisions.TryGetValue(state.Customer, out var decision) && input.Context(state, setting) is { } context)
                treated.Add(new Treated(context, decision, Owner(state, run.Facts.Codes, units)));
        }

        return treated;
    }

    static string Owner(CustomerState state, Codes codes, Dictionary<string, string> units)
    {
        var unit = state.Life is { } life ? codes.Name(life.Unit) : "";
        return units.TryGetValue(unit, out var name) && name.Length > 0 ? name : unit;
    }
}

/// <summary>JSON of the stage.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(IReadOnlyList<CallListEntry>))]
sealed partial class ActJson : JsonSerializerContext
{
    /// <summary>With the letters of every language as they are, still safe within HTML.</summary>
    public static ActJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
