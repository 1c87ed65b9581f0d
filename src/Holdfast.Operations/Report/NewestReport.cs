namespace Holdfast.Operations.Report;

/// <summary>Finds the report of the newest finished run.</summary>
public static class NewestReport
{
    /// <summary>Path of the report with the latest as-of day; null where no run has finished.</summary>
    public static string? Find(string workspace)
    {
        var runs = Path.Combine(workspace, "data", "runs");
        if (!Directory.Exists(runs)) return null;
        return Directory.GetDirectories(runs)
            .OrderByDescending(Path.GetFileName, StringComparer.Ordinal)
            .Select(run => Path.Combine(run, "report", "report.html"))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>The fault to tell where there is none.</summary>
    public static HoldfastException Missing(string workspace) =>
        new($"There is no report in {workspace}; make one with: holdfast run --workspace {workspace}");
}
