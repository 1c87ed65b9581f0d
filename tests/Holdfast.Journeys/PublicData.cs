using Xunit.Abstractions;

namespace Holdfast.Journeys;

/// <summary>Finds the public data sets, which are never part of the project.</summary>
static class PublicData
{
    public static string Repository { get; } = FindRepository(AppContext.BaseDirectory);

    /// <summary>The folder of the data sets: HOLDFAST_DATA, or shared/data beside the repository; null where there is none.</summary>
    public static string? Folder { get; } =
        new[] { Environment.GetEnvironmentVariable("HOLDFAST_DATA"), Path.Combine(Repository, "..", "shared", "data") }
            .FirstOrDefault(folder => folder is not null && Directory.Exists(folder)) is { } found ? Path.GetFullPath(found) : null;

    /// <summary>Says that a test has nothing to run on; true where the data is missing.</summary>
    public static bool IsMissing(ITestOutputHelper output)
    {
        if (Folder is not null) return false;
        output.WriteLine("NOTE: the public data sets are not here (HOLDFAST_DATA is not set): nothing was tested.");
        Console.WriteLine("NOTE: public data sets are missing (set HOLDFAST_DATA): the sample workspaces were not tested.");
        return true;
    }

    static string FindRepository(string folder) => File.Exists(Path.Combine(folder, "Holdfast.slnx")) ? folder : FindRepository(Path.GetDirectoryName(folder)!);
}
