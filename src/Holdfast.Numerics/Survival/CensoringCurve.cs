namespace Holdfast.Numerics.Survival;

/// <summary>
/// G(t): the Kaplan-Meier curve of being censored. At one time the event comes before the censoring, so who has the event is no
/// longer at risk of being censored there.
/// </summary>
sealed class CensoringCurve
{
    readonly double[] _times;
    readonly double[] _shares;

    CensoringCurve(double[] times, double[] shares) => (_times, _shares) = (times, shares);

    public static CensoringCurve Of(SurvivalSample sample, int[] rows)
    {
        var (exits, causes, weights) = (new double[rows.Length], new int[rows.Length], new double[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
            (exits[i], causes[i], weights[i]) = (sample.Exits[rows[i]], sample.Events[rows[i]] ? 1 : 0, sample.Weight(rows[i]));
        var table = ExitTable.Count([], exits, causes, 1, weights);
        var shares = new double[table.Times.Length];
        var share = 1.0;
        for (var i = 0; i < shares.Length; i++)
        {
            var atRisk = table.AtRisk[i] - table.Events[i];
            var staying = i + 1 < shares.Length ? table.AtRisk[i + 1] : 0;
            share *= atRisk - staying <= 1e-12 * atRisk ? 1 : staying / atRisk;
            shares[i] = share;
        }
        return new CensoringCurve(table.Times.ToArray(), shares);
    }

    public double Before(double time) => At(Sorted.LastBefore(_times, time));

    public double After(double time) => At(Sorted.LastUpTo(_times, time));

    double At(int row) => row < 0 ? 1 : _shares[row];
}
