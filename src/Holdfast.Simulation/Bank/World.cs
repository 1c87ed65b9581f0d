using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>What is the same for all customers of a bank: its calendar, prices and branches.</summary>
public sealed class World
{
    /// <summary>The branch that is merged into <see cref="MergedInto"/> half-way, from 0.</summary>
    public const int MergedBranch = 4;

    /// <summary>The branch that takes the customers of <see cref="MergedBranch"/>.</summary>
    public const int MergedInto = 3;

    /// <summary>Customers of a branch that the default world holds: one in five of some 4,900.</summary>
    public const int CustomersPerBranch = 980;

    const int OldestYears = 25;
    static readonly int[] FirstFees = [60, 180, 500];
    readonly RandomStream _stream;
    readonly double[] _quality;

    /// <summary>Builds the world of the settings.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 customer, or years outside 1..10.</exception>
    public World(BankSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Customers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Years, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Years, 10);
        Settings = settings;
        _stream = new RandomStream(settings.Seed);
        _quality = new double[Branches];
        for (var branch = 0; branch < Branches; branch++) _quality[branch] = _stream.Split("branch").Split((ulong)branch).Normal();
        Opening = settings.FirstDay - OldestYears * 365;
    }

    /// <summary>The settings.</summary>
    public BankSettings Settings { get; }

    /// <summary>Day on which the oldest customers may have joined.</summary>
    public Day Opening { get; }

    /// <summary>Number of branches.</summary>
    public int Branches => (Settings.Customers + CustomersPerBranch - 1) / CustomersPerBranch;

    /// <summary>The branch a customer joined; those who join after the last day made spread over all that are open.</summary>
    public int BranchOf(int customer)
    {
        if (customer < Settings.Customers) return customer / CustomersPerBranch;
        var branch = customer % Branches;
        return branch == MergedBranch ? MergedInto : branch;
    }

    /// <summary>Service quality of a branch, standard-normal.</summary>
    public double QualityOf(int branch) => _quality[branch];

    /// <summary>A stream of its own for one customer and purpose; nothing about it depends on other customers.</summary>
    public RandomStream StreamOf(int customer, string purpose) => _stream.Split(purpose).Split((ulong)customer);

    /// <summary>The Monday after a day; a Monday is followed by the next.</summary>
    public Day NextMonday(Day day)
    {
        var offset = (day - Settings.FirstDay) % 7;
        return day + (7 - (offset < 0 ? offset + 7 : offset));
    }

    /// <summary>The week of a day, from 0 at the first day; negative before it.</summary>
    public int WeekOf(Day day) => (int)Math.Floor((day - Settings.FirstDay) / 7.0);

    /// <summary>Whether the yearly price rise, on 1 April, falls into these days.</summary>
    public static bool PriceRisesIn(Day from, int days)
    {
        var date = from.Date;
        if (date.Month is not (3 or 4)) return false;
        var rise = Day.From(date.Year, 4, 1);
        return rise >= from && rise < from + days;
    }

    /// <summary>Full monthly fee of a package on a day, minor units: 3 % more each April.</summary>
    public int FeeOn(Day day, int package)
    {
        var date = day.Date;
        var rises = date.Year - Settings.FirstDay.Date.Year + (date.Month >= 4 ? 1 : 0);
        return (int)Math.Round(FirstFees[package] * Math.Pow(1.03, rises));
    }

    /// <summary>Whether the merger of branches falls into the week that begins on a day.</summary>
    public bool MergesIn(Day monday) => WeekOf(monday) == Settings.MergerWeek && Branches > MergedBranch;
}
