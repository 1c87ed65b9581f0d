using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Features;

/// <summary>
/// All features of a plan and the one fold that computes them: the same code for training rows, the nightly batch and the
/// customer who is on the phone. Not safe for use by several threads at once: each takes its own.
/// </summary>
public sealed class FeatureCatalogue
{
    readonly FeatureScan _scan;

    /// <summary>The catalogue of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="only">Names of the features to keep, where only some are wanted: parts none of them needs are not read; null keeps all.</param>
    public FeatureCatalogue(FeaturePlan plan, IReadOnlySet<string>? only = null)
    {
        Plan = plan;
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Features = [.. All(plan).Select(feature => feature with { Name = Free(feature.Name, taken) }).Where(feature => only?.Contains(feature.Name) ?? true)];
        _scan = new(plan, Features.Aggregate(FeatureNeeds.None, (needs, feature) => needs | feature.Needs));
    }

    /// <summary>The plan it was made from.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>Its features, in the order of the columns.</summary>
    public IReadOnlyList<Feature> Features { get; }

    /// <summary>
    /// Folds a history as it was known at a cut-off: <c>row[i]</c> becomes the value of feature i; NaN is missing.
    /// </summary>
    /// <param name="view">The history as of the cut-off: <c>history.AsOf(cutoff.Start)</c>.</param>
    /// <param name="life">The life that lasts at the cut-off, by what was known then.</param>
    /// <param name="cutoff">The cut-off.</param>
    /// <param name="row">As long as <see cref="Features"/>.</param>
    /// <remarks><b>Cost</b>: O(events within the observation window + other facts).</remarks>
    public void Fold(History view, Life life, Day cutoff, Span<double> row)
    {
        _scan.Begin(view, cutoff);
        Read(view, life, cutoff, row);
    }

    /// <summary>
    /// Folds one customer at many cut-offs: the same values to the bit as <see cref="Fold"/> at each of them. Where no event's
    /// <c>known_at</c> crosses a cut-off all of them are read off one pass over the events; else each is folded afresh.
    /// </summary>
    /// <param name="history">The customer's facts, not cut.</param>
    /// <param name="cutoffs">The cut-offs in order of time.</param>
    /// <param name="lives">The life that lasts at each cut-off by what was known then; null where the customer is none: no row is written.</param>
    /// <param name="rows">One row after the other, each as long as <see cref="Features"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <remarks><b>Cost</b>: O(events from the first cut-off's window on + cut-offs x other facts); where facts came late, cut-offs x events.</remarks>
    public void FoldMany(History history, IReadOnlyList<Day> cutoffs, IReadOnlyList<Life?> lives, Span<double> rows)
    {
        if (lives.Count != cutoffs.Count || rows.Length != cutoffs.Count * Features.Count)
            throw new ArgumentException($"Of {cutoffs.Count} cut-offs, {lives.Count} lives and {rows.Length} values of {Features.Count} features were given.", nameof(rows));
        if (cutoffs.Count == 0) return;
        var isOnePass = !history.AnyEventCrosses(cutoffs);
        if (isOnePass) _scan.Begin(history, cutoffs[0]);
        for (var i = 0; i < cutoffs.Count; i++)
        {
            if (lives[i] is not { } life) continue;
            var view = history.AsOf(cutoffs[i].Start);
            if (!isOnePass) _scan.Begin(view, cutoffs[i]);
            Read(view, life, cutoffs[i], rows.Slice(i * Features.Count, Features.Count));
        }
    }

    void Read(History view, Life life, Day cutoff, Span<double> row)
    {
        _scan.At(view, life, cutoff);
        for (var i = 0; i < row.Length; i++) row[i] = Features[i].Of(_scan);
    }

    // Columns of a file are told apart without regard to case: the bank's own "Balance" may stand beside our "balance".
    static string Free(string name, HashSet<string> taken)
    {
        var free = name;
        for (var number = 2; !taken.Add(free); number++) free = $"{name} ({number})";
        return free;
    }

    static IEnumerable<Feature> All(FeaturePlan plan) =>
    [
        .. Needing(FeatureNeeds.Events | FeatureNeeds.Agreements, TenureFeatures.Of(plan)),
        .. plan.Kinds.Count > 0 ? Needing(FeatureNeeds.Events, ActivityFeatures.Of(plan)) : [],
        .. Needing(FeatureNeeds.Positions, BalanceFeatures.Of()),
        .. Needing(FeatureNeeds.Agreements | FeatureNeeds.Events, AgreementFeatures.Of(plan)),
        .. Needing(FeatureNeeds.Contacts, ContactFeatures.Of()),
        .. Needing(FeatureNeeds.Voice | FeatureNeeds.Events | FeatureNeeds.Contacts, VoiceFeatures.Of(plan)),
        .. Needing(FeatureNeeds.Attributes, AttributeFeatures.Of(plan)),
    ];

    static IEnumerable<Feature> Needing(FeatureNeeds needs, IEnumerable<Feature> features) => features.Select(feature => feature with { Needs = needs });
}
