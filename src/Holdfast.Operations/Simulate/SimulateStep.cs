using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;

namespace Holdfast.Operations.Simulate;

/// <summary>How far to live on, and where.</summary>
public sealed record SimulateStepRequest
{
    /// <summary>Workspace filled by <c>holdfast simulate bank</c> or <c>holdfast simulate world</c>. Default the current folder.</summary>
    [Place(Place.Workspace)]
    public string Workspace { get; init; } = ".";

    /// <summary>Days to live on. Default 7.</summary>
    [Range(1, 3_660)]
    public int Days { get; init; } = 7;
}

/// <summary>What happened in the days lived. Money in minor units.</summary>
/// <param name="From">First day lived.</param>
/// <param name="Until">Last day lived.</param>
/// <param name="Runs">Days of the runs whose call lists people worked from.</param>
/// <param name="Planned">Contacts on those lists.</param>
/// <param name="HeldOut">Decisions on those lists' runs that were held out: nobody is contacted.</param>
/// <param name="Tried">Contacts tried in these days.</param>
/// <param name="Reached">Of them, customers reached.</param>
/// <param name="Taken">Of them, offers taken.</param>
/// <param name="Broken">Of them, promises forgotten.</param>
/// <param name="Unknown">Contacts left out because their customer is none of this world.</param>
/// <param name="Rows">Rows that became known.</param>
/// <param name="Files">Rows of each new file.</param>
/// <param name="Result">The true result since the world was made.</param>
public sealed record SimulateStepResult(
    string From,
    string Until,
    IReadOnlyList<string> Runs,
    int Planned,
    int HeldOut,
    int Tried,
    int Reached,
    int Taken,
    int Broken,
    int Unknown,
    long Rows,
    IReadOnlyList<SimulatedFile> Files,
    TrueResult Result);

/// <summary>
/// What all contacts carried out so far truly changed: each contacted customer is lived a second time without any contact, with the
/// same luck. Money in minor units.
/// </summary>
/// <param name="Since">First day after the world was made.</param>
/// <param name="Until">Last day lived.</param>
/// <param name="Customers">Customers on the day after.</param>
/// <param name="Contacted">Customers contacted so far.</param>
/// <param name="Kept">Customers who are there and would be gone without contacts.</param>
/// <param name="DrivenAway">Customers who are gone and would be there without contacts.</param>
/// <param name="Margin">Margin earned in these days, less that without contacts.</param>
/// <param name="Cost">Cost of the contacts: incentives taken, contact cost, staff time.</param>
/// <param name="Worth">Expected margin of the next 24 months, less that without contacts.</param>
public sealed record TrueResult(string Since, string Until, int Customers, int Contacted, int Kept, int DrivenAway, double Margin, double Cost, double Worth)
{
    /// <summary>What the contacts earned so far after their cost.</summary>
    public double Net => Margin - Cost;

    /// <summary>Day of the next run.</summary>
    public string AsOf => (Day.Parse(Until) + 1).ToString();

    /// <summary>The result in words.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"True result since {Since}, against the same world without any contact: {Customers:N0} customers ({Kept:N0} kept, {DrivenAway:N0} driven away, of {Contacted:N0} contacted); margin {Margin / 100:+#,0;-#,0;0} less cost {Cost / 100:N0} is {Net / 100:+#,0;-#,0;0}, and {Worth / 100:+#,0;-#,0;0} more is expected in the 24 months to come.");
}

/// <summary>Lives the simulated world on for some days with the decisions of the last runs carried out, and writes what became known as new source files.</summary>
public static class SimulateStep
{
    /// <summary>Lives the days; a step that died is repeated by running it again, and days may be cut into steps in any way.</summary>
    /// <exception cref="HoldfastException">The days asked for are out of range, or the workspace holds no simulated world.</exception>
    public static SimulateStepResult Run(SimulateStepRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Days is < 1 or > 3_660)
            throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"days is {request.Days}; 1 to 3660 is allowed"));
        var root = Path.GetFullPath(request.Workspace);
        var file = WorldFile.Read(root);
        var loaded = WorkspaceFiles.Load(root, null);
        var workspace = loaded.Workspace ?? throw new HoldfastException(LoadedWorkspace.Describe(loaded.Faults));
        using var alone = RunLock.Take(root);
        return new Stepping(workspace, file).Step(request.Days, context.Progress, cancel);
    }

    /// <summary>The result in words.</summary>
    public static string Describe(SimulateStepResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var by = result.Runs.Count == 0
            ? "no run was there to work from, so nobody was contacted"
            : string.Create(CultureInfo.InvariantCulture, $"by the {(result.Runs.Count == 1 ? "run" : "runs")} for {string.Join(", ", result.Runs)}: {result.Planned:N0} contacts planned, {result.HeldOut:N0} customers held out");
        return string.Join('\n', (string[])
        [
            $"Lived {result.From} to {result.Until}; {by}.",
            string.Create(CultureInfo.InvariantCulture, $"{result.Tried:N0} contacts tried, {result.Reached:N0} reached, {result.Taken:N0} offers taken, {result.Broken:N0} promises forgotten.{(result.Unknown > 0 ? $" {result.Unknown:N0} contacts were for customers this world does not know." : "")}"),
            string.Create(CultureInfo.InvariantCulture, $"{result.Rows:N0} rows became known, in {result.Files.Count(file => file.Rows > 0)} files."),
            result.Result.Describe(),
            $"Next: holdfast run --as-of {result.Result.AsOf}",
        ]);
    }
}
