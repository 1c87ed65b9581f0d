using Holdfast.Operations;
using Holdfast.Operations.Simulate;
using Holdfast.Retention.Decide;

namespace Holdfast.Tests.Simulation;

public sealed class StepTests(StepTests.Made made) : IClassFixture<StepTests.Made>
{
    [Fact]
    public void Days_may_be_cut_into_steps_in_any_way_where_no_run_lies_between()
    {
        var plan = made.World.Here.Take(60).Select((id, i) => Action(id, i)).ToList();
        var asOf = made.World.Tomorrow;
        var wholes = Lived(plan, 30);
        foreach (var cut in new[] { [10, 20], [1, 2, 3, 24], new[] { 17, 13 } })
        {
            var parts = Lived(plan, cut);
            Assert.Equal(wholes.Told, parts.Told);
            Assert.Equal(wholes.Truth, parts.Truth);
            Assert.Equal(wholes.Carried, parts.Carried);
            Assert.Equal(wholes.Result, parts.Result);
        }

        Assert.NotEmpty(wholes.Told.Except(made.World.Told()));
        Assert.Empty(made.World.Told().Except(wholes.Told));
        Assert.True(asOf < made.World.Tomorrow + 1);
    }

    [Fact]
    public void Who_is_held_out_is_not_contacted_and_the_arms_are_told()
    {
        using var world = made.World.Copy();
        var here = world.Here.Take(40).ToList();
        world.Decide(world.Tomorrow, here.Select((id, i) => LivedWorkspace.Call(id, "fee_waiver", "app", i % 4 == 0 ? Arm.Control : Arm.Treatment)));
        var told = world.Step(7);
        Assert.Equal((30, 10, 30), (told.Planned, told.HeldOut, told.Tried));
        var heldOut = here.Where((_, i) => i % 4 == 0).ToHashSet();
        var contacts = world.Rows("campaign_contacts").Where(row => row[3] == "decided").ToList();
        Assert.Equal(30, contacts.Count);
        Assert.DoesNotContain(contacts, row => heldOut.Contains(row[1]));
        Assert.All(contacts, row => Assert.Equal($"{made.World.Tomorrow}-{row[1]}", row[10]));
        var arms = world.Rows("campaign_members").Where(row => row[0] == "loop_fee_waiver").ToDictionary(row => row[1], row => (row[3], row[4]));
        Assert.Equal(40, arms.Count);
        Assert.All(here, id => Assert.Equal(heldOut.Contains(id) ? ("control", "0.1000") : ("treatment", "0.9000"), arms[id]));
    }

    [Fact]
    public void A_step_that_died_is_repeated_as_if_it_had_not_begun()
    {
        using var world = made.World.Copy();
        world.Decide(world.Tomorrow, world.Here.Take(30).Select(id => LivedWorkspace.Call(id)));
        using var died = world.Copy();
        var told = world.Step(14);
        // Dead after its files were moved and before the world file was written: everything of 14 days is there, and the world has not moved.
        var before = died.TruthOf("world.json");
        died.Step(14);
        File.WriteAllText(Path.Combine(died.Truth, "world.json"), before);
        Directory.CreateDirectory(Path.Combine(died.Truth, "step.unfinished", "incoming"));
        File.WriteAllText(Path.Combine(died.Truth, "step.unfinished", "incoming", "sessions-2030-01-01.csv"), "half a li");
        died.Step(7);
        Assert.DoesNotContain(Directory.GetFiles(died.Incoming), file => file.EndsWith($"{told.Until}.csv", StringComparison.Ordinal));
        var again = died.Step(7);
        Assert.Equal(world.Told(), died.Told());
        Assert.Equal(world.TruthOf("customers.csv"), died.TruthOf("customers.csv"));
        Assert.Equal(told.Result, again.Result);
    }

    [Fact]
    public void People_call_on_working_days_as_far_as_their_minutes_go_and_messages_go_out_at_once()
    {
        using var world = made.World.Copy();
        var monday = world.Tomorrow;
        Assert.Equal(DayOfWeek.Monday, monday.Date.DayOfWeek);
        var plan = new RunPlan(monday, [.. Enumerable.Range(0, 40).Select(i => new PlannedContact($"d{i}", $"c{i}", "retention_call", i % 4 == 0 ? "app" : "phone", 10, monday + 9))], []);
        var contacts = new WorkingDays(300, 1).Contacts(monday, monday + 13, [plan], []);
        Assert.All(contacts.Where(c => c.Contact.Channel == "app"), c => Assert.Equal(monday, c.Contact.Day));
        var calls = contacts.Where(c => c.Contact.Channel == "phone").GroupBy(c => c.Contact.Day).ToDictionary(g => g.Key, g => g.Count());
        Assert.All(calls.Keys, day => Assert.True(day.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && day <= monday + 9));
        Assert.All(calls.Values, count => Assert.InRange(count, 1, 6));
        Assert.Equal(contacts.Count, contacts.Select(c => c.Contact.Decision).Distinct().Count());
        // 60 minutes a day less illness: five or six calls a day, eight working days until the deadline, thirty calls in all.
        Assert.Equal(40, contacts.Count);
        Assert.True(calls.Count >= 5, $"{calls.Count} days of calling");
    }

    [Fact]
    public void A_newer_run_replaces_the_list_people_work_from()
    {
        var monday = made.World.Tomorrow;
        PlannedContact Line(string run, string customer) => new($"{run}-{customer}", customer, "retention_call", "phone", 10, monday + 20);
        var older = new RunPlan(monday, [Line("a", "1"), Line("a", "2"), Line("a", "3")], []);
        var newer = new RunPlan(monday + 1, [Line("b", "3"), Line("b", "4")], []);
        var contacts = new WorkingDays(60, 1).Contacts(monday, monday + 4, [older, newer], []);
        Assert.Equal("a-1", Assert.Single(contacts, c => c.Contact.Day == monday).Contact.Decision);
        Assert.Equal(["b-3", "b-4"], contacts.Skip(1).Select(c => c.Contact.Decision));
    }

    [Fact]
    public void Without_a_run_nobody_is_contacted_and_nothing_differs_from_the_world_without_contact()
    {
        using var world = made.World.Copy();
        var told = world.Step(60);
        Assert.Equal((0, 0, 0), (told.Tried, told.Result.Contacted, told.Result.Kept + told.Result.DrivenAway));
        Assert.Equal((0d, 0d, 0d), (told.Result.Margin, told.Result.Cost, told.Result.Worth));
        Assert.Empty(world.Rows("campaign_contacts").Where(row => row[3] == "decided"));
        Assert.Contains(world.Rows("customers"), row => string.CompareOrdinal(row[0], "C0000119") > 0);
        Assert.Contains("nobody was contacted", SimulateStep.Describe(told), StringComparison.Ordinal);
        Assert.Equal((made.World.Tomorrow + 60).ToString(), told.Result.AsOf);
        Assert.Equal(made.World.Tomorrow + 60, world.Tomorrow);
    }

    [Fact]
    public void A_workspace_without_a_world_and_days_out_of_range_are_told_so()
    {
        using var world = made.World.Copy();
        Assert.Equal("days is 0; 1 to 3660 is allowed", Assert.Throws<HoldfastException>(() => world.Step(0)).Message);
        File.Delete(Path.Combine(world.Truth, "world.json"));
        Assert.Contains("can be lived on", Assert.Throws<HoldfastException>(() => world.Step(1)).Message, StringComparison.Ordinal);
    }

    static Decision Action(string id, int i) => (i % 4) switch
    {
        0 => LivedWorkspace.Call(id),
        1 => LivedWorkspace.Call(id, "fee_waiver"),
        2 => LivedWorkspace.Call(id, "sell_savings"),
        _ => LivedWorkspace.Call(id, "upsell_package", "app"),
    };

    (List<string> Told, string Truth, string Carried, TrueResult Result) Lived(List<Decision> plan, params int[] cuts)
    {
        using var world = made.World.Copy();
        world.Decide(world.Tomorrow, plan);
        SimulateStepResult? last = null;
        foreach (var days in cuts) last = world.Step(days);
        return (world.Told(), world.TruthOf("customers.csv"), world.TruthOf("carried-out.csv"), last!.Result);
    }

    public sealed class Made : IDisposable
    {
        internal LivedWorkspace World { get; } = new();

        public void Dispose() => World.Dispose();
    }
}
