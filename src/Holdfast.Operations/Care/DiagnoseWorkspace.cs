using System.Globalization;
using Holdfast.Operations.Workspaces;

namespace Holdfast.Operations.Care;

/// <summary>What to examine.</summary>
public sealed record DiagnoseWorkspaceRequest
{
    /// <summary>The workspace folder; where not given, only the machine is examined.</summary>
    [Place(Place.Workspace)]
    public string? Workspace { get; init; }

    /// <summary>Port the server shall listen on; 0 leaves it out.</summary>
    public int Port { get; init; } = 8080;
}

/// <summary>How something is.</summary>
public enum Health
{
    /// <summary>As it should be.</summary>
    Well,

    /// <summary>It works, and will not for long, or not as well as it could.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Fault,
}

/// <summary>What was found about one thing.</summary>
/// <param name="About">The thing, in a word or two.</param>
/// <param name="Health">How it is.</param>
/// <param name="What">What was found.</param>
/// <param name="Remedy">How to mend it; not given where it is well.</param>
public sealed record Finding(string About, Health Health, string What, string? Remedy = null);

/// <summary>What was found.</summary>
/// <param name="Findings">All findings.</param>
public sealed record DiagnoseWorkspaceResult(IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether there is no fault; warnings are none.</summary>
    public bool Works => Findings.All(finding => finding.Health != Health.Fault);
}

/// <summary>Says what is wrong with the machine or the workspace, and how to mend it. Changes nothing.</summary>
public static class DiagnoseWorkspace
{
    /// <summary>Examines.</summary>
    public static DiagnoseWorkspaceResult Run(DiagnoseWorkspaceRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var findings = MachineChecks.All(request.Port).ToList();
        if (request.Workspace is not { } folder) return new DiagnoseWorkspaceResult(findings);
        var root = Path.GetFullPath(folder);
        if (!File.Exists(Path.Combine(root, WorkspaceFiles.Main)))
            return new DiagnoseWorkspaceResult([.. findings, new Finding("workspace", Health.Fault, $"{root} has no {WorkspaceFiles.Main}.", $"Name the folder of a workspace, or make one: holdfast init {folder}")]);
        return new DiagnoseWorkspaceResult([.. findings, .. new WorkspaceExamination(root, context.Clock.GetUtcNow(), cancel).All()]);
    }

    /// <summary>The findings for a terminal, what is wrong first.</summary>
    public static string Describe(DiagnoseWorkspaceResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var width = result.Findings.Max(finding => finding.About.Length);
        var lines = result.Findings.OrderByDescending(finding => finding.Health).SelectMany(finding => new[]
        {
            $"{Word(finding.Health)}  {finding.About.PadRight(width)}  {finding.What}",
            finding.Remedy is null ? null : $"{new string(' ', width + 11)}{finding.Remedy}",
        }).OfType<string>();
        var (faults, warnings) = (result.Findings.Count(finding => finding.Health == Health.Fault), result.Findings.Count(finding => finding.Health == Health.Warning));
        return string.Join(Environment.NewLine, lines.Append(string.Create(CultureInfo.InvariantCulture, $"{result.Findings.Count} things examined: {faults} at fault, {warnings} to look after.")));
    }

    static string Word(Health health) => health switch
    {
        Health.Well => "well   ",
        Health.Warning => "warning",
        _ => "FAULT  ",
    };
}
