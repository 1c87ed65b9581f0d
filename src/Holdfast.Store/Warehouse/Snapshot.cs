namespace Holdfast.Store.Warehouse;

/// <summary>The facts at one manifest.</summary>
public sealed class Snapshot
{
}
