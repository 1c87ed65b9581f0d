namespace Holdfast.Numerics.Survival;

/// <summary>
/// The exact partial likelihood of tied events in discrete time: the chance that just these m of those at risk left, given that m did.
/// The sum over all subsets is a Poisson-binomial probability: each customer is taken with p = w t / (1 + w t), where t is chosen so
/// that m are expected; then no number leaves 0..1, however many are tied. Mean and covariance of the subset's column sums, by the
/// same recursion, are gradient and information.
/// Source: Cox 1972, 6; Gail, Lubin and Rubinstein 1981 (recursion); Chen and Liu 1997 (Poisson-binomial form).
/// Cost: O(at risk x tied x columns^2) per time with ties.
/// </summary>
sealed class ExactTies : CoxObjective
{
    const double MostOperations = 1e11;

    readonly RiskSets _sets;
    readonly double[] _scores, _risks;
    readonly int _k, _square;
    double[] _odds = [], _mean = [], _product = [];

    public ExactTies(CoxSample sample) : base(sample)
    {
        (_k, _square) = (sample.Columns, sample.Columns * sample.Columns);
        (_scores, _risks) = (new double[sample.Count], new double[sample.Count]);
        _sets = new RiskSets(sample, _risks, true);
        Require.That(sample.Weights.All(w => w == 1), "exact ties count rows: weights are not allowed");
        var operations = 0.0;
        for (var s = 0; s + 1 < sample.StratumGroup.Length; s++)
        {
            for (var g = sample.StratumGroup[s]; g < sample.StratumGroup[s + 1]; g++)
                operations += sample.GroupEvents[g] > 1 ? (double)(sample.GroupEnd(g) - sample.Stratum(s).Start) * sample.GroupEvents[g] * (_square + _k + 1) : 0;
        }
        Require.That(operations <= MostOperations, $"exact ties would take {operations:0.0e0} operations a step; up to {MostOperations:0.0e0} are allowed: use Efron's");
    }

    public override double Evaluate(ReadOnlySpan<double> beta)
    {
        Risks(Sample, beta, _scores, _risks);
        Array.Clear(Gradient);
        Array.Clear(Information);
        LogLikelihood = 0;
        _sets.Walk(AddTime);
        return LogLikelihood;
    }

    void AddTime(RiskSets sets)
    {
        for (var p = sets.Start; p < sets.End; p++)
        {
            if (!Sample.IsEvent[p])
                continue;
            LogLikelihood += _scores[p];
            for (var j = 0; j < _k; j++)
                Gradient[j] += sets.Z(p)[j];
        }
        if (sets.Events == 1)
            AddMoments(sets.S0, sets.S1, sets.S2, Math.Log(sets.S0));
        else
            AddSubsets(sets);
    }

    void AddMoments(double weight, ReadOnlySpan<double> sum, ReadOnlySpan<double> products, double log)
    {
        LogLikelihood -= log;
        for (var i = 0; i < _k; i++)
        {
            Gradient[i] -= sum[i] / weight;
            for (var j = 0; j < _k; j++)
                Information[i * _k + j] += products[i * _k + j] / weight - sum[i] / weight * (sum[j] / weight);
        }
    }

    void AddSubsets(RiskSets sets)
    {
        var (m, n) = (sets.Events, 0);
        var log = 0.0;
        for (var p = sets.StratumStart; p < sets.End; p++)
            n += sets.IsAtRisk(p) ? 1 : 0;
        var tilt = n == m ? 1 : Tilt(sets, m);
        (_odds, _mean, _product) = (new double[m + 1], new double[(m + 1) * _k], new double[(m + 1) * _square]);
        _odds[0] = 1;
        var taken = 0;
        for (var p = sets.StratumStart; p < sets.End; p++)
        {
            if (!sets.IsAtRisk(p))
                continue;
            var odds = _risks[p] * tilt;
            // All that are at risk leave: the only subset is certain.
            var share = n == m ? 1 : odds / (1 + odds);
            log += n == m ? _scores[p] : Math.Log(1 + odds);
            taken++;
            for (var d = Math.Min(taken, m); d >= Math.Max(0, m - (n - taken)); d--)
                Take(d, share, sets.Z(p));
        }
        if (n > m)
            log += Math.Log(_odds[m]) - m * Math.Log(tilt);
        AddMoments(_odds[m], _mean.AsSpan(m * _k, _k), _product.AsSpan(m * _square, _square), log);
    }

    // From d (not taken) and d - 1 (taken) to d, with the sums' means and products weighted by the chance.
    void Take(int d, double share, ReadOnlySpan<double> z)
    {
        var (keep, from) = (1 - share, d - 1);
        for (var i = 0; i < _k; i++)
        {
            for (var j = 0; j < _k; j++)
            {
                var at = d * _square + i * _k + j;
                _product[at] *= keep;
                if (d > 0)
                    _product[at] += share * (_product[at - _square] + z[i] * _mean[from * _k + j] + _mean[from * _k + i] * z[j] + z[i] * z[j] * _odds[from]);
            }
        }
        for (var i = 0; i < _k; i++)
        {
            _mean[d * _k + i] *= keep;
            if (d > 0)
                _mean[d * _k + i] += share * (_mean[from * _k + i] + z[i] * _odds[from]);
        }
        _odds[d] = _odds[d] * keep + (d > 0 ? share * _odds[from] : 0);
    }

    // The t at which sum of w t / (1 + w t) is m, on the scale of ln t.
    double Tilt(RiskSets sets, int m)
    {
        double low = -700, high = 700;
        for (var step = 0; step < 200 && high - low > 1e-3; step++)
        {
            var middle = 0.5 * (low + high);
            var (tilt, expected) = (Math.Exp(middle), 0.0);
            for (var p = sets.StratumStart; p < sets.End; p++)
                expected += sets.IsAtRisk(p) ? _risks[p] * tilt / (1 + _risks[p] * tilt) : 0;
            (low, high) = expected < m ? (middle, high) : (low, middle);
        }
        return Math.Exp(low);
    }
}
