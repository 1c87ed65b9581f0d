using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// The facts of a business: Parquet files in <c>data/warehouse/</c> and numbered manifests that name them. Many processes may
/// read while one publishes; a process that dies leaves the newest manifest as it was. The layout is in docs/formats/warehouse.md.
/// </summary>
public sealed class Warehouse
{
    readonly WarehouseFolder _folder;

    Warehouse(WarehouseFolder folder) => _folder = folder;

    /// <summary>Its folder.</summary>
    internal WarehouseFolder Folder => _folder;

    /// <summary>Opens the warehouse in a folder; the folder is made by the first load.</summary>
    /// <param name="folder">Path of the folder, <c>data/warehouse</c> of a workspace.</param>
    /// <param name="settings">What the workspace chose; null for the defaults.</param>
    public static Warehouse Open(string folder, WarehouseSettings? settings = null) => new(new WarehouseFolder(Path.GetFullPath(folder), settings ?? new WarehouseSettings()));

    /// <summary>The facts as they are now: an empty snapshot where nothing was loaded. Dispose it, so that its files can go when they are old.</summary>
    /// <exception cref="InvalidDataException">The newest manifest is damaged, or of a layout this version does not know.</exception>
    public Snapshot Current()
    {
        var (manifest, lease) = Lease.OfCurrent(_folder);
        return new Snapshot(_folder, manifest, lease);
    }

    /// <summary>The facts as a version held them; null where that version is no longer, or not yet, there.</summary>
    /// <param name="number">Number of its manifest.</param>
    /// <exception cref="InvalidDataException">The manifest is damaged, or of a layout this version does not know.</exception>
    public Snapshot? At(long number) => Lease.Of(_folder, number) is { } kept ? new Snapshot(_folder, kept.Manifest, kept.Lease) : null;

    /// <summary>Numbers of the versions that can be read, the oldest first.</summary>
    public IReadOnlyList<long> Versions => _folder.Numbers();

    /// <summary>Begins a load: fill its staging tables, then publish.</summary>
    /// <param name="settings">Settings of the load's database; null, and what they leave open, stands for <see cref="WarehouseFolder.Bounded"/>.</param>
    public FactLoad BeginLoad(DuckDbSettings? settings = null) => new(_folder, _folder.Bounded(settings));

    /// <summary>Begins a load of journal segments up to one.</summary>
    internal FactLoad BeginLoad(long journalSegment) => new(_folder, _folder.Bounded()) { JournalSegment = journalSegment };

    /// <summary>
    /// Joins bases and deltas of every shard, splits shards that have grown too many facts, and removes what nobody can need. The facts
    /// stay what they were.
    /// </summary>
    /// <exception cref="InvalidDataException">A stored file is missing or damaged.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled: nothing was published.</exception>
    public CompactOutcome Compact(CancellationToken cancel) => new Compaction(_folder).Run(cancel);

    /// <summary>
    /// Reads every byte of every version that can still be read and compares it with its checksum, and the current facts with the rules
    /// of the layout: no fact twice, none without its customer. Changes nothing.
    /// </summary>
    /// <remarks><b>Cost</b>: all files read once, the current facts sorted by key.</remarks>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public WarehouseCheck Check(CancellationToken cancel) => new Checking(_folder).Run(cancel);

    /// <summary>
    /// Takes a person out of every version that can still be read, and marks all the person's ids so that no later load brings them
    /// back. Waits for publishers to end; files a reader still holds go when that reader ends. One that died is finished by repeating it.
    /// </summary>
    /// <param name="customer">Any id the person is known under; one that is unknown is only marked.</param>
    /// <param name="cancel">Stops it; repeat it then.</param>
    /// <exception cref="InvalidDataException">A manifest or data file is missing or damaged.</exception>
    /// <exception cref="IOException">The disk refused.</exception>
    public ErasureOutcome Erase(string customer, CancellationToken cancel) => Erasure.Run(_folder, customer, cancel);
}
