using System.Text.Json.Serialization;
using Holdfast.Retention.Decide;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Decide;

/// <summary>Decisions as tables, and back.</summary>
static class DecisionTables
{
    /// <summary>One row for every customer; an action that is null is "leave alone".</summary>
    public static ColumnTable Decisions(IReadOnlyList<Decision> decisions) => new ColumnTable(decisions.Count)
        .Add("customer", [.. decisions.Select(one => one.Customer)])
        .Add("action", [.. decisions.Select(one => one.Action)])
        .Add("channel", [.. decisions.Select(one => one.Channel)])
        .Add("arm", [.. decisions.Select(one => one.Arm == Arm.Control ? "control" : "treatment")])
        .Add("propensity", [.. decisions.Select(one => one.Propensity)])
        .Add("margin", [.. decisions.Select(one => one.Margin)])
        .Add("cost", [.. decisions.Select(one => one.Cost)])
        .Add("staff_minutes", [.. decisions.Select(one => one.StaffMinutes)]);

    /// <summary>One row for every refusal.</summary>
    public static ColumnTable Refusals(IReadOnlyList<Decision> decisions)
    {
        var refusals = decisions.SelectMany(decision => decision.Refusals.Select(refusal => (decision.Customer, Refusal: refusal))).ToArray();
        return new ColumnTable(refusals.Length)
            .Add("customer", [.. refusals.Select(one => one.Customer)])
            .Add("action", [.. refusals.Select(one => one.Refusal.Action)])
            .Add("rule", [.. refusals.Select(one => one.Refusal.Rule)])
            .Add("because", [.. refusals.Select(one => one.Refusal.Because)]);
    }

    /// <summary>Reads decisions back, without their refusals.</summary>
    public static IReadOnlyList<Decision> Read(string path)
    {
        var table = ColumnTable.Read(path);
        var (customers, actions, channels, arms) = (table.Texts("customer"), table.Texts("action"), table.Texts("channel"), table.Texts("arm"));
        var (propensities, margins, costs, minutes) = (table.Doubles("propensity"), table.Longs("margin"), table.Longs("cost"), table.Longs("staff_minutes"));
        return
        [
            .. Enumerable.Range(0, table.RowCount).Select(i => new Decision(
                customers[i]!, actions[i], channels[i], arms[i] == "control" ? Arm.Control : Arm.Treatment, propensities[i], margins[i], costs[i], (int)minutes[i], [])),
        ];
    }
}

/// <summary>JSON of the stage.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", UseStringEnumConverter = true)]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(ExplainDecisionRequest))]
[JsonSerializable(typeof(DecisionExplanation))]
sealed partial class DecideJson : JsonSerializerContext;
