namespace Holdfast.Store.Warehouse;

/// <summary>What a workspace may choose about its warehouse.</summary>
public sealed record WarehouseSettings
{
    /// <summary>
    /// How long a version of the facts can still be read after another took its place. Default 30 days; zero keeps only the current one.
    /// Longer costs disk: each rewriting of a shard keeps the old files for so long.
    /// </summary>
    public TimeSpan KeepVersions { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The clock by which versions and leftovers grow old.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Through which the disk is changed.</summary>
    internal Disk Disk { get; init; } = Disk.Plain;
}
