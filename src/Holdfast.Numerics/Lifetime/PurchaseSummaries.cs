namespace Holdfast.Numerics.Lifetime;

/// <summary>What a buy-till-you-die model needs to know of one customer; all times in one unit.</summary>
/// <param name="Frequency">Repeat purchases: the first one does not count.</param>
/// <param name="Recency">Time from the first to the last purchase; 0 when there was no repeat.</param>
/// <param name="Age">Time from the first purchase to the end of observation.</param>
public readonly record struct PurchaseSummary(double Frequency, double Recency, double Age);

/// <summary>Purchase summaries of many customers, checked.</summary>
/// <remarks>
/// Assumptions: 1. customers are independent. 2. observation begins with each one's first purchase and ends at a time that does not depend on purchases.
/// <para>Source: Fader, Hardie and Lee 2005, Marketing Science 24:275, section 2.</para>
/// <para>Checked against: the sums of the CDNOW sample.</para>
/// <para>Cost: O(customers).</para>
/// </remarks>
public sealed class PurchaseSummaries
{
    /// <summary>Takes three columns of one length.</summary>
    /// <param name="frequency">Repeat purchases, whole, 0 or more.</param>
    /// <param name="recency">Time of the last repeat purchase, 0 to the age; 0 where there was none.</param>
    /// <param name="age">Time observed, 0 or more, not all 0.</param>
    /// <exception cref="ArgumentException">A length or a value is out of range; the message names the place.</exception>
    public PurchaseSummaries(double[] frequency, double[] recency, double[] age)
    {
        ArgumentNullException.ThrowIfNull(frequency);
        ArgumentNullException.ThrowIfNull(recency);
        ArgumentNullException.ThrowIfNull(age);
        Require.Some(frequency.Length, nameof(frequency));
        Require.Length(recency.Length, frequency.Length, nameof(recency));
        Require.Length(age.Length, frequency.Length, nameof(age));
        (Frequency, Recency, Age) = (frequency, recency, age);
        var longest = 0.0;
        for (var i = 0; i < frequency.Length; i++)
        {
            Check(this[i], i);
            longest = Math.Max(longest, age[i]);
        }
        Require.That(longest > 0, "all ages are 0; at least one customer must have been observed for some time");
    }

    /// <summary>Repeat purchases per customer.</summary>
    public double[] Frequency { get; }

    /// <summary>Time of the last repeat purchase per customer.</summary>
    public double[] Recency { get; }

    /// <summary>Time observed per customer.</summary>
    public double[] Age { get; }

    /// <summary>How many customers there are.</summary>
    public int Count => Frequency.Length;

    /// <summary>One customer.</summary>
    /// <param name="index">From 0.</param>
    public PurchaseSummary this[int index] => new(Frequency[index], Recency[index], Age[index]);

    /// <summary>The first customer and each one so many places further.</summary>
    internal PurchaseSummaries Every(int stride)
    {
        var (x, recency, age) = (new double[(Count - 1) / stride + 1], new double[(Count - 1) / stride + 1], new double[(Count - 1) / stride + 1]);
        for (var i = 0; i < x.Length; i++)
            (x[i], recency[i], age[i]) = (Frequency[i * stride], Recency[i * stride], Age[i * stride]);
        return new PurchaseSummaries(x, recency, age);
    }

    /// <summary>Distinct customers with how often each occurs, in a fixed order.</summary>
    internal (PurchaseSummary Row, double Count)[] Distinct()
    {
        var rows = new PurchaseSummary[Count];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = this[i];
        Array.Sort(rows, (x, y) => x.Frequency != y.Frequency ? x.Frequency.CompareTo(y.Frequency) : x.Recency != y.Recency ? x.Recency.CompareTo(y.Recency) : x.Age.CompareTo(y.Age));
        var distinct = new List<(PurchaseSummary Row, double Count)>();
        foreach (var row in rows)
        {
            if (distinct.Count > 0 && distinct[^1].Row == row)
                distinct[^1] = (row, distinct[^1].Count + 1);
            else
                distinct.Add((row, 1));
        }
        return [.. distinct];
    }

    internal static void Check(PurchaseSummary customer, int index = 0)
    {
        var (x, recency, age) = customer;
        // Run once per customer and forecast: a message is worked out for a wrong one only.
        if (!(x >= 0 && x == Math.Floor(x) && x <= 1e9))
            throw new ArgumentException(Require.Text($"frequency[{index}] is {x}; a whole number from 0 to 1e9 is allowed"));
        if (!(age >= 0 && double.IsFinite(age)))
            throw new ArgumentException(Require.Text($"age[{index}] is {age}; a finite number from 0 on is allowed"));
        if (!(recency >= 0 && recency <= age))
            throw new ArgumentException(Require.Text($"recency[{index}] is {recency}; 0 to the age of {age} is allowed"));
        if (x == 0 && recency > 0)
            throw new ArgumentException(Require.Text($"recency[{index}] is {recency} without a repeat purchase; 0 is allowed there"));
        if (x > 0 && recency == 0)
            throw new ArgumentException(Require.Text($"recency[{index}] is 0 with {x} repeat purchases; purchases at the time of the first one belong to it"));
    }
}
