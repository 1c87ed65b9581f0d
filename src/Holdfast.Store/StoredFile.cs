namespace Holdfast.Store;

/// <summary>A file as it was at one moment, for a backup.</summary>
/// <param name="Path">Path in its store's folder, with slashes.</param>
/// <param name="Length">How many of its bytes belong to that moment.</param>
/// <param name="Content">The bytes, where the file may be written over meanwhile; null where they never change.</param>
public sealed record StoredFile(string Path, long Length, byte[]? Content = null);
