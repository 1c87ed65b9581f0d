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
    public FeatureCatalogue(FeaturePlan plan)
    {
        Plan = plan;
        _scan = new(plan);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Features = [.. All(plan).Select(feature => feature with { Name = Free(feature.Name, taken) })];
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
        _scan.Read(view, life, cutoff);
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
        .. TenureFeatures.Of(plan), .. plan.Kinds.Count > 0 ? ActivityFeatures.Of(plan) : [], .. BalanceFeatures.Of(), .. AgreementFeatures.Of(plan),
        .. ContactFeatures.Of(), .. VoiceFeatures.Of(), .. AttributeFeatures.Of(plan),
    ];
}
