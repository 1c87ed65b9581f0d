using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Predict;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Predict.Leaks;
using Holdfast.Retention.Predict.Models;

namespace Holdfast.Operations;

/// <summary>What <c>holdfast run</c> was asked.</summary>
/// <param name="Workspace">The workspace folder. Default: this folder.</param>
/// <param name="Data">Folder that ${data} in mappings stands for; where not given, the environment variable HOLDFAST_DATA.</param>
/// <param name="AsOf">The day the run is for, yyyy-MM-dd; where not given, the day after the last known fact.</param>
public sealed record RunRequest([property: Place(Place.Workspace)] string Workspace = ".", [property: Place(Place.Input)] string? Data = null, string? AsOf = null);

/// <summary>What a run did; <c>holdfast run --json</c> prints it.</summary>
public sealed record RunResult
{
    /// <summary>The day the run was for, yyyy-MM-dd.</summary>
    public required string AsOf { get; init; }

    /// <summary>How many customers there were.</summary>
    public required CustomerCounts Customers { get; init; }

    /// <summary>The stages, in order.</summary>
    public required IReadOnlyList<StageTiming> Stages { get; init; }

    /// <summary>The models tested, the champion first; empty where too few left to train.</summary>
    public required IReadOnlyList<RunModel> Models { get; init; }

    /// <summary>Customers per decided action, those held out included.</summary>
    public required IReadOnlyList<RunDecision> Decisions { get; init; }

    /// <summary>Customers per refusing rule.</summary>
    public required IReadOnlyList<RunRefusal> Refusals { get; init; }

    /// <summary>The budget.</summary>
    public required RunBudget Budget { get; init; }

    /// <summary>Columns refused because they give the answer away.</summary>
    public required IReadOnlyList<RunLeak> Leaks { get; init; }

    /// <summary>What came of each source: rows in = accepted + rejected + duplicate.</summary>
    public required IReadOnlyList<RunSource> Sources { get; init; }

    /// <summary>Rejected rows by source.</summary>
    public required IReadOnlyList<RunReject> Rejects { get; init; }

    /// <summary>Files written, relative to the run's folder.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Sentences the user should read, by stage.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Counts of customers.</summary>
/// <param name="Total">Everybody who ever was a customer.</param>
/// <param name="Churned">Those who are none any more as of the day, of whatever kind.</param>
/// <param name="Scored">Those who were scored.</param>
public sealed record CustomerCounts(long Total, long Churned, long Scored);

/// <summary>How long a stage took.</summary>
/// <param name="Name">Name of the stage.</param>
/// <param name="Seconds">Wall seconds; near 0 where a finished result was kept.</param>
/// <param name="Rows">Rows of its main result.</param>
public sealed record StageTiming(string Name, double Seconds, long Rows);

/// <summary>How a model did on rows it had not seen.</summary>
/// <param name="Name">trees, logistic or recency.</param>
/// <param name="Target">What is predicted.</param>
/// <param name="Auc">Area under the ROC curve, 0..1.</param>
/// <param name="AveragePrecision">Average precision, 0..1.</param>
/// <param name="TopDecileLift">Share of leavers in the tenth with the highest scores over their share in all.</param>
/// <param name="Brier">Mean squared error of the probability, 0..1.</param>
/// <param name="CalibrationSlope">Slope of the observed on the predicted log-odds; 1 is right.</param>
/// <param name="Rows">Rows that were labelled.</param>
/// <param name="Churned">Of them, positives.</param>
/// <param name="Champion">Whether its scores are used.</param>
public sealed record RunModel(
    string Name,
    string Target,
    double Auc,
    double AveragePrecision,
    double TopDecileLift,
    double Brier,
    double CalibrationSlope,
    long Rows,
    long Churned,
    bool Champion)
{
    internal static RunModel Of(ModelCard card, ModelTest test) => new(
        test.Name,
        card.Target,
        test.Auc,
        test.AveragePrecision,
        test.TopDecileLift,
        test.Brier,
        test.CalibrationSlope,
        card.Rows,
        card.Churned,
        test.Name == card.Champion);
}

/// <summary>Customers for whom an action was decided.</summary>
/// <param name="Action">Id of the action.</param>
/// <param name="Customers">How many, those held out included.</param>
public sealed record RunDecision(string Action, int Customers);

/// <summary>Customers to whom a rule refused an action.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Customers">How many.</param>
public sealed record RunRefusal(string Rule, int Customers);

/// <summary>The budget of the run, minor units.</summary>
/// <param name="Limit">The limit; null is without limit.</param>
/// <param name="Used">What all chosen actions use, those held out included.</param>
public sealed record RunBudget(long? Limit, long Used);

/// <summary>A column that gives the answer away.</summary>
/// <param name="Column">Its name in the file.</param>
/// <param name="Reason">Why it was refused.</param>
/// <param name="Source">Source it stands in, where several sources have a column of that name; else null.</param>
public sealed record RunLeak(string Column, string Reason, string? Source)
{
    // Where several sources share a name, the attribute's name is source.column.
    internal static RunLeak Of(Leak leak, IReadOnlyList<SourceReport> sources) =>
        sources.FirstOrDefault(s => leak.Column.StartsWith(s.Source + ".", StringComparison.Ordinal)) is { } source
            ? new RunLeak(leak.Column[(source.Source.Length + 1)..], leak.Reason, source.Source)
            : new RunLeak(leak.Column, leak.Reason, null);
}

/// <summary>What came of a source in the last load; rows = accepted + rejected + duplicate.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Accepted">Rows that told something new.</param>
/// <param name="Rejected">Rows at fault.</param>
/// <param name="Duplicate">Rows of which every fact was known.</param>
public sealed record RunSource(string Source, long Rows, long Accepted, long Rejected, long Duplicate);

/// <summary>Rows of a source that could not be taken.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Rows">How many.</param>
/// <param name="File">Where they are, with line, column and reason.</param>
public sealed record RunReject(string Source, long Rows, string? File);

/// <summary>JSON of runs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(StageMarker))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(InitWorkspaceRequest))]
[JsonSerializable(typeof(InitWorkspaceResult))]
[JsonSerializable(typeof(CheckWorkspaceRequest))]
[JsonSerializable(typeof(CheckWorkspaceResult))]
sealed partial class RunJson : JsonSerializerContext;
