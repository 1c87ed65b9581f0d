using Holdfast.Operations;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Workspaces;
using Holdfast.Store.Warehouse;
using Holdfast.Tests.Workspaces;

namespace Holdfast.Tests.Ingest;

public sealed class KnownFilesTests
{
    const string People = "file: data/people*.csv\nfacts:\n  - fact: spell\n    columns: {party: who, joined: since}\n";
    const string Visits = "file: data/visits*.csv\nfacts:\n  - fact: event\n    columns: {event: id, party: who, at: at, kind: {value: visit}}\n";
    const string Calls = "file: data/calls*.csv\nfacts:\n  - fact: event\n    columns: {party: who, at: at, kind: {value: call}}\n";

    [Fact]
    public void Only_files_that_came_are_read_where_rows_have_ids_and_the_facts_are_those_of_reading_all()
    {
        using var night = new Night();
        Assert.Equal([2, 1, 2], night.Load().Select(source => source.Rows));
        night.Files.Write("data/visits-2.csv", "id,who,at\nv3,a,2026-01-03\n");
        night.Files.Write("data/calls-2.csv", "who,at\na,2026-01-02\n");
        var told = night.Load();
        // Calls have no id: two equal ones are two, which only reading all of them tells.
        Assert.Equal([("calls", 3, 1), ("people", 0, 0), ("visits", 1, 1)], told.Select(source => (source.Source, source.Rows, source.Accepted)));
        using var whole = new Night();
        whole.Files.Write("data/visits-2.csv", "id,who,at\nv3,a,2026-01-03\n");
        whole.Files.Write("data/calls-2.csv", "who,at\na,2026-01-02\n");
        whole.Load();
        Assert.Equal(whole.Warehouse.Current().Rows, night.Warehouse.Current().Rows);
    }

    [Fact]
    public void A_file_that_changed_or_a_mapping_that_changed_makes_everything_be_read_again()
    {
        using var night = new Night();
        night.Load();
        night.Files.Write("data/visits.csv", "id,who,at\nv1,a,2026-01-01\nv2,b,2026-01-02\nv4,b,2026-01-05\n");
        Assert.Equal([2, 1, 3], night.Load().Select(source => source.Rows));
        night.Files.Write("data/people-2.csv", "who,since\nc,2025-01-01\n");
        night.Files.Write("sources/visits.yaml", Visits + "# Changed.\n");
        Assert.Equal([2, 2, 3], night.Load().Select(source => source.Rows));
    }

    sealed class Night : IDisposable
    {
        LastIngest? _last;

        public TestWorkspace Files { get; } = TestWorkspace.With(
            ("holdfast.yaml", TestWorkspace.Minimal), ("sources/people.yaml", People), ("sources/visits.yaml", Visits), ("sources/calls.yaml", Calls),
            ("data/people.csv", "who,since\na,2025-01-01\n"), ("data/visits.csv", "id,who,at\nv1,a,2026-01-01\nv2,a,2026-01-02\n"), ("data/calls.csv", "who,at\na,2026-01-02\na,2026-01-02\n"));

        public Warehouse Warehouse => Warehouse.Open(Path.Combine(Files.Root, "data", "warehouse"));

        public IReadOnlyList<SourceReport> Load()
        {
            var workspace = WorkspaceFiles.Load(Files.Root, null).ForRun();
            var inputs = LastIngest.InputsOf(workspace, "program");
            var report = LoadSources.Run(workspace, Warehouse, KnownFiles.Of(workspace, _last, inputs), new Progress<StageProgress>(), CancellationToken.None);
            _last = new LastIngest(inputs.All, Warehouse.Current().Fingerprint, report) { Ground = inputs.Ground, Files = inputs.Files };
            return report.Sources;
        }

        public void Dispose() => Files.Dispose();
    }
}
