namespace Holdfast.Retention.Measure;

/// <summary>
/// Survival by day of tenure with competing kinds of leaving, from counts with left truncation.
/// </summary>
/// <remarks>
/// S(t) = prod (1 - d/n) (Kaplan and Meier 1958), F_k(t) = sum S(t-) d_k / n (Aalen and Johansen 1978); the interval of 1 - S is
/// log-log with Greenwood's variance (Kalbfleisch and Prentice 2002, section 1.4).
/// <b>Checked against</b>: R survival 3.5-3, aml maintained (S at 9, 13, 18, 23, 31, 34, 48).
/// </remarks>
public sealed class TenureRisk
{
    const double Z = 1.959963984540054;

    readonly IReadOnlyList<TenureDay> _days;
    readonly List<State> _states = [];

    /// <summary>Computes survival from counts.</summary>
    public TenureRisk(TenureCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        _days = counts.Days();
        var state = new State(1, 0, 0, 0, true);
        foreach (var day in _days)
        {
            state = After(state, day);
            _states.Add(state);
        }
    }

    /// <summary>Share churned by a day of tenure; null where on some day up to it nobody was under observation.</summary>
    public Churned? By(int day)
    {
        if (day < 1 || day > _states.Count || !_states[day - 1].IsObserved) return null;
        var state = _states[day - 1];
        var (low, high) = Interval(state);
        return new(1 - state.Survival, 1 - high, 1 - low, state.Voluntary, state.Involuntary, _days[day - 1].AtRisk);
    }

    /// <summary>Hazard by band, as far as anyone was observed.</summary>
    public IReadOnlyList<TenureBand> Bands()
    {
        var bands = new List<TenureBand>();
        for (var i = 0; i + 1 < TenureBand.Bounds.Count; i++)
        {
            var (from, to) = (TenureBand.Bounds[i], Math.Min(TenureBand.Bounds[i + 1], TenureCounts.MostDays));
            long exposure = 0, voluntary = 0, involuntary = 0;
            for (var day = from; day < Math.Min(to, _days.Count); day++)
            {
                exposure += _days[day].AtRisk;
                voluntary += _days[day].Voluntary;
                involuntary += _days[day].Involuntary;
            }

            if (exposure == 0) continue;
            var end = By(to);
            bands.Add(new(from, to, exposure, voluntary, involuntary, Rate.Of(voluntary, exposure), Rate.Of(involuntary, exposure),
                end?.Voluntary, end?.Involuntary));
        }

        return bands;
    }

    static State After(State before, TenureDay day)
    {
        if (day.AtRisk == 0) return before with { IsObserved = false };
        var left = day.Voluntary + day.Involuntary;
        if (left == 0) return before;
        double n = day.AtRisk;
        var greenwood = left < day.AtRisk ? left / (n * (n - left)) : double.PositiveInfinity;
        return new(
            before.Survival * (1 - left / n),
            before.Greenwood + greenwood,
            before.Voluntary + before.Survival * day.Voluntary / n,
            before.Involuntary + before.Survival * day.Involuntary / n,
            before.IsObserved);
    }

    static (double Low, double High) Interval(State state)
    {
        if (state.Survival is <= 0 or >= 1) return (state.Survival, state.Survival);
        var logarithm = Math.Log(state.Survival);
        var width = Math.Exp(Z * Math.Sqrt(state.Greenwood) / Math.Abs(logarithm));
        return (Math.Exp(logarithm * width), Math.Exp(logarithm / width));
    }

    readonly record struct State(double Survival, double Greenwood, double Voluntary, double Involuntary, bool IsObserved);
}
