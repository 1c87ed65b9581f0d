namespace Holdfast.Conventions;

static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Holdfast.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
