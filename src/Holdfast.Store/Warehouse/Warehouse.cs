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

    /// <summary>Opens the warehouse in a folder; the folder is made by the first load.</summary>
    /// <param name="folder">Path of the folder, <c>data/warehouse</c> of a workspace.</param>
    public static Warehouse Open(string folder) => new(new WarehouseFolder(Path.GetFullPath(folder)));

    /// <summary>The facts as they are now: an empty snapshot where nothing was loaded.</summary>
    /// <exception cref="InvalidDataException">The newest manifest is of a layout this version does not know.</exception>
    public Snapshot Current() => new(_folder, _folder.Current());

    /// <summary>Begins a load: fill its staging tables, then publish.</summary>
    /// <param name="settings">Settings of the load's database; null spills into the warehouse's folder and leaves the rest to DuckDB.</param>
    public FactLoad BeginLoad(DuckDbSettings? settings = null) => new(_folder, (settings ?? new DuckDbSettings()) with { TempFolder = settings?.TempFolder ?? _folder.Spill });
}
