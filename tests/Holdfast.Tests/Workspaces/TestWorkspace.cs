using Holdfast.Operations.Workspaces;

namespace Holdfast.Tests.Workspaces;

/// <summary>A workspace in a folder of its own under the temporary folder, gone after the test.</summary>
sealed class TestWorkspace : IDisposable
{
    public const string Minimal = """
        name: Test
        churn:
          - kind: closed
        """;

    public const string Source = """
        file: data/customers.csv
        facts:
          - fact: spell
            columns:
              party: customer
              joined: opened
        """;

    public string Root { get; } = Directory.CreateTempSubdirectory("holdfast-").FullName;

    public static TestWorkspace With(params (string File, string Text)[] files)
    {
        var workspace = new TestWorkspace();
        foreach (var (file, text) in files)
        {
            workspace.Write(file, text);
        }

        return workspace;
    }

    public void Write(string file, string text) => Write(file, System.Text.Encoding.UTF8.GetBytes(text));

    public void Write(string file, byte[] bytes)
    {
        var path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    public LoadedWorkspace Load() => WorkspaceFiles.Load(Root, dataRoot: null);

    public IEnumerable<string> Faults() => Load().Faults.Select(fault => fault.ToString());

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
