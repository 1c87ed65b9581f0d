namespace Holdfast.Tests.Workspaces;

/// <summary>The repository the tests run in.</summary>
static class House
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Holdfast.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
