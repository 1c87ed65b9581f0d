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

    HoldfastException(string message, bool isOfRequest)
        : base(message) => IsOfRequest = isOfRequest;

    /// <summary>Whether the request itself is wrong, such as a day that is none, and not the workspace, the data or the machine.</summary>
    public bool IsOfRequest { get; }

    /// <summary>Whether something else in the workspace is in the way, such as another run, so that trying later will do.</summary>
    public bool IsBusy { get; private init; }

    /// <summary>One that says that something else is in the way.</summary>
    public static HoldfastException Busy(string message, Exception cause) => new(message, cause) { IsBusy = true };

    /// <summary>One that says the request itself is wrong.</summary>
    public static HoldfastException OfRequest(string message) => new(message, isOfRequest: true);

    /// <summary>Makes one from its message and what caused it.</summary>
    public HoldfastException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
