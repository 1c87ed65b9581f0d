using System.Globalization;

namespace Holdfast.Operations.Care;

/// <summary>Which backup to verify.</summary>
public sealed record VerifyBackupRequest
{
    /// <summary>The backup file.</summary>
    [Place(Place.Input)]
    public required string File { get; init; }
}

/// <summary>What the verification found.</summary>
/// <param name="Workspace">Name of the workspace; not given where the backup does not tell.</param>
/// <param name="TakenAt">When it was taken.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Their length together.</param>
/// <param name="Faults">What is wrong, a sentence each; empty where it is whole.</param>
public sealed record VerifyBackupResult(string? Workspace, DateTimeOffset? TakenAt, int Files, long Bytes, IReadOnlyList<string> Faults);

/// <summary>Reads a backup to its end and compares every file in it with its checksum, without restoring anything.</summary>
public static class VerifyBackup
{
    /// <summary>Verifies.</summary>
    /// <exception cref="HoldfastException">The file cannot be read.</exception>
    public static VerifyBackupResult Run(VerifyBackupRequest request, OperationContext context, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var content = BackupReading.Read(request.File, into: null, cancel);
        return new VerifyBackupResult(content.About?.Workspace, content.About?.TakenAt, content.Files, content.Bytes, Faults(content));
    }

    /// <summary>The result in words for a terminal.</summary>
    public static string Describe(VerifyBackupResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Faults.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"A whole backup of {result.Workspace}, taken at {result.TakenAt?.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {result.Files:N0} files, {result.Bytes / 1e6:N1} MB, every checksum fits.")
            : string.Join(Environment.NewLine, result.Faults);
    }

    /// <summary>What a backup says of itself, where it is whole and of a layout this version knows.</summary>
    /// <exception cref="HoldfastException">It is not.</exception>
    internal static BackupAbout Require(string file, BackupContent content)
    {
        var faults = Faults(content);
        return faults.Count == 0 ? content.About! : throw new HoldfastException($"{file} is not restored, for it is not whole. {string.Join(' ', faults.Take(10))}");
    }

    static List<string> Faults(BackupContent content) =>
    [
        .. content.Faults,
        .. content.Faults.Count > 0 ? []
            : content.About is null ? new[] { $"It has no {BackupAbout.File} that says what it is." }
            : content.About.Format != BackupAbout.Layout ? [string.Create(CultureInfo.InvariantCulture, $"It is of layout {content.About.Format}; this version reads {BackupAbout.Layout}.")] : [],
    ];
}
