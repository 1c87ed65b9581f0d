namespace Holdfast.Retention.Predict.Leaks;

/// <summary>An attribute that tells the answer and is refused.</summary>
/// <param name="Column">The attribute's name as the mapping gives it.</param>
/// <param name="Reason">What was found, in words with figures.</param>
public sealed record Leak(string Column, string Reason);
