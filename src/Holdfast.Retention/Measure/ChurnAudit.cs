using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>What leavers had in common against those who stayed, as known 90 days before, matched on calendar date and tenure (M5).</summary>
/// <param name="Opens">First day on which customers were looked at.</param>
/// <param name="Closes">First day after the last one.</param>
/// <param name="Leavers">Leavers by choice, each looked at 90 to 120 days before leaving.</param>
/// <param name="Stayers">Looks at customers who stayed.</param>
/// <param name="Traits">Traits, the clearest first. A trait that goes with leaving is a sign, not a proven cause.</param>
public sealed record ChurnAudit(Day Opens, Day Closes, long Leavers, long Stayers, IReadOnlyList<AuditedTrait> Traits);

/// <summary>One trait.</summary>
/// <param name="Trait">In words that follow "the customer".</param>
/// <param name="LeaversWith">Share of leavers who had it.</param>
/// <param name="StayersWith">Share of looks at stayers in which they had it.</param>
/// <param name="OddsRatio">Odds of it among leavers / among stayers of the same month and tenure.</param>
/// <param name="Low">Lower end of its 95 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="P">Two-sided p.</param>
/// <param name="CorrectedP">The same corrected for all traits looked at (Holm 1979).</param>
public sealed record AuditedTrait(
    string Trait,
    Share? LeaversWith,
    Share? StayersWith,
    double OddsRatio,
    double Low,
    double High,
    double P,
    double CorrectedP);

/// <summary>Looks at customers on the first day of twelve months and counts their traits by whether they left 90 to 120 days later.</summary>
public sealed class AuditCounts
{
    /// <summary>Days between the look and the earliest leaving it is compared with.</summary>
    public const int DaysBefore = 90;

    const int LeastLeavers = 20;
    const int TenureBands = 5;

    readonly Business _business;
    readonly Day[] _looks;
    readonly double _stayersShare;
    readonly SortedDictionary<string, long[]> _with = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long[]> _judged = new(StringComparer.Ordinal);
    readonly long[] _all;

    /// <summary>Starts counting.</summary>
    /// <param name="business">Which events are complaints and the like.</param>
    /// <param name="asOf">The day of the run.</param>
    /// <param name="stayersShare">Share of customers who are looked at as stayers, 0..1; drawn by a hash of the id, and no bias of the odds.</param>
    public AuditCounts(Business business, Day asOf, double stayersShare = 1)
    {
        ArgumentNullException.ThrowIfNull(business);
        (_business, _stayersShare) = (business, stayersShare);
        var lag = business.Churn.Max(c => c.Kind is ChurnKind.Silent or ChurnKind.Partial ? c.Days + 31 : c.GraceDays);
        var last = (asOf - lag - DaysBefore).MonthStart.AddMonths(-1);
        _looks = [.. Enumerable.Range(0, 12).Select(i => last.AddMonths(i - 11))];
        _all = new long[_looks.Length * TenureBands * 2];
    }

    /// <summary>Counts one customer.</summary>
    /// <param name="known">The history as of the day of the run.</param>
    /// <param name="lives">The customer's lives.</param>
    public void Add(History known, IReadOnlyList<MeasuredLife> lives)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(lives);
        var isDrawn = IsDrawn(known.Customer);
        for (var look = 0; look < _looks.Length; look++)
        {
            var (day, until) = (_looks[look], _looks[look].AddMonths(1) + DaysBefore);
            var life = lives.FirstOrDefault(l => l.Life.IsThereBefore(day));
            if (life is null) continue;
            var isLeaver = life.Life.Left is { } left && life.Life.Kind == Leaving.Voluntary && left >= day + DaysBefore && left < until;
            if (!isLeaver && (!isDrawn || !life.Life.IsThereBefore(until))) continue;
            var place = (look * TenureBands + Band(life.Life.TenureDays(day))) * 2 + (isLeaver ? 1 : 0);
            _all[place]++;
            foreach (var (trait, has) in AuditTraits.Of(known.AsOf(day.Start), _business, life.Cuts, day)) Count(trait, has, place);
        }
    }

    /// <summary>The comparison.</summary>
    public Answer<ChurnAudit> Figures()
    {
        var leavers = Sum(_all, 1);
        if (leavers < LeastLeavers)
            return Answer.Not<ChurnAudit>($"{leavers} customers left by choice 90 to 120 days after {_looks[0]}..{_looks[^1]}: under {LeastLeavers}, too few to compare.");
        var traits = _with.Keys.Select(Audit).OfType<AuditedTrait>()
            .OrderBy(t => t.P).ThenByDescending(t => Math.Abs(Math.Log(t.OddsRatio))).ThenBy(t => t.Trait, StringComparer.Ordinal).ToArray();
        double corrected = 0;
        for (var i = 0; i < traits.Length; i++)
        {
            corrected = Math.Max(corrected, Math.Min(1, traits[i].P * (traits.Length - i)));
            traits[i] = traits[i] with { CorrectedP = corrected };
        }

        return Answer.Of(new ChurnAudit(_looks[0], _looks[^1] + 1, leavers, Sum(_all, 0), traits));
    }

    // A cut such as "channel web" is told only of those who have it; all others do not.
    AuditedTrait? Audit(string trait)
    {
        var (with, judged) = (_with[trait], IsCut(trait) ? _all : _judged[trait]);
        var odds = new MatchedOdds();
        for (var i = 0; i < _all.Length; i += 2) odds.Add(with[i + 1], judged[i + 1] - with[i + 1], with[i], judged[i] - with[i]);
        if (odds.Result() is not { } found || Sum(judged, 1) < LeastLeavers) return null;
        return new(trait, Share.Of(Sum(with, 1), Sum(judged, 1)), Share.Of(Sum(with, 0), Sum(judged, 0)), found.Ratio, found.Low, found.High, found.P, 0);
    }

    static bool IsCut(string trait) => LifeCuts.All.Any(c => trait.StartsWith(c.Name + " ", StringComparison.Ordinal));

    void Count(string trait, bool has, int place)
    {
        if (!_with.TryGetValue(trait, out var with))
        {
            _with[trait] = with = new long[_all.Length];
            _judged[trait] = new long[_all.Length];
        }

        with[place] += has ? 1 : 0;
        _judged[trait][place]++;
    }

    static long Sum(long[] counts, int from)
    {
        long sum = 0;
        for (var i = from; i < counts.Length; i += 2) sum += counts[i];
        return sum;
    }

    static int Band(int tenureDays) => tenureDays switch { < 90 => 0, < 365 => 1, < 730 => 2, < 1826 => 3, _ => 4 };

    // FNV-1a, 64 bits, finished by a multiply-shift: the same customers on every machine.
    bool IsDrawn(string customer)
    {
        if (_stayersShare >= 1) return true;
        var hash = 14695981039346656037UL;
        foreach (var letter in customer) hash = unchecked((hash ^ letter) * 1099511628211UL);
        hash = unchecked((hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL);
        return (hash >> 11) * (1.0 / (1UL << 53)) < _stayersShare;
    }
}
