using Holdfast.Operations;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;
using Holdfast.Tests.Workspaces;

namespace Holdfast.Tests.Ingest;

/// <summary>A workspace in a temporary folder whose sources are loaded into its warehouse.</summary>
sealed class Loading : IDisposable
{
    readonly TestWorkspace _files = TestWorkspace.With(("holdfast.yaml", TestWorkspace.Minimal));

    public string Root => _files.Root;

    public static Loading Of(params (string File, string Text)[] files)
    {
        var loading = new Loading();
        foreach (var (file, text) in files) loading._files.Write(file, text);
        return loading;
    }

    public void Write(string file, string text) => _files.Write(file, text);

    public void Write(string file, byte[] bytes) => _files.Write(file, bytes);

    public string ReadText(string file) => File.ReadAllText(Path.Combine(Root, file));

    public Warehouse Warehouse => Warehouse.Open(Path.Combine(Root, "data", "warehouse"));

    public IngestReport Run(string? dataRoot = null) =>
        LoadSources.Run(WorkspaceFiles.Load(Root, dataRoot).ForRun(), Warehouse, new Progress<StageProgress>(), CancellationToken.None);

    public SourceReport RunOne() => Assert.Single(Run().Sources);

    /// <summary>The message of the fault that loading ends with; nothing may be published then.</summary>
    public string Fault()
    {
        var message = Assert.Throws<HoldfastException>(() => Run()).Message;
        Assert.Equal(0, Warehouse.Current().Manifest);
        return message;
    }

    public IReadOnlyList<History> Histories() => [.. Warehouse.Current().Histories(CancellationToken.None).OrderBy(h => h.Customer, StringComparer.Ordinal)];

    public History History(string customer) => Warehouse.Current().Find(customer)!;

    public void Dispose() => _files.Dispose();
}
