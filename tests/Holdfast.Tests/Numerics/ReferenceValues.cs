using System.Text.Json;

namespace Holdfast.Tests.Numerics;

/// <summary>
/// Values computed with R and Python beside the public data sets (reference-values.json). The file is no part of the repository:
/// HOLDFAST_REFERENCE_VALUES names it, or it is found as reference/reference-values.json beside the folder of the data.
/// </summary>
static class ReferenceValues
{
    static readonly string? Path = Find();

    public static bool Present => Path is not null && ReferenceData.Folder is not null;

    public static IReadOnlyDictionary<string, JsonElement> Entries { get; } = Path is null
        ? new Dictionary<string, JsonElement>()
        : JsonDocument.Parse(File.ReadAllBytes(Path)).RootElement.GetProperty("entries").EnumerateArray().ToDictionary(e => e.GetProperty("id").GetString()!);

    public static JsonElement Value(string id) => Entries[id].GetProperty("value");

    public static double Number(this JsonElement value, string name) => value.GetProperty(name).GetDouble();

    public static double[] Numbers(this JsonElement value) => [.. value.EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>Equal within the entry's relative tolerance.</summary>
    public static void Close(string id, double expected, double found)
    {
        var tolerance = Entries[id].GetProperty("tolerance").GetProperty("rel").GetDouble();
        Assert.True(Math.Abs(found - expected) <= tolerance * Math.Abs(expected), FormattableString.Invariant($"{id}: expected {expected:R}, found {found:R}"));
    }

    static string? Find()
    {
        var path = Environment.GetEnvironmentVariable("HOLDFAST_REFERENCE_VALUES") is { Length: > 0 } named ? named
            : ReferenceData.Folder is { } folder ? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(folder)!, "reference", "reference-values.json") : null;
        return File.Exists(path) ? path : null;
    }
}

/// <summary>A check of some entries of the reference values; without them the test is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class ReferenceEntryAttribute : FactAttribute
{
    public const string Missing = "The reference values and data sets are not here (HOLDFAST_REFERENCE_VALUES, HOLDFAST_REFERENCE_DATA).";

    public ReferenceEntryAttribute(params string[] ids)
    {
        Ids = ids;
        Skip = ReferenceValues.Present ? null : Missing;
    }

    public string[] Ids { get; }

    /// <summary>Whether the check takes long and runs with ./test --long only.</summary>
    public bool Long
    {
        get;
        init
        {
            field = value;
            if (value && Environment.GetEnvironmentVariable("HOLDFAST_LONG_TESTS") != "yes") Skip ??= "Runs with ./test --long.";
        }
    }

    /// <summary>Whether the check needs the XGBoost library.</summary>
    public bool Trees
    {
        get;
        init
        {
            field = value;
            if (value && !Holdfast.Native.XGBoost.XGBoostLibrary.IsPresent) Skip ??= XGBoostFactAttribute.Reason;
        }
    }
}
