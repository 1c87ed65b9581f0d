namespace Holdfast.Native.DuckDb;

/// <summary>DuckDB refused: the message is the library's own text.</summary>
public sealed class DuckDbException : Exception
{
    /// <summary>Makes one from the library's text.</summary>
    public DuckDbException(string message)
        : base(message)
    {
    }
}
