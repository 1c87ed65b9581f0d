namespace Holdfast.Journeys;

/// <summary>Finds the public data sets, which are never part of the project.</summary>
static class PublicData
{
    public static string Repository { get; } = FindRepository(AppContext.BaseDirectory);

    /// <summary>The folder of the data sets: HOLDFAST_DATA, or shared/data beside the repository; null where there is none.</summary>
    public static string? Folder { get; } =
        new[] { Environment.GetEnvironmentVariable("HOLDFAST_DATA"), Path.Combine(Repository, "..", "shared", "data") }
            .FirstOrDefault(folder => folder is not null && Directory.Exists(folder)) is { } found ? Path.GetFullPath(found) : null;

    /// <summary>Why tests that need them are skipped; null where they are there.</summary>
    public static string? WhySkipped => Folder is null ? "The public data sets are not here; name their folder in HOLDFAST_DATA to run this test." : null;

    static string FindRepository(string folder) => File.Exists(Path.Combine(folder, "Holdfast.slnx")) ? folder : FindRepository(Path.GetDirectoryName(folder)!);
}

/// <summary>A test that needs the public data sets; without them it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class PublicDataFactAttribute : FactAttribute
{
    public PublicDataFactAttribute() => Skip = PublicData.WhySkipped;
}

/// <summary>A test with cases that needs the public data sets; without them it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class PublicDataTheoryAttribute : TheoryAttribute
{
    public PublicDataTheoryAttribute() => Skip = PublicData.WhySkipped;
}
