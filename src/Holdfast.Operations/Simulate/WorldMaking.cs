using Holdfast.Simulation;

namespace Holdfast.Operations.Simulate;

/// <summary>What was made of a world.</summary>
/// <param name="Folder">Folder of the files.</param>
/// <param name="FirstDay">First day of the sources.</param>
/// <param name="LastDay">Last day of the sources.</param>
/// <param name="Customers">Customers in all.</param>
/// <param name="Files">Rows of each file.</param>
sealed record MadeWorld(string Folder, string FirstDay, string LastDay, int Customers, IReadOnlyList<SimulatedFile> Files)
{
    /// <summary>Rows in all files.</summary>
    public long Rows => Files.Sum(file => file.Rows);
}

/// <summary>Makes a world from its first to its last day: the sources' files and the truth.</summary>
static class WorldMaking
{
    const int Block = 512;

    /// <summary>Makes it; what an earlier world or its steps left in the workspace is removed first.</summary>
    /// <exception cref="HoldfastException">The folder cannot be written.</exception>
    public static MadeWorld Make(WorldFile asked, string workspace, OperationContext context, CancellationToken cancel)
    {
        var root = Path.GetFullPath(workspace);
        var (incoming, truth) = (Path.Combine(root, "data", "incoming"), WorldFile.FolderOf(root));
        var world = PlayedWorld.Of(asked);
        try
        {
            Directory.CreateDirectory(incoming);
            Directory.CreateDirectory(truth);
            StepFiles.RemoveAfter(incoming, null);
            foreach (var log in StepLog.Names) File.Delete(Path.Combine(truth, log));
            using var writing = world.Open(incoming, truth, new Telling(null, world.LastMade));
            var count = world.CountUntil(world.LastMade);
            Write(writing, [.. Enumerable.Repeat(new Course(world.LastMade, []), count)], context.Progress, cancel);
            (asked with { Until = world.LastMade.ToString() }).Write(root);
            return new MadeWorld(incoming, world.FirstDay.ToString(), world.LastMade.ToString(), count, writing.Files);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HoldfastException($"The world cannot be written under {Path.Combine(root, "data")}: {fault.Message}", fault);
        }
    }

    /// <summary>Lives all customers and writes what became known of them.</summary>
    /// <returns>What each course brought.</returns>
    public static IReadOnlyList<CourseResult> Write(Writing writing, IReadOnlyList<Course> courses, IProgress<StageProgress> progress, CancellationToken cancel)
    {
        var results = new List<CourseResult>(courses.Count);
        for (var from = 0; from < courses.Count; from += Block)
        {
            results.AddRange(writing.Write(from, [.. courses.Skip(from).Take(Block)], cancel));
            progress.Report(new StageProgress("simulate", (double)results.Count / courses.Count, "customers live"));
        }

        return results;
    }
}
