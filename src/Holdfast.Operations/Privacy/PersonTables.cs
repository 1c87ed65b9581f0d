namespace Holdfast.Operations.Privacy;

/// <summary>A table of a run that may hold rows of a person.</summary>
/// <param name="Run">Day of the run, yyyy-MM-dd.</param>
/// <param name="Name">Stage and table, such as <c>predict/scores</c>.</param>
/// <param name="Path">The file.</param>
sealed record PersonTable(string Run, string Name, string Path);

/// <summary>The tables of all runs of a workspace. Those that tell of persons name them in one column.</summary>
static class PersonTables
{
    /// <summary>The column that names the person.</summary>
    public const string Customer = "customer";

    /// <summary>All of them, by run and name.</summary>
    public static IEnumerable<PersonTable> Of(string workspace) =>
        from run in RunFolder.AllOf(workspace)
        from file in Directory.GetFiles(run, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        select new PersonTable(Path.GetFileName(run), Path.ChangeExtension(Path.GetRelativePath(run, file), null).Replace('\\', '/'), file);
}
