using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Windows;

/// <summary>How models are tested on customers they were not trained on.</summary>
public enum Testing
{
    /// <summary>Trained on earlier cut-offs, tested on the last ones.</summary>
    OutOfTime,

    /// <summary>Ten folds of customers, each scored by a model that never saw it; for one cut-off or few leavers.</summary>
    CrossValidation,
}

/// <summary>The cut-offs of the training table.</summary>
/// <param name="Window">The window of the labels.</param>
/// <param name="Cutoffs">The cut-offs in order of time.</param>
/// <param name="TestFrom">First cut-off held out for the test; null under cross-validation.</param>
/// <param name="Snapshot">The one day a table holds for that says who left afterwards; null for data with a history of leaving.</param>
public sealed record CutoffPlan(Window Window, IReadOnlyList<Day> Cutoffs, Day? TestFrom, Day? Snapshot)
{
    /// <summary>Most cut-offs that are used, the newest ones.</summary>
    public const int MaximumCutoffs = 36;

    const int WarmUpDays = 90;
    const double TestShare = 0.2;

    /// <summary>How models are tested.</summary>
    public Testing Testing => TestFrom is null ? Testing.CrossValidation : Testing.OutOfTime;

    /// <summary>Whether a cut-off's rows train the model that is tested: its window has closed when the first test cut-off comes.</summary>
    public bool Trains(Day cutoff) => TestFrom is not { } test || Window.End(cutoff) <= test;

    /// <summary>Whether a cut-off's rows are the test.</summary>
    public bool Tests(Day cutoff) => TestFrom is { } test && cutoff >= test;

    /// <summary>
    /// The plan for the data: cut-offs every <see cref="Horizons.StepDays"/>, the last one so early that its whole window, and the
    /// silence that would tell of an end in it, lie before <paramref name="asOf"/>.
    /// </summary>
    /// <param name="business">Windows and definitions of churn.</param>
    /// <param name="span">What days the data tell of.</param>
    /// <param name="asOf">The day of the run.</param>
    public static CutoffPlan For(Business business, DataSpan span, Day asOf)
    {
        var window = new Window(business.Horizons.GapDays, business.Horizons.ChurnDays);
        if (span.IsSnapshot || span.HasOneWindow(window.GapDays + window.HorizonDays)) return OneCutoff(span, asOf);
        var cutoffs = new List<Day>();
        var first = span.FirstBehaviour + Math.Min(WarmUpDays, business.Horizons.ObservationDays);
        var last = asOf - (window.GapDays + window.HorizonDays + SilentDays(business));
        for (var cutoff = last; cutoff >= first && cutoffs.Count < MaximumCutoffs; cutoff -= business.Horizons.StepDays) cutoffs.Add(cutoff);
        cutoffs.Reverse();
        return new CutoffPlan(window, cutoffs, FirstTest(window, cutoffs), null);
    }

    /// <summary>The same cut-offs, tested by folds of customers instead of time.</summary>
    public CutoffPlan Folded() => this with { TestFrom = null };

    static CutoffPlan OneCutoff(DataSpan span, Day asOf)
    {
        var cutoff = span.SnapshotCutoff;
        return new CutoffPlan(new Window(0, Math.Max(1, asOf - cutoff)), cutoff < asOf ? [cutoff] : [], null, span.SnapshotDay);
    }

    static Day? FirstTest(Window window, List<Day> cutoffs)
    {
        if (cutoffs.Count == 0) return null;
        var held = Math.Max(1, (int)(cutoffs.Count * TestShare));
        var test = cutoffs[^held];
        return window.End(cutoffs[0]) <= test ? test : null;
    }

    /// <summary>Days after the fact until an end by silence or an empty balance is known; 0 where ends are told.</summary>
    public static int SilentDays(Business business)
    {
        var days = 0;
        foreach (var definition in business.Churn)
        {
            if (definition.Kind is ChurnKind.Silent or ChurnKind.Partial) days = Math.Max(days, definition.Days);
        }

        return days;
    }
}
