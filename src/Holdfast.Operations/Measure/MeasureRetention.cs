using System.Text.Json;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Measure;
using Holdfast.Store.Warehouse;

namespace Holdfast.Operations.Measure;

/// <summary>
/// The measure stage: who stays, who leaves, when, where, why and at what cost. One pass over all histories; writes
/// <c>measure/measure.json</c> and <c>measure/lives.parquet</c> (docs/measures.md).
/// </summary>
public static class MeasureRetention
{
    const string Stage = "measure";
    const int ReportEvery = 4096;

    // Enough stayers for any odds worth telling; more only cost time.
    const double AuditedCustomers = 20_000;

    /// <summary>Measures and writes.</summary>
    /// <returns>Lives measured, and what could not be answered and why.</returns>
    /// <exception cref="HoldfastException">More of a product ended on one day than the workspace lets pass.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> asked for it.</exception>
    public static StageResult Run(RunContext run, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(run);
        var parties = Math.Max(1, run.Facts.Rows.GetValueOrDefault("party"));
        var fold = new MeasureFold(run.Workspace.Business, run.Facts.Units, run.AsOf, Math.Min(1.0, AuditedCustomers / parties));
        var done = 0;
        foreach (var history in run.Facts.Histories(cancel))
        {
            fold.Add(history);
            if (++done % ReportEvery == 0) run.Progress.Report(new(Stage, Math.Min(0.9, 0.9 * done / parties), "lives and ledgers"));
        }

        var measures = fold.Result();
        Refuse(measures.MassEndings, run.Workspace.Business);
        File.WriteAllText(run.Folder.Output("measure.json"), ToJson(measures));
        var lives = fold.Lives.ToArray();
        Table(lives).Write(run.Folder.Output("lives.parquet"));
        return new(lives.Length, Notes(measures));
    }

    /// <summary>The text of <c>measure.json</c>.</summary>
    public static string ToJson(Measures measures) => JsonSerializer.Serialize(measures, MeasureJson.Bound.Measures) + "\n";

    /// <summary>One row a life: what other tools need to count for themselves.</summary>
    public static ColumnTable Table(IReadOnlyList<MeasuredLife> lives)
    {
        ArgumentNullException.ThrowIfNull(lives);
        return new ColumnTable(lives.Count)
            .Add("customer", Texts(lives, l => l.Customer))
            .Add("number", [.. lives.Select(l => l.Life.Number)])
            .Add("joined", Texts(lives, l => l.Life.Joined.ToString()))
            .Add("left", Texts(lives, l => l.Life.Left?.ToString()))
            .Add("known_left", Texts(lives, l => l.Life.KnownLeft?.ToString()))
            .Add("kind", Texts(lives, l => LeavingReasons.KindName(l.Life.Kind)))
            .Add("reason", Texts(lives, l => l.Exit?.Reason))
            .Add("origin", Texts(lives, l => l.Cuts.Origin))
            .Add("channel", Texts(lives, l => l.Cuts.Channel))
            .Add("unit", Texts(lives, l => l.Cuts.Branch))
            .Add("region", Texts(lives, l => l.Cuts.Region))
            .Add("product", Texts(lives, l => l.Cuts.Product))
            .Add("opened_by", Texts(lives, l => l.Cuts.Person));
    }

    static string?[] Texts(IReadOnlyList<MeasuredLife> lives, Func<MeasuredLife, string?> text) => [.. lives.Select(text)];

    static void Refuse(IReadOnlyList<MassEnding> endings, Business business)
    {
        if (endings.Count == 0) return;
        var named = string.Join("; ", endings.Take(5).Select(e =>
            FormattableString.Invariant($"{(e.Product.Length == 0 ? "customers" : $"'{e.Product}'")}: {e.Ended} ({e.Share:P1}) on {e.On}")));
        var more = endings.Count > 5 ? $" and {endings.Count - 5} more days" : "";
        throw new HoldfastException(
            $"More than {FormattableString.Invariant($"{business.MassEndingShare:P1}")} of a product ended in one day: {named}{more}. "
            + "Was it a migration, a merged branch or a sold portfolio? Then give these ends an administrative reason (or replaced_by) in the source. "
            + "If the customers really left, list the days under 'accepted_mass_endings' in holdfast.yaml, or raise 'mass_ending_share'.");
    }

    static string[] Notes(Measures measures)
    {
        (string Name, bool Answered, string? Why)[] answers =
        [
            ("Retention rates", measures.Retention.Answered, measures.Retention.Why),
            ("Revenue retention", measures.Revenue.Answered, measures.Revenue.Why),
            ("Leaving by tenure", measures.Tenure.Answered, measures.Tenure.Why),
            ("Cohorts", measures.Cohorts.Answered, measures.Cohorts.Why),
            ("Reasons", measures.Reasons.Answered, measures.Reasons.Why),
            ("Break-even", measures.BreakEven.Answered, measures.BreakEven.Why),
            ("Profit concentration", measures.Profit.Answered, measures.Profit.Why),
            ("The funnel", measures.Funnel.Answered, measures.Funnel.Why),
            ("The audit of leavers", measures.Audit.Answered, measures.Audit.Why),
        ];
        return
        [
            .. answers.Where(a => !a.Answered).Select(a => $"{a.Name} cannot be told: {a.Why}"),
            .. measures.Tenure.Result?.Caution is { } caution ? new[] { caution } : [],
        ];
    }
}
