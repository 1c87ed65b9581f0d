using Holdfast.Operations;
using Holdfast.Operations.Decide;
using Holdfast.Operations.Predict;
using Holdfast.Operations.Privacy;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Store.Records;
using Holdfast.Store.Warehouse;
using Holdfast.Tests.Ingest;
using Holdfast.Tests.Simulation;
using Holdfast.Tests.Store.Records;

namespace Holdfast.Tests.Privacy;

/// <summary>R3: who objects to marketing is not approached, who objects to profiling is not scored or decided for, and both at once.</summary>
public class ObjectionTests
{
    static readonly CancellationToken Never = CancellationToken.None;
    static readonly OperationContext Context = new(new Progress<StageProgress>(), TimeProvider.System) { Actor = "test" };
    static readonly DateTimeOffset Told = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    [Theory]
    [OnSqlite]
    [OnPostgreSql]
    public void An_objection_keeps_its_day_until_it_is_taken_back(Dialect dialect)
    {
        using var place = new RecordsPlace(dialect);
        using var records = place.Open();
        var table = new ObjectionTable(records);
        var first = new Objection("a", ObjectionPurpose.Marketing, Told, "ann");
        Assert.Equal((first, true), table.Tell(first, Never));
        Assert.Equal((first, false), table.Tell(first with { ToldAt = Told.AddDays(3), ToldBy = "bob" }, Never));
        table.Tell(first with { Purpose = ObjectionPurpose.Profiling }, Never);
        table.Tell(first with { Person = "b" }, Never);
        Assert.Equal(["a Marketing", "a Profiling", "b Marketing"], table.All().Select(one => $"{one.Person} {one.Purpose}"));
        Assert.Equal(1, table.Withdraw(["a", "c"], ObjectionPurpose.Marketing, Never));
        Assert.Equal(0, table.Withdraw(["a"], ObjectionPurpose.Marketing, Never));
        Assert.Equal(1, table.Forget(["a", "c"], Never));
        Assert.Equal("b", Assert.Single(table.All()).Person);
    }

    [Fact]
    public void An_objection_told_under_one_id_holds_for_every_id_of_the_person()
    {
        using var shop = Loading.Of(
            ("sources/told.yaml", "file: told.csv\nfacts:\n  - fact: event\n    columns: { party: who, event: id, at: at, kind: { value: fee } }\n"),
            ("told.csv", "who,id,at\na,1,2024-01-10\nb,2,2024-01-11\n"),
            ("sources/same.yaml", "file: same.csv\nfacts:\n  - fact: alias\n    columns: { from: one, to: other, known_at: learned }\n"),
            ("same.csv", "one,other,learned\na,b,2024-03-01\n"));
        shop.Run();
        var workspace = WorkspaceFiles.Load(shop.Root, null).Workspace!;
        using var records = workspace.OpenRecords();
        new ObjectionTable(records).Tell(new Objection("a", ObjectionPurpose.Profiling, Told, "ann"), Never);
        using var facts = shop.Warehouse.Current();
        Assert.Equal([new("b", Day.Parse("2026-03-01"))], Objections.Read(workspace, records, facts).ToProfiling);
        Assert.Equal([new("a", Day.Parse("2026-03-01"))], Objections.Read(workspace, records, facts.KnownBefore(Day.Parse("2024-02-01").Start)).ToProfiling);
        var back = RecordObjection.Run(new RecordObjectionRequest { Id = "b", Workspace = shop.Root, Purpose = ObjectionPurpose.Profiling, Withdrawn = true }, Context, Never);
        Assert.Equal((true, null, "b"), (back.Changed, back.Since, back.Customer));
        Assert.Empty(new ObjectionTable(records).All());
    }

    [Fact]
    public void Nobody_objects_in_a_workspace_without_records_and_looking_makes_none()
    {
        using var shop = Loading.Of(("sources/told.yaml", "file: told.csv\nfacts:\n  - fact: event\n    columns: { party: who, event: id, at: at, kind: { value: fee } }\n"));
        var workspace = WorkspaceFiles.Load(shop.Root, null).Workspace!;
        using var facts = shop.Warehouse.Current();
        Assert.Same(Objections.None, Objections.Read(workspace, null, facts));
        Assert.False(File.Exists(Path.Combine(shop.Root, "data", "records.db")));
    }

    [Fact]
    public void Objections_count_at_once_on_call_lists_in_answers_and_in_every_later_run()
    {
        using var bank = new LivedWorkspace(customers: 400);
        var asOf = Loop.Run(new RunRequest(bank.Root), Context, Never).AsOf;
        var workspace = WorkspaceFiles.Load(bank.Root, null).Workspace!;
        var services = workspace.Actions.Where(action => action.Purpose == Retention.Decide.Purpose.Serve).Select(action => action.Id).ToHashSet(StringComparer.Ordinal);
        var root = RunFolder.RootOf(bank.Root, Day.Parse(asOf));
        var listed = Calls(root);
        var approached = listed.First(call => !services.Contains(call.Action)).Customer;
        var profiled = listed.First(call => call.Customer != approached).Customer;
        var lives = ColumnTable.Read(Path.Combine(root, "measure", "lives.parquet")).RowCount;

        Assert.Equal([asOf], Object(approached, ObjectionPurpose.Marketing).CallLists);
        Assert.Equal([asOf], Object(profiled, ObjectionPurpose.Profiling).CallLists);
        Assert.False(Object(profiled, ObjectionPurpose.Profiling).Changed);
        Assert.Equal(listed.Where(call => call.Customer != approached && call.Customer != profiled), Calls(root));
        Assert.DoesNotContain(approached, File.ReadAllText(Path.Combine(root, "act", "call-list.csv")), StringComparison.Ordinal);
        Refused("objected to profiling", () => ExplainDecision.Run(new ExplainDecisionRequest { Workspace = bank.Root, Customer = profiled }, Context, Never));
        Refused("objected to profiling", () => LookAtCustomer.Run(new LookAtCustomerRequest { Workspace = bank.Root, Customer = profiled }, Context, Never));
        Refused("objected to profiling", () => ListFeatures.Run(new ListFeaturesRequest { Workspace = bank.Root, Customer = profiled }, Context, Never));

        var again = Loop.Run(new RunRequest(bank.Root), Context, Never);
        Assert.Contains(again.Notes, note => note.Contains("1 person objects to profiling", StringComparison.Ordinal));
        foreach (var table in Directory.GetFiles(root, "*.parquet", SearchOption.AllDirectories).Where(table => !table.EndsWith("lives.parquet", StringComparison.Ordinal)))
            Assert.Equal(0, ColumnTable.ReadAsText(table, "customer", [profiled]).RowCount);
        Assert.Equal(lives, ColumnTable.Read(Path.Combine(root, "measure", "lives.parquet")).RowCount);
        Assert.All(Calls(root), call => Assert.True(call.Customer != profiled && (call.Customer != approached || services.Contains(call.Action))));
        var why = ExplainDecision.Run(new ExplainDecisionRequest { Workspace = bank.Root, Customer = approached }, Context, Never);
        Assert.All(why.Candidates.Where(candidate => !services.Contains(candidate.Action)), candidate =>
            Assert.Contains(candidate.Refusals, refusal => refusal.Rule == "ConsentIsRequired" && refusal.Because.StartsWith("objected to marketing on", StringComparison.Ordinal)));

        RecordObjection.Run(new RecordObjectionRequest { Id = profiled, Workspace = bank.Root, Purpose = ObjectionPurpose.Profiling, Withdrawn = true }, Context, Never);
        Loop.Run(new RunRequest(bank.Root), Context, Never);
        Assert.Equal(1, ColumnTable.ReadAsText(Path.Combine(root, "predict", "scores.parquet"), "customer", [profiled]).RowCount);

        RecordObjectionResult Object(string id, ObjectionPurpose purpose) =>
            RecordObjection.Run(new RecordObjectionRequest { Id = id, Workspace = bank.Root, Purpose = purpose }, Context, Never);
    }

    static List<(string Customer, string Action)> Calls(string root) =>
        [.. System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(root, "act", "call-list.json")))!.AsArray().Select(call => ((string)call!["customer"]!, (string)call["action"]!))];

    static void Refused(string words, Action ask) => Assert.Contains(words, Assert.Throws<HoldfastException>(ask).Message, StringComparison.Ordinal);
}
