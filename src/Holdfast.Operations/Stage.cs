using Holdfast.Operations.Privacy;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations;

/// <summary>What a stage of the loop is given.</summary>
/// <param name="Workspace">The checked workspace.</param>
/// <param name="Facts">The facts, at one manifest for the whole run.</param>
/// <param name="AsOf">The day the run is for: facts that happened or were learned on it or later do not exist.</param>
/// <param name="Folder">Where to read earlier stages and write.</param>
/// <param name="Progress">Told about progress.</param>
public sealed record RunContext(Workspace Workspace, Snapshot Facts, Day AsOf, RunFolder Folder, IProgress<StageProgress> Progress)
{
    /// <summary>Who objects to what, as it stands today whatever the day of the run.</summary>
    public Objections Objections { get; init; } = Objections.None;

    /// <summary>Every customer's history but of those who object to profiling: what scores, places and decides for customers, or learns from them, asks here.</summary>
    /// <inheritdoc cref="Snapshot.Histories(CancellationToken)"/>
    public IEnumerable<History> Profiled(CancellationToken cancel) =>
        Objections.ToProfiling.Count == 0 ? Facts.Histories(cancel) : Facts.Histories(cancel).Where(history => !Objections.ToProfiling.ContainsKey(history.Customer));
}

/// <summary>How far a stage is.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Done">Share done, 0..1.</param>
/// <param name="Doing">What it is doing, in a few words.</param>
public sealed record StageProgress(string Stage, double Done, string Doing);

/// <summary>What a stage says when it is done.</summary>
/// <param name="Rows">Rows of its main result.</param>
/// <param name="Notes">Sentences the user should read: what could not be answered and why, fallbacks taken.</param>
public sealed record StageResult(long Rows, IReadOnlyList<string> Notes);
