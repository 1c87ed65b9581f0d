namespace Holdfast.Numerics.Survival;

/// <summary>
/// The weighted partial likelihood of Fine and Gray: the risk set of a time is who is still there and, times G(t-), who left before
/// for another cause with 1 / G(own time-).
/// </summary>
sealed class FineGrayObjective : CoxObjective
{
    readonly bool _efron;
    readonly double[] _scores;
    readonly int _k, _size;

    public FineGrayObjective(CoxSample sample, bool[] isOther, double[] uncensored, bool efron) : base(sample)
    {
        (_efron, _k, _size) = (efron, sample.Columns, 1 + sample.Columns + sample.Columns * sample.Columns);
        (IsOther, Uncensored) = (isOther, uncensored);
        (_scores, Risks) = (new double[sample.Count], new double[sample.Count]);
        Times = new TimeMoments[sample.GroupEvents.Length];
    }

    /// <summary>Whether each position left for another cause.</summary>
    public bool[] IsOther { get; }

    /// <summary>G just before each position's exit.</summary>
    public double[] Uncensored { get; }

    /// <summary>exp(beta z) of each position at the last evaluation.</summary>
    public new double[] Risks { get; }

    /// <summary>What each group of times added at the last evaluation; without events nothing.</summary>
    public TimeMoments[] Times { get; }

    public override double Evaluate(ReadOnlySpan<double> beta)
    {
        CoxObjective.Risks(Sample, beta, _scores, Risks);
        Array.Clear(Gradient);
        Array.Clear(Information);
        LogLikelihood = 0;
        var gone = Gone();
        var (here, tied) = (new double[_size], new double[_size]);
        for (var g = 0; g < Sample.GroupEvents.Length; g++)
        {
            tied.AsSpan().Clear();
            for (var p = Sample.GroupStart[g]; p < Sample.GroupEnd(g); p++)
            {
                Add(here, p, Risks[p]);
                if (Sample.IsEvent[p])
                    AddEvent(tied, p);
            }
            if (Sample.GroupEvents[g] > 0)
                AddTime(g, here, gone[g], tied);
        }
        return LogLikelihood;
    }

    // Before each group of times with events: those gone for another cause, with risk / G at their own time.
    double[][] Gone()
    {
        var gone = new double[Sample.GroupEvents.Length][];
        var sums = new double[_size];
        for (var g = gone.Length - 1; g >= 0; g--)
        {
            if (Sample.GroupEvents[g] > 0)
                gone[g] = (double[])sums.Clone();
            for (var p = Sample.GroupStart[g]; p < Sample.GroupEnd(g); p++)
            {
                if (IsOther[p])
                    Add(sums, p, Risks[p] / Uncensored[p]);
            }
        }
        return gone;
    }

    void AddEvent(double[] tied, int position)
    {
        Add(tied, position, Risks[position]);
        LogLikelihood += _scores[position];
        for (var j = 0; j < _k; j++)
            Gradient[j] += Sample.Z[position * _k + j];
    }

    void AddTime(int group, double[] here, double[] gone, double[] tied)
    {
        var factor = Uncensored[Sample.GroupStart[group]];
        var s = new double[_size];
        for (var i = 0; i < _size; i++)
            s[i] = here[i] + factor * gone[i];
        var steps = _efron ? Sample.GroupEvents[group] : 1;
        var sums = TieSums.Of(s[0], tied[0], steps, Sample.GroupWeight[group] / steps);
        LogLikelihood -= sums.Log;
        var (mean, hazardMean, tiedMean) = (new double[_k], new double[_k], new double[_k]);
        for (var i = 0; i < _k; i++)
        {
            var (si, di) = (s[1 + i], tied[1 + i]);
            Gradient[i] -= si * sums.A - di * sums.Af;
            mean[i] = (si * sums.A - di * sums.Af) / Sample.GroupWeight[group];
            hazardMean[i] = si * sums.B - di * sums.Bf;
            tiedMean[i] = si * sums.Bf - di * sums.Bff;
            for (var j = 0; j < _k; j++)
            {
                var (sj, dj, at) = (s[1 + j], tied[1 + j], 1 + _k + i * _k + j);
                Information[i * _k + j] += s[at] * sums.A - tied[at] * sums.Af - si * sj * sums.B + (si * dj + di * sj) * sums.Bf - di * dj * sums.Bff;
            }
        }
        Times[group] = new TimeMoments(sums.A, sums.Af, mean, hazardMean, tiedMean);
    }

    void Add(double[] sums, int position, double risk)
    {
        var z = Sample.Z.AsSpan(position * _k, _k);
        sums[0] += risk;
        for (var i = 0; i < _k; i++)
        {
            sums[1 + i] += risk * z[i];
            for (var j = 0; j < _k; j++)
                sums[1 + _k + i * _k + j] += risk * z[i] * z[j];
        }
    }
}

/// <summary>Sums at one time with events: hazard, hazard x f, mean of z, mean x hazard, mean x hazard x f.</summary>
readonly record struct TimeMoments(double A, double Af, double[] Mean, double[] HazardMean, double[] TiedMean);
