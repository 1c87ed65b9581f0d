namespace Holdfast.Numerics.Survival;

/// <summary>
/// How good predictions of a time are where some are censored: those whose state at the time is known stand, by the inverse of the
/// chance of not having been censored (IPCW), for those whose state is not.
/// </summary>
/// <remarks>
/// Assumptions: censoring does not depend on the prediction.
/// <para>Source: Graf et al. 1999 (Brier score); Uno et al. 2007; Blanche, Dartigues and Jacqmin-Gadda 2013 (cumulative cases, dynamic controls). G is the Kaplan-Meier curve of censoring, events first.</para>
/// <para>Checked against: R 4.2.2 riskRegression 2022.11.28 Score and pec on veteran, to 1e-9.</para>
/// <para>Cost: O(n log n).</para>
/// </remarks>
public static class IpcwScores
{
    /// <summary>Mean squared error of predicted shares still there at a time.</summary>
    /// <param name="sample">Who was observed from 0 to when; late entries, weights and strata are not allowed.</param>
    /// <param name="survival">Predicted chance of each row to be still there after the time.</param>
    /// <param name="time">0 or more.</param>
    /// <exception cref="ArgumentException">Lengths differ or a number is out of range.</exception>
    public static double Brier(SurvivalSample sample, ReadOnlySpan<double> survival, double time)
    {
        var weights = Weights(sample, time);
        Require.Length(survival.Length, sample.Count, nameof(survival));
        Require.Shares(survival, nameof(survival));
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            var off = survival[i] - (sample.Exits[i] > time ? 1 : 0);
            sum += weights[i] * off * off;
        }
        return sum / weights.Length;
    }

    /// <summary>Brier score of predicting the Kaplan-Meier share for everyone: what a model has to beat.</summary>
    /// <param name="sample">Who was observed from 0 to when.</param>
    /// <param name="time">0 or more.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static double NullBrier(SurvivalSample sample, double time)
    {
        var shares = new double[sample.Count];
        shares.AsSpan().Fill(KaplanMeier.Fit(sample).At(time));
        return Brier(sample, shares, time);
    }

    /// <summary>Chance that of one who left up to a time and one who did not, the first has the higher score; null when there is no such pair.</summary>
    /// <param name="sample">Who was observed from 0 to when; late entries, weights and strata are not allowed.</param>
    /// <param name="scores">One per row, finite; higher means earlier.</param>
    /// <param name="time">0 or more.</param>
    /// <exception cref="ArgumentException">Lengths differ or a number is out of range.</exception>
    public static double? Auc(SurvivalSample sample, ReadOnlySpan<double> scores, double time)
    {
        var weights = Weights(sample, time);
        Require.Length(scores.Length, sample.Count, nameof(scores));
        Require.Finite(scores, nameof(scores));
        var order = TimeOrder.Ascending(scores);
        double below = 0, cases = 0, wins = 0;
        for (int start = 0, end; start < order.Length; start = end)
        {
            double tiedCases = 0, tiedControls = 0;
            for (end = start; end < order.Length && scores[order[end]] == scores[order[start]]; end++)
            {
                if (sample.Exits[order[end]] > time)
                    tiedControls += weights[order[end]];
                else
                    tiedCases += weights[order[end]];
            }
            wins += tiedCases * (below + tiedControls / 2);
            below += tiedControls;
            cases += tiedCases;
        }
        return cases > 0 && below > 0 ? wins / (cases * below) : null;
    }

    // 1 / G just before the exit of who left up to the time, 1 / G at the time of who is there after it, 0 of who was censored before.
    static double[] Weights(SurvivalSample sample, double time)
    {
        sample.Check();
        Require.NotNegative(time, nameof(time));
        Require.That(sample.Entries.IsEmpty && sample.Weights.IsEmpty && sample.Strata.IsEmpty, "late entries, weights and strata are not allowed here");
        var censoring = CensoringCurve.Of(sample, [.. Enumerable.Range(0, sample.Count)]);
        var weights = new double[sample.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            if (sample.Exits[i] > time)
                weights[i] = 1 / censoring.After(time);
            else if (sample.Events[i])
                weights[i] = 1 / censoring.Before(sample.Exits[i]);
        }
        return weights;
    }
}
