using System.Text.Json;

namespace Holdfast.Operations.Care;

/// <summary>What a backup says of itself, in its file <c>backup.json</c>.</summary>
/// <param name="Format">Layout of backups: 1.</param>
/// <param name="Program">Version of the program that wrote it.</param>
/// <param name="Workspace">Name of the workspace.</param>
/// <param name="TakenAt">When it was begun, UTC.</param>
/// <param name="FactsVersion">Version of the facts; 0 where nothing was loaded.</param>
/// <param name="Records">Where the records were: file, postgresql, or none.</param>
public sealed record BackupAbout(int Format, string Program, string Workspace, DateTimeOffset TakenAt, long FactsVersion, string Records)
{
    /// <summary>Layout of backups this version writes and reads.</summary>
    public const int Layout = 1;

    /// <summary>Name of the file.</summary>
    public const string File = "backup.json";

    /// <summary>Reads it; null where it is none.</summary>
    public static BackupAbout? Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, CareJson.Default.BackupAbout);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
