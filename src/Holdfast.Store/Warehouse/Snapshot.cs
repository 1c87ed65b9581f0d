namespace Holdfast.Store.Warehouse;

/// <summary>The facts at one manifest; they never change under a reader. Not for several threads at once.</summary>
public sealed class Snapshot
{
}
