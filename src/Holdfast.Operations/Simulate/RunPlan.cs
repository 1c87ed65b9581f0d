using System.Text.Json;
using Holdfast.Operations.Act;
using Holdfast.Operations.Decide;
using Holdfast.Retention.Decide;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Simulate;

/// <summary>A contact on a run's call list.</summary>
/// <param name="Decision">Id of the decision: the run's day and the customer.</param>
/// <param name="Customer">Customer id.</param>
/// <param name="Action">Id of the action.</param>
/// <param name="Channel">Channel chosen.</param>
/// <param name="Minutes">Staff minutes it takes.</param>
/// <param name="Deadline">Last day to act.</param>
sealed record PlannedContact(string Decision, string Customer, string Action, string Channel, int Minutes, Day Deadline);

/// <summary>What one run decided: whom to contact, in the order of its call list, and who is in which arm.</summary>
/// <param name="AsOf">Day of the run.</param>
/// <param name="Contacts">Contacts to make, first things first.</param>
/// <param name="Decisions">Every decision that names an action, held-out ones among them.</param>
sealed record RunPlan(Day AsOf, IReadOnlyList<PlannedContact> Contacts, IReadOnlyList<Decision> Decisions)
{
    /// <summary>The plans in force on some day between two, oldest first: the newest finished run of each day.</summary>
    public static IReadOnlyList<RunPlan> Between(string workspace, Day from, Day until)
    {
        var days = Finished(workspace).Where(day => day <= until).Order().ToList();
        var first = days.FindLastIndex(day => day <= from);
        return [.. days.Skip(Math.Max(first, 0)).Select(day => Read(workspace, day))];
    }

    static IEnumerable<Day> Finished(string workspace)
    {
        var runs = Path.GetDirectoryName(RunFolder.RootOf(workspace, default))!;
        if (!Directory.Exists(runs)) yield break;
        foreach (var folder in Directory.GetDirectories(runs))
        {
            if (Day.TryParse(Path.GetFileName(folder), out var day) && File.Exists(Path.Combine(folder, "act", "stage.json"))) yield return day;
        }
    }

    static RunPlan Read(string workspace, Day asOf)
    {
        var root = RunFolder.RootOf(workspace, asOf);
        var decisions = DecisionTables.Read(Path.Combine(root, "decide", "decisions.parquet")).Where(decision => decision.Action is not null).ToList();
        var minutes = decisions.ToDictionary(decision => decision.Customer, decision => decision.StaffMinutes, StringComparer.Ordinal);
        var list = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(root, "act", "call-list.json")), ActJson.Default.IReadOnlyListCallListEntry)!;
        return new RunPlan(
            asOf,
            [.. list.OrderBy(entry => entry.Number).Select(entry => new PlannedContact(
                $"{asOf}-{entry.Customer}", entry.Customer, entry.Action, entry.Channel, minutes.GetValueOrDefault(entry.Customer), Day.Parse(entry.Deadline)))],
            decisions);
    }
}
