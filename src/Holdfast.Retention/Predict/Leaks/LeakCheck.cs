using System.Globalization;
using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict.Features;

namespace Holdfast.Retention.Predict.Leaks;

/// <summary>
/// Finds attributes that tell the answer before any model is trained: a single attribute that ranks leavers nearly perfectly, or
/// whose values occur for leavers only, was written down because the customer left.
/// </summary>
/// <remarks>
/// <b>Bounds</b>. An attribute alone may reach an AUC below <see cref="HighestAuc"/> (below <see cref="HighestAucHinted"/> where its
/// name speaks of leaving), and values that occur for leavers only (at least 20 customers, 99 % leavers) may cover less than
/// <see cref="LargestPureShare"/> of the leavers (<see cref="LargestPureShareHinted"/> by name). Words and missing values are scored by
/// the share of leavers in the other half of the customers, so that many rare values cannot look telling. Honest attributes stay
/// far below: the type of contract of a telephone company reaches 0.75, age at a bank 0.75.
/// <b>Time</b>. An attribute that at least half of the leavers got only on the day of leaving or later is refused, except where all
/// customers got it on one and the same day: then it is a static table, and only the first two tests can tell.
/// </remarks>
public sealed class LeakCheck
{
    /// <summary>AUC from which one attribute alone is refused.</summary>
    public const double HighestAuc = 0.90;

    /// <summary>The same where the name speaks of leaving, of a status or of another model's score.</summary>
    public const double HighestAucHinted = 0.85;

    /// <summary>Share of leavers that values of leavers only may cover.</summary>
    public const double LargestPureShare = 0.25;

    /// <summary>The same where the name speaks of leaving, of a status or of another model's score.</summary>
    public const double LargestPureShareHinted = 0.10;

    const int MostCustomers = 100_000;
    const int LeastLeavers = 30;

    static readonly HashSet<string> Hints = new(StringComparer.Ordinal)
    {
        "churn", "churned", "exit", "exited", "reason", "status", "state", "cancel", "cancelled", "canceled", "cancellation", "label", "left",
        "leaving", "leave", "attrition", "closed", "closing", "closure", "terminated", "termination", "satisfaction", "score", "category",
        "target", "outcome", "deactivated", "inactive", "retention", "lost", "prediction", "predicted", "probability",
    };

    readonly SortedDictionary<string, AttributeSample> _attributes = new(StringComparer.Ordinal);
    readonly List<bool> _left = [];

    /// <summary>Adds one customer.</summary>
    /// <param name="history">The facts as known at the end of the data.</param>
    /// <param name="lives">The customer's lives, known then.</param>
    public void Add(History history, IReadOnlyList<Life> lives)
    {
        if (_left.Count >= MostCustomers || lives.Count == 0) return;
        var last = lives[^1];
        Day? left = last.Left is { } day && last.Kind == Leaving.Voluntary ? day : null;
        foreach (ref readonly var attribute in history.Attributes.Span)
        {
            var name = history.Codes.Name(attribute.Name);
            if (!_attributes.TryGetValue(name, out var sample)) _attributes[name] = sample = new AttributeSample();
            sample.Add(_left.Count, attribute, history.Codes, left);
        }

        _left.Add(left is not null);
    }

    /// <summary>The attributes to refuse, in order of their names; empty where fewer than 30 customers left: too few to tell.</summary>
    /// <param name="trusted">Attributes the mapping vouches for: they are never refused.</param>
    public IReadOnlyList<Leak> Find(IReadOnlySet<string> trusted)
    {
        var labels = _left.ToArray();
        var leavers = labels.Count(left => left);
        if (leavers < LeastLeavers || leavers == labels.Length) return [];
        var leaks = new List<Leak>();
        foreach (var (name, sample) in _attributes)
        {
            if (!trusted.Contains(name) && Reason(name, sample, labels, leavers) is { } reason) leaks.Add(new Leak(name, reason));
        }

        return leaks;
    }

    static string? Reason(string name, AttributeSample sample, bool[] labels, int leavers)
    {
        var hinted = AttributeWords.Of(name).Overlaps(Hints);
        var because = hinted ? ", and its name speaks of leaving or of a result" : "";
        if (sample.ToldAfterLeaving >= 0.5 * leavers && sample.OneDayShare < 0.95)
            return $"for {Share(sample.ToldAfterLeaving, leavers)} of the leavers it was learned only when they had left{because}";
        var evidence = new LeakEvidence(sample, labels);
        if (evidence.GivenToLeavers >= 0.5 * leavers && evidence.GivenToOthers <= 0.01 * (labels.Length - leavers))
            return $"given for {Share(evidence.GivenToLeavers, leavers)} of the leavers and {Share(evidence.GivenToOthers, labels.Length - leavers)} of the others{because}";
        if (evidence.PureLeavers >= (hinted ? LargestPureShareHinted : LargestPureShare) * leavers)
            return $"values that occur for leavers only cover {Share(evidence.PureLeavers, leavers)} of the leavers{because}";
        return evidence.Auc >= (hinted ? HighestAucHinted : HighestAuc)
            ? $"alone it ranks leavers before others with an AUC of {evidence.Auc.ToString("0.000", CultureInfo.InvariantCulture)}{because}"
            : null;
    }

    static string Share(int part, int whole) => (100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
