using System.Diagnostics;
using System.Security.Cryptography;

namespace Holdfast.Journeys;

/// <summary>A small sample bank, made once and run once; tests that need another make it or copy its files.</summary>
public sealed class SampleBank : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public SampleBank()
    {
        Workspace = Make(_folder, "bank");
        var watch = Stopwatch.StartNew();
        Undisturbed = Prints(Night(Workspace));
        NightLength = watch.Elapsed;
    }

    /// <summary>The workspace; tests leave it as it is.</summary>
    public string Workspace { get; }

    /// <summary>Fingerprints of all files of its run.</summary>
    public SortedDictionary<string, string> Undisturbed { get; }

    /// <summary>How long its run took.</summary>
    public TimeSpan NightLength { get; }

    /// <summary>Makes a bank of its own from the same seed.</summary>
    internal static string Make(TemporaryFolder folder, string name)
    {
        var bank = folder.In(name);
        Assert.Equal(0, HoldfastCommand.Run("init", bank, "--template", "bank").ExitCode);
        Assert.Equal(0, HoldfastCommand.Run("simulate", "bank", "--customers", "600", "--years", "2", "--seed", "7", "--workspace", bank).ExitCode);
        return bank;
    }

    /// <summary>A bank with the same files that has not run yet.</summary>
    internal string CopyBeforeItsNight(TemporaryFolder folder, string name)
    {
        var copy = folder.In(name);
        foreach (var file in Directory.GetFiles(Workspace, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Workspace, file);
            if (path.StartsWith("data", StringComparison.Ordinal) && !path.StartsWith(Path.Combine("data", "incoming"), StringComparison.Ordinal)) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, path))!);
            File.Copy(file, Path.Combine(copy, path));
        }

        return copy;
    }

    /// <summary>Runs a bank and returns the run's folder.</summary>
    internal static string Night(string bank) => HoldfastCommand.Json("run", "--workspace", bank)["folder"]!.GetValue<string>();

    /// <summary>Everything of a run but its timings.</summary>
    internal static SortedDictionary<string, string> Prints(string folder) =>
        new(Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "timings.json")
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))), StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();
}

/// <summary>Tests that share the sample bank.</summary>
[CollectionDefinition(nameof(SampleBank))]
public sealed class SampleBankTests : ICollectionFixture<SampleBank>;
