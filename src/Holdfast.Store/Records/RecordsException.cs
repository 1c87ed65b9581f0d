namespace Holdfast.Store.Records;

/// <summary>The records cannot be reached, read or written as they are; the message says why and what can be done.</summary>
/// <remarks>An <see cref="IOException"/>, since it is the world that says no, as with a full disk.</remarks>
public sealed class RecordsException : IOException
{
    /// <summary>Makes one from its message.</summary>
    public RecordsException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one from its message and what caused it.</summary>
    public RecordsException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
