using Holdfast.Retention.Facts;
using Holdfast.Simulation.Bank;
using Holdfast.Simulation.Bank.Aims;

namespace Holdfast.Tests.Simulation;

/// <summary>Everything the tests and the document tell of the default sample bank, counted in one pass.</summary>
sealed class Census
{
    public const ulong Seed = 1;

    static readonly Lazy<Census> Counted = new(() => new Census());
    readonly double[] _revenues = new double[13];
    readonly List<long> _margins = [];

    Census()
    {
        var world = new World(new BankSettings { Seed = Seed });
        var aims = new BankAims(world);
        var lines = new LedgerLines(world);
        Lives = new LifeTable(world);
        Without = new LifeTable(world);
        Columns = new VisibleColumns(world);
        Rhythm = new Rhythm(world);
        AimedBank.ForEach(Seed, (customer, without) =>
        {
            aims.Add(customer, without);
            lines.Add(customer);
            Lives.Add(customer.Spells);
            Without.Add(without);
            Columns.Add(customer);
            Rhythm.Add(customer);
            foreach (var exit in customer.Rows.Exits.Where(e => e.Truly is not null)) Exits.Add((exit.Truly!.Value, exit.Reason));
            AddYear(world, customer);
        });
        (Aims, Lines) = (aims.All(), lines.All());
    }

    public static Census Of => Counted.Value;

    public IReadOnlyList<Aim> Aims { get; }

    public IReadOnlyList<LedgerLine> Lines { get; }

    public LifeTable Lives { get; }

    public LifeTable Without { get; }

    public VisibleColumns Columns { get; }

    public Rhythm Rhythm { get; }

    /// <summary>True and coded reason of everybody whose leaving a clerk coded.</summary>
    public List<(ExitCode True, ExitCode Coded)> Exits { get; } = [];

    /// <summary>Customers by revenue of the last year, classes half as wide again each, from 10.</summary>
    public IReadOnlyList<double> Revenues => _revenues;

    /// <summary>Margins of the last year, best first.</summary>
    public IReadOnlyList<long> Margins => [.. _margins.OrderDescending()];

    public static double LowerOf(int revenueClass) => 10 * Math.Pow(1.5, revenueClass);

    void AddYear(World world, SimulatedCustomer customer)
    {
        var closes = (world.Settings.LastDay + 1).MonthStart;
        var year = customer.Rows.Balances.Where(b => b.Month >= closes.AddMonths(-12) && b.Month < closes).ToList();
        if (year.Count == 0) return;
        _margins.Add(year.Sum(b => b.Revenue - b.Cost - b.CreditLoss));
        var revenue = year.Sum(b => b.Revenue) / 100.0;
        if (year.Count == 12 && revenue >= 10) _revenues[Math.Min(_revenues.Length - 1, (int)(Math.Log(revenue / 10) / Math.Log(1.5)))]++;
    }
}

/// <summary>When bookings are made: by day of the week, month and days after pay day.</summary>
sealed class Rhythm(World world)
{

    /// <summary>Card payments by day of the week, Monday first.</summary>
    public int[] Weekdays { get; } = new int[7];

    /// <summary>Card payments by month of the years lived.</summary>
    public int[] Months { get; } = new int[36];

    /// <summary>Cash taken from machines by days since the salary came.</summary>
    public int[] SincePay { get; } = new int[28];

    public void Add(SimulatedCustomer customer)
    {
        var pay = default(Day);
        foreach (var row in customer.Rows.Transactions.OrderBy(t => t.Day.Number).Where(t => t.Day >= world.Settings.FirstDay && t.Day <= world.Settings.LastDay))
        {
            if (row.Kind == Booking.Salary) pay = row.Day;
            if (row.Kind == Booking.Withdrawal && pay != default && row.Day - pay is var since && since < 28) SincePay[since]++;
            if (row.Kind != Booking.CardPayment) continue;
            Weekdays[(row.Day - world.Settings.FirstDay) % 7]++;
            var date = row.Day.Date;
            var month = 12 * (date.Year - world.Settings.FirstDay.Date.Year) + date.Month - 1;
            if (month < Months.Length) Months[month]++;
        }
    }
}
