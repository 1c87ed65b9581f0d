namespace Holdfast.Numerics.Lifetime;

/// <summary>How many customers were lost in each period since they joined, and how many are still there; several cohorts may be added up.</summary>
/// <remarks>
/// Assumptions: 1. customers are independent. 2. whoever is still there was observed for a time that does not depend on leaving.
/// <para>Source: Fader and Hardie 2007, Journal of Interactive Marketing 21:76, appendix B.</para>
/// <para>Checked against: the two published cohorts.</para>
/// <para>Cost: O(periods).</para>
/// </remarks>
public sealed class CohortLosses
{
    /// <summary>Takes counts by period.</summary>
    /// <param name="lost">Customers lost in period 1, 2, ...; 0 or more, shares of a customer allowed.</param>
    /// <param name="kept">Customers still there after period 1, 2, ... who were not observed further; as long as <paramref name="lost"/>.</param>
    /// <exception cref="ArgumentException">A length or a value is out of range, or nobody was lost.</exception>
    public CohortLosses(double[] lost, double[] kept)
    {
        ArgumentNullException.ThrowIfNull(lost);
        ArgumentNullException.ThrowIfNull(kept);
        Require.Some(lost.Length, nameof(lost));
        Require.Length(kept.Length, lost.Length, nameof(kept));
        var sum = 0.0;
        for (var t = 0; t < lost.Length; t++)
        {
            Require.That(lost[t] >= 0 && double.IsFinite(lost[t]), $"lost[{t}] is {lost[t]}; a finite number from 0 on is allowed");
            Require.That(kept[t] >= 0 && double.IsFinite(kept[t]), $"kept[{t}] is {kept[t]}; a finite number from 0 on is allowed");
            sum += lost[t];
            Customers += lost[t] + kept[t];
        }
        Require.That(sum > 0, "nobody was lost in any period; at least one loss is needed");
        (Lost, Kept) = (lost, kept);
    }

    /// <summary>One cohort from the number left after 0, 1, 2, ... periods.</summary>
    /// <param name="survivors">From the size of the cohort on, never rising; two entries or more.</param>
    /// <exception cref="ArgumentException">The numbers rise, are out of range or too few.</exception>
    public static CohortLosses OfSurvivors(ReadOnlySpan<double> survivors)
    {
        Require.That(survivors.Length >= 2, $"there are {survivors.Length} numbers of survivors; at least two are needed, the first of period 0");
        Require.Finite(survivors, nameof(survivors));
        var lost = new double[survivors.Length - 1];
        var kept = new double[lost.Length];
        for (var t = 0; t < lost.Length; t++)
        {
            Require.That(survivors[t + 1] <= survivors[t], $"survivors[{t + 1}] is {survivors[t + 1]}; at most the {survivors[t]} of the period before is allowed");
            lost[t] = survivors[t] - survivors[t + 1];
        }
        kept[^1] = survivors[^1];
        return new CohortLosses(lost, kept);
    }

    /// <summary>Customers from whole durations: the period in which each was lost, or the last one each was seen through.</summary>
    /// <param name="durations">Whole, 1 or more.</param>
    /// <param name="lost">True where the customer was lost in that period.</param>
    /// <exception cref="ArgumentException">A length or a value is out of range.</exception>
    public static CohortLosses OfDurations(ReadOnlySpan<int> durations, ReadOnlySpan<bool> lost)
    {
        Require.Some(durations.Length, nameof(durations));
        Require.Length(lost.Length, durations.Length, nameof(lost));
        var longest = 0;
        for (var i = 0; i < durations.Length; i++)
        {
            if (durations[i] is < 1 or > 1_000_000)
                throw new ArgumentException(Require.Text($"durations[{i}] is {durations[i]}; 1 to 1,000,000 whole periods are allowed"));
            longest = Math.Max(longest, durations[i]);
        }
        var (gone, kept) = (new double[longest], new double[longest]);
        for (var i = 0; i < durations.Length; i++)
            (lost[i] ? gone : kept)[durations[i] - 1]++;
        return new CohortLosses(gone, kept);
    }

    /// <summary>Customers lost per period.</summary>
    public double[] Lost { get; }

    /// <summary>Customers last seen after each period.</summary>
    public double[] Kept { get; }

    /// <summary>All customers.</summary>
    public double Customers { get; }

    /// <summary>Losses per customer and period at risk: from where to begin a search.</summary>
    internal double Risk
    {
        get
        {
            double lost = 0, exposure = 0;
            for (var t = 0; t < Lost.Length; t++)
            {
                lost += Lost[t];
                exposure += (t + 1) * (Lost[t] + Kept[t]);
            }
            return Math.Min(lost / exposure, 0.99);
        }
    }
}
