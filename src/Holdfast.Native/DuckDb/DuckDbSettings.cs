namespace Holdfast.Native.DuckDb;

/// <summary>Settings of an in-memory database.</summary>
public sealed record DuckDbSettings
{
    /// <summary>Most memory it takes before it spills to disk, such as <c>2GB</c>; null leaves four fifths of the machine's.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>Threads it uses; 0 (the default) leaves one per processor. Results never depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Folder it spills to; null leaves the current folder's <c>.tmp</c>.</summary>
    public string? TempFolder { get; init; }

    /// <summary>The settings as names and values of DuckDB.</summary>
    internal IEnumerable<(string Name, string Value)> Options()
    {
        // No extension is ever fetched from a network, and no time zone of the machine shows in a result.
        yield return ("autoinstall_known_extensions", "false");
        yield return ("allow_community_extensions", "false");
        if (MemoryLimit is not null) yield return ("memory_limit", MemoryLimit);
        if (Threads > 0) yield return ("threads", Threads.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (TempFolder is not null) yield return ("temp_directory", TempFolder);
    }
}
