using Holdfast.Retention.Facts;

namespace Holdfast.Operations;

/// <summary>
/// The folder of one run, <c>data/runs/&lt;as-of&gt;/</c>: one folder per finished stage. A stage writes into a folder of its own that
/// takes its final name only when the stage is complete, so that a run that dies leaves nothing half-done to be read.
/// </summary>
/// <param name="Root">Absolute path of the run's folder.</param>
/// <param name="Writing">Absolute path of the folder the current stage writes into.</param>
public sealed record RunFolder(string Root, string Writing)
{
    /// <summary>Path of a file the current stage writes.</summary>
    public string Output(string file) => Path.Combine(Writing, file);

    /// <summary>Path of a file that an earlier, finished stage wrote.</summary>
    public string Input(string stage, string file) => Path.Combine(Root, stage, file);

    /// <summary>The run's folder for a day in a workspace.</summary>
    public static string RootOf(string workspace, Day asOf) => Path.Combine(RunsOf(workspace), asOf.ToString());

    /// <summary>The folders of all runs of a workspace, by day.</summary>
    public static IReadOnlyList<string> AllOf(string workspace) =>
        Directory.Exists(RunsOf(workspace)) ? [.. Directory.GetDirectories(RunsOf(workspace)).Order(StringComparer.Ordinal)] : [];

    /// <summary>The folder that holds the runs of a workspace.</summary>
    public static string RunsOf(string workspace) => Path.Combine(workspace, "data", "runs");
}
