namespace Holdfast.Retention.Listen;

/// <summary>What customers of one language say, <c>words/&lt;language&gt;.yaml</c>: statements of failure and success and the needs behind them.</summary>
public sealed record Words
{
    /// <summary>The needs, by id, in the customer's words.</summary>
    public IReadOnlyDictionary<string, string> Needs { get; init; } = new Dictionary<string, string>();

    /// <summary>Statements that something failed.</summary>
    public IReadOnlyList<Statement> Failures { get; init; } = [];

    /// <summary>Statements that something went well.</summary>
    public IReadOnlyList<Statement> Successes { get; init; } = [];
}

/// <summary>A typical statement of a customer.</summary>
public sealed record Statement
{
    /// <summary>The words, as customers say them.</summary>
    public required string Says { get; init; }

    /// <summary>Id of the need it speaks of.</summary>
    public required string Need { get; init; }

    /// <summary>Code of the reason for leaving it points to, as in <c>reasons</c> of holdfast.yaml; null where none.</summary>
    public string? Reason { get; init; }
}
