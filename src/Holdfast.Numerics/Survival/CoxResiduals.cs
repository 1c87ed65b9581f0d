namespace Holdfast.Numerics.Survival;

/// <summary>Where a fitted Cox regression and its rows disagree.</summary>
/// <remarks>
/// Assumptions: the rows are those the regression was fitted to.
/// <para>Source: Barlow and Prentice 1988 (martingale); Schoenfeld 1982; Therneau, Grambsch and Fleming 1990 (score); Therneau and Grambsch 2000, 3.4 and appendix E (Efron's ties);
/// Lin and Wei 1989 (robust covariance).</para>
/// <para>Checked against: R 4.2.2 residuals.coxph on Therneau's validation rows, to 1e-9; robust errors on rossi, to 1e-6.</para>
/// <para>Cost: two passes of O(rows x columns).</para>
/// </remarks>
public sealed class CoxResiduals
{
    readonly CoxSample _sample;
    readonly CoxFit _fit;
    readonly double[] _risks;
    readonly double[] _weights;
    readonly int _k;
    readonly TimeMoments[] _groups;

    CoxResiduals(CoxSample sample, CoxFit fit)
    {
        (_sample, _fit, _k) = (sample, fit, sample.Columns);
        (_risks, _groups) = (CoxRisks.Plain(sample, fit), new TimeMoments[sample.GroupEvents.Length]);
        _weights = new double[sample.Count];
        (Martingale, Score) = (new double[sample.Count], new double[sample.Count * _k]);
        var weighted = CoxRisks.Weighted(sample, _risks);
        new RiskSets(sample, weighted, false).Walk(sets => _groups[sets.Group] = Sums(sets));
        for (var s = 0; s + 1 < sample.StratumGroup.Length; s++)
            Ascend(s);
        Schoenfeld = Differences();
    }

    /// <summary>Events minus expected events of each row, in the rows' order.</summary>
    public double[] Martingale { get; }

    /// <summary>Each row's part of the score, row by row; nothing for exact ties, whose score does not fall apart into rows.</summary>
    public double[] Score { get; }

    /// <summary>At every event the row's columns minus their mean among those at risk, by stratum and time.</summary>
    public IReadOnlyList<SchoenfeldResidual> Schoenfeld { get; }

    /// <summary>Works the residuals out.</summary>
    /// <param name="sample">The sample the regression was fitted to.</param>
    /// <param name="rows">Its values row by row.</param>
    /// <param name="fit">The fitted regression.</param>
    /// <exception cref="ArgumentException">The rows do not fit the regression.</exception>
    public static CoxResiduals Of(SurvivalSample sample, ReadOnlySpan<double> rows, CoxFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return new CoxResiduals(CoxSample.Of(sample, rows, fit.Coefficients.Length), fit);
    }

    /// <summary>
    /// The covariance that holds although rows of a cluster depend on each other or the model is not quite right: the sum over clusters
    /// of what each moves the coefficients by, squared.
    /// </summary>
    /// <param name="clusters">Any number per cluster, one per row; empty when every row is its own.</param>
    /// <returns>Row by row.</returns>
    /// <exception cref="ArgumentException">The length differs or ties are exact.</exception>
    public double[] RobustCovariance(ReadOnlySpan<int> clusters = default)
    {
        Require.That(_fit.Ties != TieMethod.Exact, "exact ties have no robust covariance: use Efron's or Breslow's");
        if (!clusters.IsEmpty)
            Require.Length(clusters.Length, _sample.Count, nameof(clusters));
        var meat = new double[_k * _k];
        var members = clusters.IsEmpty ? Enumerable.Range(0, _sample.Count).Select(i => new[] { i }) : StratumRows.Of(clusters, _sample.Count);
        foreach (var rows in members)
        {
            var moved = new double[_k];
            foreach (var row in rows)
            {
                for (var j = 0; j < _k; j++)
                    moved[j] += _weights[row] * Score[row * _k + j];
            }
            var step = Times(_fit.Covariance, moved);
            for (var i = 0; i < _k * _k; i++)
                meat[i] += step[i / _k] * step[i % _k];
        }
        return meat;
    }

    double[] Times(double[] matrix, double[] vector)
    {
        var product = new double[_k];
        for (var i = 0; i < _k; i++)
        {
            for (var j = 0; j < _k; j++)
                product[i] += matrix[i * _k + j] * vector[j];
        }
        return product;
    }

    TimeMoments Sums(RiskSets sets)
    {
        var steps = _fit.Ties == TieMethod.Efron ? sets.Events : 1;
        var sums = TieSums.Of(sets.S0, sets.D0, steps, _sample.GroupWeight[sets.Group] / steps);
        var (mean, hazardMean, tiedMean) = (new double[_k], new double[_k], new double[_k]);
        for (var j = 0; j < _k; j++)
        {
            mean[j] = (sets.S1[j] * sums.A - sets.D1[j] * sums.Af) / _sample.GroupWeight[sets.Group];
            hazardMean[j] = sets.S1[j] * sums.B - sets.D1[j] * sums.Bf;
            tiedMean[j] = sets.S1[j] * sums.Bf - sets.D1[j] * sums.Bff;
        }
        return new TimeMoments(sums.A, sums.Af, mean, hazardMean, tiedMean);
    }

    void Ascend(int stratum)
    {
        var (first, last) = _sample.Stratum(stratum);
        var (hazard, means) = (0.0, new double[_k]);
        var entering = _sample.Entry.Length == 0 ? first : last;
        for (var g = _sample.StratumGroup[stratum + 1] - 1; g >= _sample.StratumGroup[stratum]; g--)
        {
            var start = _sample.GroupStart[g];
            // Who enters takes off what passed before: written into the row now, completed at its exit.
            for (; entering > first && _sample.Entry[_sample.ByEntry[entering - 1]] < _sample.Exit[start]; entering--)
                Live(_sample.ByEntry[entering - 1], -hazard, means, -1);
            if (_groups[g].HazardMean is { } step)
            {
                hazard += _groups[g].A;
                for (var j = 0; j < _k; j++)
                    means[j] += step[j];
            }
            for (var p = start; p < _sample.GroupEnd(g); p++)
            {
                _weights[_sample.Row[p]] = _sample.Weight(p);
                Live(p, hazard, means, 1);
                if (_sample.IsEvent[p] && _groups[g].Mean is not null)
                    Leave(p, _groups[g]);
            }
        }
    }

    // Takes the hazard lived through off a row; sign is that of the sums in means.
    void Live(int position, double hazard, double[] means, double sign)
    {
        var row = _sample.Row[position];
        Martingale[row] -= _risks[position] * hazard;
        for (var j = 0; j < _k; j++)
            Score[row * _k + j] -= _risks[position] * (Z(position, j) * hazard - sign * means[j]) * _sample.Scales[j];
    }

    void Leave(int position, TimeMoments sums)
    {
        var row = _sample.Row[position];
        Martingale[row] += 1 + _risks[position] * sums.Af;
        for (var j = 0; j < _k; j++)
        {
            var tied = _risks[position] * (Z(position, j) * sums.Af - sums.TiedMean[j]);
            Score[row * _k + j] += (Z(position, j) - sums.Mean[j] + tied) * _sample.Scales[j];
        }
    }

    List<SchoenfeldResidual> Differences()
    {
        var residuals = new List<SchoenfeldResidual>();
        for (var s = 0; s + 1 < _sample.StratumGroup.Length; s++)
        {
            for (var g = _sample.StratumGroup[s + 1] - 1; g >= _sample.StratumGroup[s]; g--)
            {
                for (var p = _sample.GroupEnd(g) - 1; p >= _sample.GroupStart[g] && _sample.GroupEvents[g] > 0; p--)
                {
                    if (!_sample.IsEvent[p])
                        continue;
                    var values = new double[_k];
                    for (var j = 0; j < _k; j++)
                        values[j] = (Z(p, j) - _groups[g].Mean[j]) * _sample.Scales[j];
                    residuals.Add(new SchoenfeldResidual(_sample.Row[p], _sample.Exit[p], values));
                }
            }
        }
        return residuals;
    }

    double Z(int position, int column) => _sample.Z[position * _sample.Columns + column];
}

/// <summary>A row's columns at its event minus their mean among those at risk.</summary>
/// <param name="Row">Index of the row.</param>
/// <param name="Time">Time of the event.</param>
/// <param name="Values">One per column.</param>
public sealed record SchoenfeldResidual(int Row, double Time, double[] Values);

/// <summary>Risks of the sorted rows at a fit's coefficients.</summary>
static class CoxRisks
{
    /// <summary>exp(beta z) of every position, without weights, on the fit's scale with z centred.</summary>
    public static double[] Plain(CoxSample sample, CoxFit fit)
    {
        var beta = Scaled(sample, fit);
        var risks = new double[sample.Count];
        for (var p = 0; p < risks.Length; p++)
        {
            for (var j = 0; j < beta.Length; j++)
                risks[p] += beta[j] * sample.Z[p * beta.Length + j];
            risks[p] = Math.Exp(risks[p]);
        }
        return risks;
    }

    public static double[] Weighted(CoxSample sample, double[] risks)
    {
        var weighted = new double[risks.Length];
        for (var p = 0; p < risks.Length; p++)
            weighted[p] = risks[p] * sample.Weight(p);
        return weighted;
    }

    static double[] Scaled(CoxSample sample, CoxFit fit)
    {
        var beta = new double[sample.Columns];
        for (var j = 0; j < beta.Length; j++)
            beta[j] = fit.Coefficients[j] * sample.Scales[j];
        return beta;
    }
}
