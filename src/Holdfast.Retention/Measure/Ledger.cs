using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>The ledger of one life: what it cost, what it brought, and when it had paid (M6).</summary>
public static class Ledger
{
    /// <summary>
    /// The ledger of a life. A month of money belongs to it from the month of joining to the one of leaving; months of tenure are
    /// counted from the month of joining, which is month 1.
    /// </summary>
    /// <param name="life">The life.</param>
    /// <param name="channel">Word of its channel.</param>
    /// <param name="months">The customer's money by month.</param>
    /// <param name="costs">What winning and onboarding cost.</param>
    public static LifeMoney Of(Life life, string channel, IReadOnlyList<MonthMoney> months, Costs costs)
    {
        ArgumentNullException.ThrowIfNull(life);
        ArgumentNullException.ThrowIfNull(costs);
        var own = Within(life, months);
        var cost = CostOf(life, channel, costs);
        long margin = 0;
        int? breakEven = null;
        foreach (var month in own)
        {
            margin += month.Margin;
            if (margin >= cost) breakEven ??= MonthOfTenure(life, month.Month);
        }

        var isComplete = own.Count > 0 && own[0].Month == life.Joined.MonthStart;
        var last = own.TakeLast(12).ToArray();
        return new(cost, margin, isComplete, isComplete ? breakEven : null, own.Count,
            last.Length == 0 ? 0 : last.Sum(m => m.Margin) / last.Length);
    }

    /// <summary>Cost of winning and onboarding: the spell's own, else its channel's, else the general one.</summary>
    public static long CostOf(Life life, string channel, Costs costs)
    {
        ArgumentNullException.ThrowIfNull(life);
        ArgumentNullException.ThrowIfNull(costs);
        var won = life.AcquisitionCost ?? (costs.AcquisitionByChannel.TryGetValue(channel, out var told) ? told : costs.Acquisition);
        return won + costs.Onboarding;
    }

    /// <summary>The months that fall into a life.</summary>
    public static IReadOnlyList<MonthMoney> Within(Life life, IReadOnlyList<MonthMoney> months)
    {
        ArgumentNullException.ThrowIfNull(life);
        return [.. months.Where(m => m.Month >= life.Joined.MonthStart && (life.Left is not { } left || m.Month < left))];
    }

    /// <summary>Month of tenure, from 1, that a calendar month is for a life.</summary>
    public static int MonthOfTenure(Life life, Day month)
    {
        ArgumentNullException.ThrowIfNull(life);
        var (joined, told) = (life.Joined.Date, month.Date);
        return (told.Year - joined.Year) * 12 + told.Month - joined.Month + 1;
    }
}
