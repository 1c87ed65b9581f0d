namespace Holdfast.Operations.Workspaces;

/// <summary>What reading a workspace gave: the workspace, or everything that is wrong with it.</summary>
/// <param name="Workspace">The checked workspace; null where there is a fault.</param>
/// <param name="Faults">All faults of all files, by file, line and column.</param>
/// <param name="RunFaults">What hinders only a run: mappings that use <c>${data}</c> while no data folder was named.</param>
public sealed record LoadedWorkspace(Workspace? Workspace, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> RunFaults)
{
    /// <summary>The workspace, ready for a run.</summary>
    /// <exception cref="HoldfastException">There are faults; the message lists all of them, one a line.</exception>
    public Workspace ForRun()
    {
        var all = Faults.Concat(RunFaults).ToList();
        return all.Count == 0 ? Workspace! : throw new HoldfastException(Describe(all));
    }

    /// <summary>Faults as text: how many, then one a line.</summary>
    public static string Describe(IReadOnlyCollection<Fault> faults) =>
        FormattableString.Invariant($"{faults.Count} {(faults.Count == 1 ? "fault" : "faults")} in the workspace:\n")
        + string.Join('\n', faults.Select(fault => "  " + fault));
}
