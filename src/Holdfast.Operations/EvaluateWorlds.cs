using System.Globalization;
using Holdfast.Operations.Simulate;

namespace Holdfast.Operations;

/// <summary>Holds a workspace's settings against worlds that nobody has seen: each is made, run and evaluated in turn, in a folder that is then removed.</summary>
public static class EvaluateWorlds
{
    const int MostSeeds = 1_000;

    /// <summary>Evaluates the run that is there, or makes as many worlds as asked for and evaluates theirs.</summary>
    /// <exception cref="HoldfastException">A figure is out of range, the workspace is none, or a world cannot be made or run.</exception>
    public static EvaluateRunResult Run(EvaluateRunRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Seeds is < 0 or > MostSeeds)
            throw HoldfastException.OfRequest(string.Create(CultureInfo.InvariantCulture, $"seeds is {request.Seeds}; 0 to {MostSeeds} is allowed"));
        if (request.Seeds == 0) return new EvaluateRunResult([EvaluateRun.Run(request)], []);
        var worlds = new List<RunAgainstTruth>();
        for (var i = 0; i < request.Seeds; i++)
        {
            cancel.ThrowIfCancellationRequested();
            context.Progress.Report(new StageProgress("evaluate", (double)i / request.Seeds, string.Create(CultureInfo.InvariantCulture, $"world of seed {request.FirstSeed + i}")));
            worlds.Add(World(request, request.FirstSeed + i, context, cancel));
        }

        return new EvaluateRunResult(worlds, EvaluationBars.Of(worlds));
    }

    /// <summary>The result in words.</summary>
    public static string Describe(EvaluateRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Worlds is [{ Seed: null } only] ? only.Describe() : EvaluationBars.Describe(result);
    }

    static RunAgainstTruth World(EvaluateRunRequest request, long seed, OperationContext context, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-world-").FullName;
        var quiet = context with { Progress = new Unheard() };
        try
        {
            Copy(Path.GetFullPath(request.Workspace), folder);
            SimulateBank.Run(new SimulateBankRequest { Customers = request.Customers, Seed = seed, Workspace = folder }, quiet, cancel);
            Loop.Run(new RunRequest(folder), quiet, cancel);
            return EvaluateRun.Run(new EvaluateRunRequest { Workspace = folder }) with { Seed = seed };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Copies the settings of a workspace, without its data.</summary>
    static void Copy(string workspace, string folder)
    {
        if (!File.Exists(Path.Combine(workspace, "holdfast.yaml")))
            throw new HoldfastException($"{workspace} is no workspace: make one with 'holdfast init {workspace} --template bank'");
        foreach (var file in Directory.EnumerateFiles(workspace, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(workspace, file);
            if (path.Split(Path.DirectorySeparatorChar)[0] == "data") continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.Copy(file, Path.Combine(folder, path));
        }
    }

    sealed class Unheard : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
        }
    }
}
