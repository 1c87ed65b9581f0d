using Holdfast.Retention.Predict.Leaks;
using Holdfast.Retention.Predict.Models;

namespace Holdfast.Operations.Predict;

/// <summary>What stands in <c>model-card.json</c>: what was predicted, from what, how well, and what to beware of.</summary>
public sealed record ModelCard
{
    /// <summary>Name of the model.</summary>
    public string Name { get; init; } = "churn";

    /// <summary>What is predicted.</summary>
    public required string Target { get; init; }

    /// <summary>trees, logistic or base_rate.</summary>
    public required string Champion { get; init; }

    /// <summary>Version of the training library; null where it was not used.</summary>
    public string? Library { get; init; }

    /// <summary>How the test was held.</summary>
    public required string Testing { get; init; }

    /// <summary>Windows of the rows.</summary>
    public required CardWindows Windows { get; init; }

    /// <summary>Rows that were labelled, over all cut-offs.</summary>
    public required long Rows { get; init; }

    /// <summary>Of them, positives.</summary>
    public required long Churned { get; init; }

    /// <summary>Rows trained on after sampling.</summary>
    public required int TrainedRows { get; init; }

    /// <summary>Rows the measures below are from.</summary>
    public required int TestRows { get; init; }

    /// <summary>Customers those rows belong to.</summary>
    public required int TestCustomers { get; init; }

    /// <summary>Measures of the champion first, then of its rivals; empty where too few left to test.</summary>
    public required IReadOnlyList<ModelTest> Tests { get; init; }

    /// <summary>Predicted and observed shares by tenth of the score.</summary>
    public required IReadOnlyList<CardBin> Calibration { get; init; }

    /// <summary>Share of the leavers reached by contacting the share of customers with the highest scores.</summary>
    public required IReadOnlyList<CardGain> Gain { get; init; }

    /// <summary>Features by mean absolute contribution to the log-odds.</summary>
    public required IReadOnlyList<CardFeature> Features { get; init; }

    /// <summary>Attributes refused because they tell the answer.</summary>
    public required IReadOnlyList<Leak> Leaks { get; init; }

    /// <summary>Attributes kept for audits of fairness only.</summary>
    public required IReadOnlyList<string> AuditOnly { get; init; }

    /// <summary>Attributes left out because they only number the customers.</summary>
    public required IReadOnlyList<string> Identifiers { get; init; }

    /// <summary>What effects of actions rest on.</summary>
    public required IReadOnlyList<CardEffect> Effects { get; init; }

    /// <summary>How actions were answered in the past.</summary>
    public IReadOnlyList<CardAnswer> Answers { get; init; } = [];

    /// <summary>How well it is told who is reached, who takes what and who objects.</summary>
    public CardAnswerModels? AnswerModels { get; init; }

    /// <summary>What was assumed.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>Fallbacks that were taken.</summary>
    public required IReadOnlyList<string> Notices { get; init; }
}

/// <summary>Windows of the rows of a model.</summary>
/// <param name="Cutoffs">How many cut-offs.</param>
/// <param name="First">First cut-off, yyyy-MM-dd; null for none.</param>
/// <param name="Last">Last cut-off, yyyy-MM-dd; null for none.</param>
/// <param name="TestFrom">First cut-off of the test; null under cross-validation.</param>
/// <param name="GapDays">Days between cut-off and window.</param>
/// <param name="HorizonDays">Length of the window, days.</param>
/// <param name="Snapshot">The one day a static table holds for; null for a history.</param>
public sealed record CardWindows(int Cutoffs, string? First, string? Last, string? TestFrom, int GapDays, int HorizonDays, string? Snapshot);

/// <summary>One bin of the calibration.</summary>
/// <param name="Customers">Rows in it.</param>
/// <param name="Predicted">Mean probability, 0..1.</param>
/// <param name="Observed">Share that left, 0..1.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end of its 95 % interval.</param>
public sealed record CardBin(int Customers, double Predicted, double Observed, double Low, double High);

/// <summary>One point of the gain curve.</summary>
/// <param name="Share">Share of customers, highest scores first, 0..1.</param>
/// <param name="Captured">Share of the leavers among them, 0..1.</param>
public sealed record CardGain(double Share, double Captured);

/// <summary>A feature of the model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Family">Its family.</param>
/// <param name="Importance">Mean absolute Shapley value on the log-odds over a sample of rows.</param>
public sealed record CardFeature(string Name, string Family, double Importance);

/// <summary>How an action was answered in the past.</summary>
/// <param name="Action">Id of the action.</param>
/// <param name="Contacts">Contacts about it.</param>
/// <param name="Reached">Of them, reached.</param>
/// <param name="Taken">Of them, taken.</param>
/// <param name="Assumed">Take rate of the catalogue, 0..1; it counts as 30 contacts.</param>
/// <param name="TakeRate">Take rate on average, 0..1.</param>
public sealed record CardAnswer(string Action, int Contacts, int Reached, int Taken, double Assumed, double TakeRate);

/// <summary>Models of answers: probability that a yes is ranked before a no among customers they were not taught; null where too few answers tell.</summary>
/// <param name="Reached">Who is reached.</param>
/// <param name="Taken">Who takes what, of those reached.</param>
/// <param name="Objects">Who objects to being contacted, of those reached.</param>
/// <param name="Inclined">Who sounds inclined, of those reached.</param>
public sealed record CardAnswerModels(double? Reached, double? Taken, double? Objects, double? Inclined);

/// <summary>What the effect of an action rests on.</summary>
/// <param name="Action">Id of the action.</param>
/// <param name="Source">experiment or assumed.</param>
/// <param name="Treated">Customers treated in the experiment.</param>
/// <param name="Control">Customers held out.</param>
/// <param name="Shift">Average change of the log-odds of leaving; negative keeps customers. Null where assumed.</param>
/// <param name="ShiftError">Its standard error; null where assumed.</param>
/// <param name="Traits">Features by which the effect differs.</param>
public sealed record CardEffect(string Action, string Source, int Treated, int Control, double? Shift, double? ShiftError, IReadOnlyList<string> Traits);
