using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Predict.Windows;

/// <summary>
/// The window of a label: leaving counts within [cutoff + gap, cutoff + gap + horizon). Whoever is a customer at the cut-off by
/// what was known then is chosen; what comes later only decides the outcome.
/// </summary>
/// <param name="GapDays">Days between the cut-off and the window: the lead time of an action, 0 or more.</param>
/// <param name="HorizonDays">Length of the window, days, above 0.</param>
public sealed record Window(int GapDays, int HorizonDays)
{
    /// <summary>First day after the window of a cut-off.</summary>
    public Day End(Day cutoff) => cutoff + (GapDays + HorizonDays);

    /// <summary>The life that lasts at a day by what was known before it; null where the customer is none then.</summary>
    public static Life? LifeAt(History history, Business business, Day day)
    {
        var lives = Lives.Of(history, business, day);
        return lives.Count > 0 && lives[^1].Left is null && lives[^1].Joined < day ? lives[^1] : null;
    }

    /// <summary>What became of a life that lasted at the cut-off.</summary>
    /// <param name="life">The life as known at the cut-off; null for no customer.</param>
    /// <param name="final">All lives as known at the end of the data, in order.</param>
    /// <param name="cutoff">The cut-off.</param>
    /// <remarks>
    /// 1. An end told as it happens: gone before the window opens is left out.
    /// 2. An end known only after days of silence or of an empty balance is dated at the last sign of life. A customer who was
    /// silent but not yet known to be gone when the window opens stays among the rows and is a leaver: leaving such rows out
    /// would choose by what nobody knew.
    /// 3. Administrative ends are left out: nobody left.
    /// </remarks>
    public Outcome Of(Life? life, IReadOnlyList<Life> final, Day cutoff)
    {
        if (life is null || Truth(life, final) is not { } truth) return Outcome.LeftOut;
        if (truth.Left is not { } left || left >= End(cutoff)) return Outcome.Stayed;
        var opens = cutoff + GapDays;
        var told = truth.How is ChurnKind.Silent or ChurnKind.Partial ? truth.KnownLeft ?? left : left;
        if (told < opens || truth.Kind == Leaving.Administrative) return Outcome.LeftOut;
        return truth.Kind == Leaving.Voluntary ? Outcome.Left : Outcome.LeftOtherwise;
    }

    static Life? Truth(Life life, IReadOnlyList<Life> final)
    {
        for (var i = final.Count - 1; i >= 0; i--)
        {
            if (final[i].CoversDay(life.Joined)) return final[i];
        }

        return null;
    }
}
