namespace Holdfast.Numerics.Survival;

/// <summary>
/// The sandwich of Fine and Gray 1999, section 4: what each row moves the score by through its own residual (eta) and through the
/// estimate of the censoring (psi), both from the moments of the last evaluation.
/// </summary>
sealed class FineGrayVariance
{
    readonly CoxSample _sample;
    readonly FineGrayObjective _objective;
    readonly int _k;
    readonly double[] _parts;

    public FineGrayVariance(CoxSample sample, FineGrayObjective objective, bool[] isCensored)
    {
        (_sample, _objective, _k) = (sample, objective, sample.Columns);
        _parts = new double[sample.Count * _k];
        AddResiduals();
        AddCensoring(isCensored);
    }

    public double[] Sandwich(double[] covariance)
    {
        var sandwich = new double[_k * _k];
        var moved = new double[_k];
        for (var p = 0; p < _sample.Count; p++)
        {
            for (var i = 0; i < _k; i++)
            {
                moved[i] = 0;
                for (var j = 0; j < _k; j++)
                    moved[i] += covariance[i * _k + j] * _parts[p * _k + j] * _sample.Scales[j];
            }
            for (var i = 0; i < _k * _k; i++)
                sandwich[i] += moved[i / _k] * moved[i % _k];
        }
        return sandwich;
    }

    // Up to its own exit everyone with weight 1; after it those gone for another cause with G(t-) / G(own time-).
    void AddResiduals()
    {
        var groups = _sample.GroupEvents.Length;
        var (hazard, means) = (0.0, new double[_k]);
        for (var g = groups - 1; g >= 0; g--)
        {
            var own = _objective.Times[g];
            AddStep(own, 1, ref hazard, means);
            for (var p = _sample.GroupStart[g]; p < _sample.GroupEnd(g); p++)
            {
                Live(p, _objective.Risks[p], hazard, means);
                for (var j = 0; j < _k && _sample.IsEvent[p]; j++)
                    _parts[p * _k + j] += Z(p, j) - own.Mean[j] + _objective.Risks[p] * (Z(p, j) * own.Af - own.TiedMean[j]);
            }
        }
        (hazard, means) = (0.0, new double[_k]);
        for (var g = 0; g < groups; g++)
        {
            for (var p = _sample.GroupStart[g]; p < _sample.GroupEnd(g); p++)
            {
                if (_objective.IsOther[p])
                    Live(p, _objective.Risks[p] / _objective.Uncensored[p], hazard, means);
            }
            AddStep(_objective.Times[g], _objective.Uncensored[_sample.GroupStart[g]], ref hazard, means);
        }
    }

    void AddStep(TimeMoments step, double factor, ref double hazard, double[] means)
    {
        hazard += factor * step.A;
        for (var j = 0; j < _k && step.HazardMean is not null; j++)
            means[j] += factor * step.HazardMean[j];
    }

    void Live(int position, double risk, double hazard, double[] means)
    {
        for (var j = 0; j < _k; j++)
            _parts[position * _k + j] -= risk * (Z(position, j) * hazard - means[j]);
    }

    void AddCensoring(bool[] isCensored)
    {
        var groups = _sample.GroupEvents.Length;
        var q = Pull();
        var (compensator, jump) = (new double[_k], new double[_k]);
        for (var g = groups - 1; g >= 0; g--)
        {
            double atRisk = _sample.GroupEnd(g), leaving = 0;
            for (var p = _sample.GroupStart[g]; p < _sample.GroupEnd(g); p++)
                leaving += isCensored[p] ? 1 : 0;
            for (var j = 0; j < _k; j++)
            {
                jump[j] = q[g * _k + j] / atRisk;
                compensator[j] += jump[j] * leaving / atRisk;
            }
            for (var p = _sample.GroupStart[g]; p < _sample.GroupEnd(g); p++)
            {
                for (var j = 0; j < _k; j++)
                    _parts[p * _k + j] += (isCensored[p] ? jump[j] : 0) - compensator[j];
            }
        }
    }

    // q(u): how much the score hangs on G falling at u, through those gone for another cause before u and the hazard from u on.
    double[] Pull()
    {
        var groups = _sample.GroupEvents.Length;
        var q = new double[groups * _k];
        var (later, laterMeans) = (new double[groups], new double[groups * _k]);
        var (hazard, means) = (0.0, new double[_k]);
        for (var g = 0; g < groups; g++)
        {
            AddStep(_objective.Times[g], _objective.Uncensored[_sample.GroupStart[g]], ref hazard, means);
            later[g] = hazard;
            means.CopyTo(laterMeans, g * _k);
        }
        var (gone, goneZ) = (0.0, new double[_k]);
        for (var g = groups - 1; g >= 0; g--)
        {
            for (var j = 0; j < _k; j++)
                q[g * _k + j] = goneZ[j] * later[g] - gone * laterMeans[g * _k + j];
            for (var p = _sample.GroupStart[g]; p < _sample.GroupEnd(g); p++)
            {
                if (!_objective.IsOther[p])
                    continue;
                var risk = _objective.Risks[p] / _objective.Uncensored[p];
                gone += risk;
                for (var j = 0; j < _k; j++)
                    goneZ[j] += risk * Z(p, j);
            }
        }
        return q;
    }

    double Z(int position, int column) => _sample.Z[position * _sample.Columns + column];
}
