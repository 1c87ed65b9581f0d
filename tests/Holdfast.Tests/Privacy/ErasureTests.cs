using System.Text.RegularExpressions;
using Holdfast.Operations;
using Holdfast.Operations.Privacy;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;
using Holdfast.Tests.Simulation;

namespace Holdfast.Tests.Privacy;

/// <summary>R3: an erased person is nowhere but in the files the receipt names.</summary>
public class ErasureTests
{
    static readonly CancellationToken Never = CancellationToken.None;
    static readonly OperationContext Context = new(new Progress<StageProgress>(), TimeProvider.System) { Actor = "test" };

    [Fact]
    public void An_erased_person_is_in_no_table_list_or_record_and_the_receipt_names_every_file_left()
    {
        using var bank = new LivedWorkspace(customers: 400);
        var asOf = Loop.Run(new RunRequest(bank.Root), Context, Never).AsOf;
        var root = RunFolder.RootOf(bank.Root, Day.Parse(asOf));
        var person = Regex.Match(File.ReadAllText(Path.Combine(root, "act", "call-list.json")), @"C\d{7}").Value;
        RecordObjection.Run(new RecordObjectionRequest { Id = person, Workspace = bank.Root, Purpose = ObjectionPurpose.Marketing }, Context, Never);
        var scored = ColumnTable.Read(Path.Combine(root, "predict", "scores.parquet")).RowCount;

        var asked = Erase(confirmed: false);
        Assert.Equal((false, null, null), (asked.Erased, asked.Versions, asked.Rows));
        Assert.Equal(scored, ColumnTable.Read(Path.Combine(root, "predict", "scores.parquet")).RowCount);

        var receipt = Erase(confirmed: true);
        Assert.True(receipt is { Erased: true, Facts: > 0, Rows: > 6, Objections: 1 });
        Assert.Equal([asOf], receipt.Retrain);
        Assert.Equal(scored - 1, ColumnTable.Read(Path.Combine(root, "predict", "scores.parquet")).RowCount);
        Assert.Empty(Directory.GetFiles(root, "*.parquet", SearchOption.AllDirectories).Where(table => ColumnTable.ReadAsText(table, "customer", [person]).RowCount > 0));
        var naming = Directory.GetFiles(bank.Root, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".parquet", StringComparison.Ordinal) && !file.Contains("truth", StringComparison.Ordinal) && File.ReadAllText(file).Contains(person, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(bank.Root, file)).Order(StringComparer.Ordinal);
        Assert.Equal(naming, receipt.Files);
        using var records = WorkspaceFiles.Load(bank.Root, null).Workspace!.OpenRecords();
        Assert.Empty(new ObjectionTable(records).All());

        // Repeating it does no harm, and a run for the day leaves the person out.
        Assert.Equal((0, 0), ((int)Erase(confirmed: true).Facts, (int)Erase(confirmed: true).Rows!));
        Loop.Run(new RunRequest(bank.Root), Context, Never);
        Assert.Equal(scored - 1, ColumnTable.Read(Path.Combine(root, "predict", "scores.parquet")).RowCount);
        Assert.Empty(Directory.GetFiles(root, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".parquet", StringComparison.Ordinal) && File.ReadAllText(file).Contains(person, StringComparison.Ordinal)));

        ErasePersonResult Erase(bool confirmed) => ErasePerson.Run(new ErasePersonRequest { Id = person, Workspace = bank.Root, Confirmed = confirmed }, Context, Never);
    }

    [Fact]
    public void An_erasure_does_not_begin_while_a_run_is_going_on()
    {
        using var bank = new LivedWorkspace();
        using var run = RunLock.Take(bank.Root);
        var refused = Assert.Throws<HoldfastException>(() => ErasePerson.Run(new ErasePersonRequest { Id = "C0000001", Workspace = bank.Root, Confirmed = true }, Context, Never));
        Assert.True(refused.IsBusy);
    }
}
