using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank.Aims;

/// <summary>When those who joined in the years lived have paid, month by month, what winning them cost.</summary>
sealed class BreakEvens(World world)
{
    /// <summary>Cost of the first weeks, minor units: what <c>holdfast.yaml</c> of the bank says.</summary>
    const int Onboarding = 30_00;

    const int Months = 60;
    readonly long[] _margin = new long[Months + 1];
    readonly int[] _there = new int[Months + 1];
    long _cost;
    int _joined;

    /// <summary>Mean cost of winning a customer, major units.</summary>
    public double MeanCost => _cost / 100.0 / _joined;

    /// <summary>Months until the mean margins of those who are there add up to the mean cost and onboarding.</summary>
    public int MonthsToBreakEven
    {
        get
        {
            double sum = 0, cost = (double)_cost / _joined + Onboarding;
            for (var month = 0; month < Months && _there[month] > 0; month++)
            {
                sum += (double)_margin[month] / _there[month];
                if (sum >= cost) return month + 1;
            }

            return Months;
        }
    }

    public void Add(SimulatedCustomer customer)
    {
        // Those there on the first day are counted too, from the month of tenure they had reached: newcomers alone reach no third year.
        var spell = customer.Spells[0];
        if (spell.From >= world.Settings.FirstDay)
        {
            _joined++;
            _cost += Economics.AcquisitionCost(customer.Traits.Acquisition);
        }

        foreach (var row in customer.Rows.Balances)
        {
            if (row.Month < world.Settings.FirstDay || row.Month.AddMonths(1) > spell.Until) continue;
            var month = Between(spell.From.MonthStart, row.Month);
            if (month is < 0 or > Months) continue;
            _there[month]++;
            _margin[month] += row.Revenue - row.Cost - row.CreditLoss;
        }
    }

    static int Between(Day earlier, Day later)
    {
        DateOnly a = earlier.Date, b = later.Date;
        return 12 * (b.Year - a.Year) + b.Month - a.Month;
    }
}
