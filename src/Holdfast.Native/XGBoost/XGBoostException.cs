namespace Holdfast.Native.XGBoost;

/// <summary>XGBoost is missing or refused: the message is the library's own text, or says what to install.</summary>
public sealed class XGBoostException : Exception
{
    /// <summary>Makes one from the library's text.</summary>
    public XGBoostException(string message)
        : base(message)
    {
    }
}
