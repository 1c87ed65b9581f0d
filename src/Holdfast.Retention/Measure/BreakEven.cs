using System.Globalization;
using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>When customers have paid what it cost to win them (M6); money in minor units.</summary>
/// <param name="All">All customers.</param>
/// <param name="ByChannel">By channel of acquisition.</param>
/// <param name="ByCohort">By quarter of joining, customers told from their first month on.</param>
public sealed record BreakEven(BreakEvenGroup All, IReadOnlyList<BreakEvenGroup> ByChannel, IReadOnlyList<BreakEvenGroup> ByCohort);

/// <summary>Break-even of one group.</summary>
/// <param name="Name">Channel or cohort.</param>
/// <param name="Customers">First lives in it.</param>
/// <param name="MeanCost">Mean cost of acquisition and onboarding.</param>
/// <param name="MeanMargin">Mean margin in month 1, 2, 3 ... of tenure of a customer who is there.</param>
/// <param name="MonthsToBreakEven">First month in which the sum of mean margins reaches the mean cost; null where it does not as far as is told.</param>
/// <param name="LeftBeforeCohorts">Share that has left by that month (all kinds but administrative).</param>
/// <param name="Complete">Lives told from their first month on: only these have a ledger of their own.</param>
/// <param name="LeftBeforeOwn">Share of complete lives that have left before their own break-even, by the last month observed; break-even competes.</param>
/// <param name="BrokeEven">Complete lives that have reached their own break-even.</param>
/// <param name="EarlyLeavers">Complete lives that ended before it.</param>
/// <param name="ValueDestroyed">What these had cost beyond what they brought.</param>
public sealed record BreakEvenGroup(
    string Name,
    long Customers,
    double MeanCost,
    IReadOnlyList<double> MeanMargin,
    int? MonthsToBreakEven,
    double? LeftBeforeCohorts,
    long Complete,
    double? LeftBeforeOwn,
    long BrokeEven,
    long EarlyLeavers,
    long ValueDestroyed);

/// <summary>Sums the ledgers of one group, life by life.</summary>
public sealed class BreakEvenCounts
{
    /// <summary>Longest tenure in months.</summary>
    public const int MostMonths = 120;

    readonly long[] _margin = new long[MostMonths];
    readonly long[] _there = new long[MostMonths];
    readonly long[] _ownLeft = new long[MostMonths + 1], _ownPaid = new long[MostMonths + 1], _ownOpen = new long[MostMonths + 1];
    long _customers, _cost, _complete, _brokeEven, _early, _destroyed;

    /// <summary>Adds a first life.</summary>
    /// <param name="life">The life with its ledger.</param>
    /// <param name="months">Money of the months that fall into it.</param>
    public void Add(MeasuredLife life, IReadOnlyList<MonthMoney> months)
    {
        ArgumentNullException.ThrowIfNull(life);
        ArgumentNullException.ThrowIfNull(months);
        _customers++;
        _cost += life.Money?.Cost ?? 0;
        foreach (var month in months)
        {
            var number = Ledger.MonthOfTenure(life.Life, month.Month);
            if (number > MostMonths) break;
            _margin[number - 1] += month.Margin;
            _there[number - 1]++;
        }

        if (life.Money is { IsComplete: true } money) Own(life.Life, money);
    }

    /// <summary>The figures of the group.</summary>
    /// <param name="name">Channel or cohort.</param>
    /// <param name="tenure">The same lives by tenure.</param>
    public BreakEvenGroup Figures(string name, TenureCounts tenure)
    {
        var meanCost = _customers == 0 ? 0 : (double)_cost / _customers;
        double[] mean = [.. _margin.Zip(_there).TakeWhile(m => m.Second > 0).Select(m => (double)m.First / m.Second)];
        var months = MonthsTo(meanCost, mean);
        var left = months is { } month ? new TenureRisk(tenure).By((int)Math.Round(month * Rate.DaysPerMonth))?.All : null;
        return new(name, _customers, meanCost, mean, months, left, _complete, LeftBeforeOwn(), _brokeEven, _early, _destroyed);
    }

    void Own(Life life, LifeMoney money)
    {
        _complete++;
        var last = Math.Min(money.ObservedMonths, MostMonths);
        if (money.BreakEvenMonth is { } paid)
        {
            _brokeEven++;
            _ownPaid[Math.Min(paid, MostMonths)]++;
        }
        else if (life.Kind is Leaving.Voluntary or Leaving.Involuntary)
        {
            _early++;
            _destroyed += money.Cost - money.Margin;
            _ownLeft[last]++;
        }
        else
        {
            _ownOpen[last]++;
        }
    }

    static int? MonthsTo(double cost, double[] mean)
    {
        double sum = 0;
        for (var i = 0; i < mean.Length; i++)
        {
            sum += mean[i];
            if (sum >= cost) return i + 1;
        }

        return null;
    }

    // Aalen-Johansen over months: leaving before break-even against reaching it.
    double? LeftBeforeOwn()
    {
        if (_complete == 0) return null;
        double neither = 1, left = 0;
        var atRisk = _complete;
        for (var month = 0; month <= MostMonths && atRisk > 0; month++)
        {
            left += neither * _ownLeft[month] / atRisk;
            neither *= 1 - (double)(_ownLeft[month] + _ownPaid[month]) / atRisk;
            atRisk -= _ownLeft[month] + _ownPaid[month] + _ownOpen[month];
        }

        return left;
    }
}

/// <summary>Names of quarters.</summary>
static class Quarter
{
    internal static string Of(Day day) =>
        string.Create(CultureInfo.InvariantCulture, $"{day.Date.Year}-Q{(day.Date.Month - 1) / 3 + 1}");
}
