namespace Holdfast.Native.DuckDb;

/// <summary>DuckDB refused: the message is the library's own text.</summary>
public sealed class DuckDbException : Exception
{
    /// <summary>Makes one from the library's text.</summary>
    public DuckDbException(string message)
        : base(message)
    {
    }

    /// <summary>Whether the machine is at fault and not the statement: a file, the disk, the memory or the library itself.</summary>
    public bool IsOfMachine =>
        Message.StartsWith("IO Error", StringComparison.Ordinal)
        || Message.StartsWith("Out of Memory Error", StringComparison.Ordinal)
        || Message.StartsWith("The DuckDB library", StringComparison.Ordinal);
}
