namespace Holdfast.Numerics.Survival;

/// <summary>The cumulative baseline hazard of a fitted Cox regression and the curves it predicts.</summary>
/// <remarks>
/// Assumptions: those of <see cref="CoxRegression"/>.
/// <para>Source: Breslow 1974; Efron 1977 (ties), which is the hazard that fits Efron's likelihood; exact ties use Breslow's.</para>
/// <para>Checked against: R 4.2.2 basehaz on rossi, for a row of zeros and at R's centre, to 1e-8.</para>
/// <para>Cost: one pass; a prediction is one search.</para>
/// </remarks>
public sealed class CoxBaseline
{
    readonly CoxFit _fit;
    readonly SortedDictionary<int, BaselineCurve> _curves = [];

    CoxBaseline(CoxFit fit) => _fit = fit;

    /// <summary>The strata's numbers, rising; 0 alone when there are none.</summary>
    public IReadOnlyCollection<int> Strata => _curves.Keys;

    /// <summary>Works the hazard out.</summary>
    /// <param name="sample">The sample the regression was fitted to.</param>
    /// <param name="rows">Its values row by row.</param>
    /// <param name="fit">The fitted regression.</param>
    /// <exception cref="ArgumentException">The rows do not fit the regression.</exception>
    public static CoxBaseline Of(SurvivalSample sample, ReadOnlySpan<double> rows, CoxFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        var sorted = CoxSample.Of(sample, rows, fit.Coefficients.Length);
        var steps = new double[sorted.GroupEvents.Length];
        new RiskSets(sorted, CoxRisks.Weighted(sorted, CoxRisks.Plain(sorted, fit)), false).Walk(sets =>
        {
            var count = fit.Ties == TieMethod.Efron ? sets.Events : 1;
            steps[sets.Group] = TieSums.Of(sets.S0, sets.D0, count, sorted.GroupWeight[sets.Group] / count).A;
        });
        // The sums are those of centred columns: a row of zeros lies exp(beta mean) below.
        var atZero = Math.Exp(-fit.LinearPredictor(sorted.Means));
        var baseline = new CoxBaseline(fit);
        for (var s = 0; s + 1 < sorted.StratumGroup.Length; s++)
        {
            var last = sorted.StratumGroup[s + 1] - 1;
            var (times, hazards) = (new double[last - sorted.StratumGroup[s] + 1], new double[last - sorted.StratumGroup[s] + 1]);
            var sum = 0.0;
            for (var i = 0; i < times.Length; i++)
            {
                sum += steps[last - i];
                (times[i], hazards[i]) = (sorted.Exit[sorted.GroupStart[last - i]], sum * atZero);
            }
            baseline._curves[sample.Stratum(sorted.Row[sorted.Stratum(s).Start])] = new BaselineCurve(times, hazards);
        }
        return baseline;
    }

    /// <summary>Cumulative hazard of a row of zeros at every exit time of a stratum.</summary>
    /// <param name="stratum">The stratum's number.</param>
    /// <exception cref="ArgumentException">No such stratum.</exception>
    public BaselineCurve Curve(int stratum = 0) =>
        _curves.TryGetValue(stratum, out var curve) ? curve : throw new ArgumentException(Require.Text($"stratum is {stratum}; {string.Join(", ", _curves.Keys)} are there"));

    /// <summary>The factor by which hazards of a row of zeros are multiplied to be those at R's centre.</summary>
    public double AtCentre => Math.Exp(_fit.LinearPredictor(_fit.Centre));

    /// <summary>Cumulative hazard of a row up to a time; beyond the last exit the last known one.</summary>
    /// <param name="row">One value per column.</param>
    /// <param name="time">0 or more.</param>
    /// <param name="stratum">The row's stratum.</param>
    /// <exception cref="ArgumentException">The row has another width or there is no such stratum.</exception>
    public double Hazard(ReadOnlySpan<double> row, double time, int stratum = 0) => Curve(stratum).At(time) * Math.Exp(_fit.LinearPredictor(row));

    /// <summary>Share of rows like this one that are still there after a time.</summary>
    /// <param name="row">One value per column.</param>
    /// <param name="time">0 or more.</param>
    /// <param name="stratum">The row's stratum.</param>
    /// <exception cref="ArgumentException">The row has another width or there is no such stratum.</exception>
    public double Survival(ReadOnlySpan<double> row, double time, int stratum = 0) => Math.Exp(-Hazard(row, time, stratum));
}

/// <summary>A cumulative hazard by time.</summary>
/// <param name="Times">Exit times, rising.</param>
/// <param name="Hazards">Cumulative hazard after each.</param>
public sealed record BaselineCurve(double[] Times, double[] Hazards)
{
    /// <summary>Cumulative hazard after a time; 0 before the first exit, beyond the last the last known one.</summary>
    /// <param name="time">0 or more.</param>
    public double At(double time)
    {
        var row = Sorted.LastUpTo(Times, time);
        return row < 0 ? 0 : Hazards[row];
    }
}
