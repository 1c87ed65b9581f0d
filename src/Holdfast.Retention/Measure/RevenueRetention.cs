using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>How much of the opening revenue, margin and balance is still there (M1); money in minor units, nominal.</summary>
/// <param name="Name">The period.</param>
/// <param name="Opens">First day.</param>
/// <param name="Closes">First day after it.</param>
/// <param name="IsFinished">Whether every end in it can be known.</param>
/// <param name="Revenue">By revenue of the month before the period against the last month of it.</param>
/// <param name="Margin">By margin of those months.</param>
/// <param name="Balance">By balance at those months' ends; null where none is told.</param>
public sealed record RevenueRetention(string Name, Day Opens, Day Closes, bool IsFinished, Kept? Revenue, Kept? Margin, Kept? Balance);

/// <summary>What is left of an opening sum.</summary>
/// <param name="Opening">Sum over customers with an opening above 0, at the start of the period.</param>
/// <param name="GrossKept">Of it kept, each customer counting at most the own opening.</param>
/// <param name="NetKept">What these customers bring when it closes, growth included, new customers not.</param>
/// <param name="Gross">Gross kept / opening, 0..1.</param>
/// <param name="Net">Net kept / opening; above 1 where growth outweighs losses.</param>
public sealed record Kept(long Opening, long GrossKept, long NetKept, double Gross, double Net);

/// <summary>Sums money kept in one period, customer by customer.</summary>
/// <param name="period">The period; it opens and closes on the first day of a month.</param>
public sealed class RevenueCounts(Period period)
{
    Sums _revenue, _margin, _balance;

    /// <summary>Counts one customer; who moved out administratively is left out of both sides.</summary>
    public void Add(IReadOnlyList<Life> lives, IReadOnlyList<MonthMoney> months)
    {
        ArgumentNullException.ThrowIfNull(lives);
        ArgumentNullException.ThrowIfNull(months);
        if (!IsThere(lives, period.Opens)) return;
        var isThere = IsThere(lives, period.Closes);
        if (!isThere && lives[^1].Kind == Leaving.Administrative) return;
        var opening = Month(months, period.Opens.AddMonths(-1));
        var closing = isThere ? Month(months, period.Closes.AddMonths(-1)) : default;
        _revenue.Add(opening.Revenue, closing.Revenue);
        _margin.Add(opening.Margin, closing.Margin);
        _balance.Add(opening.Balance, closing.Balance);
    }

    /// <summary>The figures.</summary>
    public RevenueRetention Figures(bool isFinished) =>
        new(period.ToString(), period.Opens, period.Closes, isFinished, _revenue.Kept, _margin.Kept, _balance.Kept);

    static bool IsThere(IReadOnlyList<Life> lives, Day day)
    {
        for (var i = 0; i < lives.Count; i++)
        {
            if (lives[i].IsThereBefore(day)) return true;
        }

        return false;
    }

    static MonthMoney Month(IReadOnlyList<MonthMoney> months, Day month)
    {
        int low = 0, high = months.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (months[middle].Month < month) low = middle + 1;
            else high = middle;
        }

        return low < months.Count && months[low].Month == month ? months[low] : default;
    }

    struct Sums
    {
        long _opening, _gross, _net;

        internal readonly Kept? Kept => _opening == 0 ? null : new(_opening, _gross, _net, (double)_gross / _opening, (double)_net / _opening);

        internal void Add(long opening, long closing)
        {
            if (opening <= 0) return;
            _opening += opening;
            _gross += Math.Clamp(closing, 0, opening);
            _net += closing;
        }
    }
}
