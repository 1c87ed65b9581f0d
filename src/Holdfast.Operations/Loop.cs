using System.Globalization;
using Holdfast.Operations.Act;
using Holdfast.Operations.Decide;
using Holdfast.Operations.Ingest;
using Holdfast.Operations.Measure;
using Holdfast.Operations.Predict;
using Holdfast.Operations.Privacy;
using Holdfast.Operations.Report;
using Holdfast.Operations.Segment;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;
using Holdfast.Store.Live;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations;

/// <summary>
/// Performs the retention loop for a day: facts in, measures, predictions, segments, decisions, call list, report.
/// A finished stage is kept while nothing it depends on has changed, so a run that died is continued by running it again.
/// </summary>
public static class Loop
{
    static readonly IReadOnlyList<LoopStage> Stages =
    [
        new("measure", "lives", MeasureRetention.Run, [Invariants.LivesDoNotOverlap]),
        new("predict", "customers scored", PredictChurn.Run, [Invariants.OnlyCurrentCustomersAreScored]),
        new("segment", "customers placed", SegmentCustomers.Run, [Invariants.NobodyIsInTwoStages]),
        new("decide", "customers decided for", DecideActions.Run, [Invariants.SpendingIsWithinTheLimits, Invariants.HeldOutShareIsAsAsked]),
        new("act", "calls", WriteCallList.Run, [Invariants.NoControlCustomerIsOnTheCallList]),
        new("report", "sections", WriteReport.Run, []),
    ];

    /// <summary>Runs the loop.</summary>
    /// <exception cref="HoldfastException">The workspace, its data or the day asked for is wrong, or an invariant is broken.</exception>
    public static RunResult Run(RunRequest request, OperationContext context, CancellationToken cancel)
    {
        var asked = Asked(request);
        var workspace = WorkspaceFiles.Load(request.Workspace, request.Data ?? Environment.GetEnvironmentVariable("HOLDFAST_DATA")).ForRun();
        using var alone = RunLock.Take(workspace.Root);
        var timings = new List<StageTiming>();
        var warehouse = workspace.OpenWarehouse();
        var started = context.Clock.GetTimestamp();
        var ingest = Ingest(workspace, warehouse, context, cancel);
        timings.Add(new StageTiming("ingest", Seconds(context, started), ingest.Sources.Sum(s => s.Rows)));

        using var stored = warehouse.Current();
        var asOf = AsOf(asked, stored);
        var facts = stored.KnownBefore(asOf.Start);
        var root = RunFolder.RootOf(workspace.Root, asOf);
        if (!Directory.Exists(root)) RequireCustomers(workspace, stored, asOf, cancel);
        Directory.CreateDirectory(root);
        var objections = Objections.Read(workspace, context.Records, facts);
        var inputs = StageMarker.Fingerprint(facts.Fingerprint, WorkspacePrint.Of(workspace.Root), asOf.ToString(), CodeVersion, objections.Fingerprint());
        var notes = ingest.Sources.SelectMany(source => source.Notes.Select(note => $"ingest: {source.Source}: {note}")).ToList();
        foreach (var stage in Stages)
        {
            started = context.Clock.GetTimestamp();
            inputs = StageMarker.Fingerprint(inputs, stage.Name);
            var run = new RunContext(workspace, facts, asOf, new RunFolder(root, Path.Combine(root, stage.Name + ".unfinished")), context.Progress) { Objections = objections };
            var done = Perform(stage, run, inputs, cancel);
            timings.Add(new StageTiming(stage.Name, Seconds(context, started), done.Rows));
            notes.AddRange(done.Notes.Select(note => $"{stage.Name}: {note}"));
        }

        CallLists.TakeOff(workspace, Objections.Read(workspace, context.Records, facts));
        return RunSummary.Write(root, (asOf, stored.Manifest), ingest, timings, notes);
    }

    static IngestReport Ingest(Workspace workspace, Warehouse warehouse, OperationContext context, CancellationToken cancel)
    {
        context.Progress.Report(new StageProgress("ingest", 0, "looking for changes"));
        var inputs = LastIngest.InputsOf(workspace, CodeVersion);
        var last = LastIngest.Read(workspace, Fingerprint(warehouse));
        var isKept = last?.Inputs == inputs.All;
        if (isKept) context.Progress.Report(new StageProgress("ingest", 1, "kept: no file and no mapping has changed"));
        var report = isKept ? last!.Report : LoadSources.Run(workspace, warehouse, KnownFiles.Of(workspace, last, inputs), context.Progress, cancel);
        if (!isKept) context.Progress.Report(new StageProgress("ingest", 1, string.Create(CultureInfo.InvariantCulture, $"{report.Sources.Sum(s => s.Rows):N0} rows of {report.Sources.Count} sources")));
        var arrived = JournalLoad.Run(warehouse, cancel);
        if (arrived.Facts > 0) context.Progress.Report(new StageProgress("ingest", 1, string.Create(CultureInfo.InvariantCulture, $"{arrived.Facts:N0} facts of the journal, {arrived.New:N0} of them new, {arrived.Rejected:N0} refused")));
        if (isKept && arrived.Facts == 0) return report;
        using var loaded = warehouse.Current();
        if (loaded.Rows.Count > 0) TellReadiness.Write(workspace, loaded);
        new LastIngest(inputs.All, loaded.Fingerprint, report) { Ground = inputs.Ground, Files = inputs.Files }.Write(workspace);
        return report;
    }

    static string Fingerprint(Warehouse warehouse)
    {
        using var facts = warehouse.Current();
        return facts.Fingerprint;
    }

    static StageMarker Perform(LoopStage stage, RunContext run, string inputs, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var finished = Path.Combine(run.Folder.Root, stage.Name);
        if (StageMarker.Read(finished) is { } kept && kept.Inputs == inputs)
        {
            run.Progress.Report(new StageProgress(stage.Name, 1, "kept: nothing it depends on has changed"));
            return kept;
        }

        if (Directory.Exists(run.Folder.Writing)) Directory.Delete(run.Folder.Writing, recursive: true);
        Directory.CreateDirectory(run.Folder.Writing);
        run.Progress.Report(new StageProgress(stage.Name, 0, "starting"));
        var result = stage.Run(run, cancel);
        var marker = new StageMarker(inputs, result.Rows, result.Notes);
        marker.Write(run.Folder.Writing);
        if (Directory.Exists(finished)) Directory.Delete(finished, recursive: true);
        Directory.Move(run.Folder.Writing, finished);
        foreach (var invariant in stage.Invariants)
        {
            if (invariant.Broken(run) is { } broken)
            {
                Directory.Delete(finished, recursive: true);
                throw new HoldfastException($"After stage '{stage.Name}' it must hold that {invariant.Statement}, but {broken}. The stage's result was dropped.");
            }
        }

        run.Progress.Report(new StageProgress(stage.Name, 1, string.Create(CultureInfo.InvariantCulture, $"{marker.Rows:N0} {stage.Rows}")));
        return marker;
    }

    static Day? Asked(RunRequest request)
    {
        if (request.AsOf is null) return null;
        return Day.TryParse(request.AsOf, out var day)
            ? day
            : throw HoldfastException.OfRequest($"--as-of: found '{request.AsOf}'; a day such as 2025-12-31 is allowed.");
    }

    static Day AsOf(Day? asked, Snapshot facts)
    {
        if (facts.Rows.Values.Sum() == 0)
        {
            throw new HoldfastException("There are no facts: every source was empty or fully rejected. See the rejects files and docs/mapping.md.");
        }

        return asked ?? facts.LastFactDay + 1;
    }

    // The first history nearly always has a customer: the rest is read only to say from when on there are any.
    static void RequireCustomers(Workspace workspace, Snapshot facts, Day asOf, CancellationToken cancel)
    {
        if (facts.Histories(cancel).Any(history => Lives.Of(history.AsOf(asOf.Start), workspace.Business, asOf).Count > 0)) return;
        var end = facts.LastFactDay + 1;
        var first = facts.Histories(cancel).SelectMany(history => Lives.Of(history.AsOf(end.Start), workspace.Business, end)).Select(life => life.Joined)
            .DefaultIfEmpty(end).Min();
        throw first < end
            ? new HoldfastException($"Nobody was a customer before {asOf}: the first one joined on {first}, and the last fact is of {facts.LastFactDay}. Give a later --as-of.")
            : new HoldfastException(
                $"The facts before {asOf} tell of no customer. Map who is one: a spell, an agreement, or events of the customer's own; see docs/mapping.md.");
    }

    static double Seconds(OperationContext context, long started) => Math.Round(context.Clock.GetElapsedTime(started).TotalSeconds, 3);

    // Another build may compute otherwise, so what another build made is not kept.
    static string CodeVersion { get; } = string.Join(' ', new[] { typeof(Loop), typeof(Warehouse), typeof(Day), typeof(Numerics.RandomStream) }
        .Select(type => type.Module.ModuleVersionId.ToString()));
}
