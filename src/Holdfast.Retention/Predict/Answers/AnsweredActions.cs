namespace Holdfast.Retention.Predict.Answers;

/// <summary>What has to be known of a catalogue to read the answers to its actions.</summary>
/// <param name="Products">By id of the action, the product it sells or activates; null for none.</param>
/// <param name="Talks">Ids of actions that offer nothing: they are taken by being had.</param>
/// <param name="InclinedOutcomes">Outcomes of contacts that mean the customer was inclined.</param>
public sealed record AnsweredActions(IReadOnlyDictionary<string, string?> Products, IReadOnlySet<string> Talks, IReadOnlyList<string> InclinedOutcomes);
