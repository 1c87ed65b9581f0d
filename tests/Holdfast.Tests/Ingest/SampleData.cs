namespace Holdfast.Tests.Ingest;

/// <summary>The public data sets that the samples map; they are not part of the repository.</summary>
static class SampleData
{
    /// <summary>The folder: HOLDFAST_DATA, or shared/data beside a folder above the repository; null where there is none.</summary>
    public static string? Root { get; } = Find();

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("HOLDFAST_DATA") is { Length: > 0 } named) return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(Path.Combine(data, "telco-ibm"))) return data;
        }

        return null;
    }
}

/// <summary>A test that needs the public data sets; where they are not there it says so and is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WithSampleDataAttribute : FactAttribute
{
    public WithSampleDataAttribute()
    {
        if (SampleData.Root is null) Skip = "The public data sets are not here; name their folder in HOLDFAST_DATA to run this test.";
    }
}
