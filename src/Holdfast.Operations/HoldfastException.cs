namespace Holdfast.Operations;

/// <summary>
/// The user or the world is wrong: the message says what was found, where, and what is allowed. Shown without a stack trace.
/// </summary>
public sealed class HoldfastException : Exception
{
    /// <summary>Makes one from its message.</summary>
    public HoldfastException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one from its message and what caused it.</summary>
    public HoldfastException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
