using System.Globalization;

namespace Holdfast.Operations.Predict;

/// <summary>Predicts who will leave of free will, what each customer is worth and what actions would change.</summary>
public static class PredictChurn
{
    /// <summary>Trains on the facts of the run and scores every current customer.</summary>
    /// <param name="run">The run; its facts are read up to its as-of day.</param>
    /// <param name="cancel">Looked at between customers and trees.</param>
    /// <returns>Rows: customers scored. Notes: fallbacks, assumptions of static tables and refused columns.</returns>
    public static StageResult Run(RunContext run, CancellationToken cancel)
    {
        var prediction = ChurnPrediction.Of(Input(run, cancel), run.Progress, cancel);
        PredictionFiles.Write(prediction, run.Folder);
        return new StageResult(prediction.Scores.Count, [.. Notes(prediction.Card), .. Objecting(run)]);
    }

    static PredictionInput Input(RunContext run, CancellationToken cancel)
    {
        var trusted = run.Workspace.Sources.SelectMany(source => source.Attributes?.Trusted ?? []);
        return new PredictionInput(
            () => run.Profiled(cancel),
            run.Workspace.Business,
            run.Workspace.Actions,
            trusted.ToHashSet(StringComparer.Ordinal),
            run.AsOf,
            Math.Min(4, Environment.ProcessorCount));
    }

    static IEnumerable<string> Objecting(RunContext run) => run.Objections.ToProfiling.Count switch
    {
        0 => [],
        1 => ["1 person objects to profiling: not scored, placed in a segment or decided for, and no model learned from that history"],
        var count => [string.Create(CultureInfo.InvariantCulture, $"{count:N0} persons object to profiling: not scored, placed in a segment or decided for, and no model learned from their histories")],
    };

    static List<string> Notes(ModelCard card) =>
    [
        .. card.Notices,
        .. card.Windows.Snapshot is null ? [] : card.Assumptions.Where(a => a.StartsWith("A static table", StringComparison.Ordinal)),
    ];
}
