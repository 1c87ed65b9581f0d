namespace Holdfast.Numerics.Survival;

/// <summary>
/// Walks over the times with events, from the last to the first in each stratum, with the sums over who is at risk: plain and slower
/// than <see cref="CoxKernel"/>, for what is worked out once.
/// </summary>
sealed class RiskSets(CoxSample sample, double[] risks, bool withProducts)
{
    readonly int _k = sample.Columns;
    double _peak;
    double _time;

    public double S0 { get; private set; }

    /// <summary>Sum of risk x z.</summary>
    public double[] S1 { get; } = new double[sample.Columns];

    /// <summary>Sum of risk x z z', row by row; empty when not asked for.</summary>
    public double[] S2 { get; } = new double[withProducts ? sample.Columns * sample.Columns : 0];

    public double D0 { get; private set; }

    public double[] D1 { get; } = new double[sample.Columns];

    public double[] D2 { get; } = new double[withProducts ? sample.Columns * sample.Columns : 0];

    public int Group { get; private set; }

    public int StratumStart { get; private set; }

    /// <summary>First position of the group.</summary>
    public int Start { get; private set; }

    /// <summary>One past its last position.</summary>
    public int End { get; private set; }

    public int Events => sample.GroupEvents[Group];

    public ReadOnlySpan<double> Z(int position) => sample.Z.AsSpan(position * _k, _k);

    /// <summary>Whether a position of the stratum at or before the group is at risk at its time.</summary>
    public bool IsAtRisk(int position) => sample.Entry.Length == 0 || sample.Entry[position] < _time;

    public void Walk(Action<RiskSets> atEvents)
    {
        for (var s = 0; s + 1 < sample.StratumGroup.Length; s++)
        {
            var (leaving, stop) = sample.Stratum(s);
            StratumStart = leaving;
            Empty();
            for (Group = sample.StratumGroup[s]; Group < sample.StratumGroup[s + 1]; Group++)
            {
                (Start, End) = (sample.GroupStart[Group], sample.GroupEnd(Group));
                _time = sample.Exit[Start];
                AddGroup();
                for (; sample.Entry.Length > 0 && leaving < stop && sample.Entry[sample.ByEntry[leaving]] >= _time; leaving++)
                    S0 += Add(sample.ByEntry[leaving], -risks[sample.ByEntry[leaving]], S1, S2);
                if (S0 < 1e-6 * _peak)
                    Rebuild();
                if (Events > 0)
                    atEvents(this);
            }
        }
    }

    void AddGroup()
    {
        D0 = 0;
        Array.Clear(D1);
        Array.Clear(D2);
        for (var p = Start; p < End; p++)
        {
            S0 += Add(p, risks[p], S1, S2);
            if (sample.IsEvent[p])
                D0 += Add(p, risks[p], D1, D2);
        }
        _peak = Math.Max(_peak, S0);
    }

    double Add(int position, double risk, double[] sum, double[] products)
    {
        var z = Z(position);
        for (var i = 0; i < z.Length; i++)
        {
            sum[i] += risk * z[i];
            for (var j = 0; j < z.Length && withProducts; j++)
                products[i * _k + j] += risk * z[i] * z[j];
        }
        return risk;
    }

    void Rebuild()
    {
        Empty();
        for (var p = StratumStart; p < End; p++)
        {
            if (IsAtRisk(p))
                S0 += Add(p, risks[p], S1, S2);
        }
        _peak = S0;
    }

    void Empty()
    {
        (S0, _peak) = (0, 0);
        Array.Clear(S1);
        Array.Clear(S2);
    }
}
