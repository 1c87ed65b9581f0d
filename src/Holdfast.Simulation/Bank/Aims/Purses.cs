using Holdfast.Retention.Measure;

namespace Holdfast.Simulation.Bank.Aims;

/// <summary>What customers bring, once as the bank's balances tell it and once as the truth has it.</summary>
sealed class Purses
{
    readonly Period _year;
    readonly List<long> _told = [];
    readonly List<long> _true = [];
    readonly List<double> _revenues = [];

    public Purses(World world)
    {
        var asOf = world.Settings.LastDay + 1;
        _year = new Period(asOf.MonthStart.AddMonths(-12), asOf.MonthStart);
    }

    /// <summary>Mean revenue of the last year of those told in each of its months, major units.</summary>
    public double MeanRevenue => _revenues.Average();

    /// <summary>Standard deviation of the logarithm of that revenue.</summary>
    public double SigmaOfLogRevenue
    {
        get
        {
            var logs = _revenues.Where(r => r > 0).Select(r => Math.Log(r)).ToList();
            var mean = logs.Average();
            return Math.Sqrt(logs.Sum(l => (l - mean) * (l - mean)) / logs.Count);
        }
    }

    /// <summary>Profit of the last year as the bank's own ledger has it: everybody with a month told.</summary>
    public ProfitConcentration Told => ProfitConcentration.Of(_year, _told);

    /// <summary>True value of the next 24 months of those who are there.</summary>
    public ProfitConcentration True => ProfitConcentration.Of(_year, _true);

    public void Add(SimulatedCustomer customer)
    {
        if (customer.Truth.State == TrueState.Here) _true.Add((long)Math.Round(customer.Truth.Value));
        long revenue = 0, margin = 0;
        var months = 0;
        foreach (var row in customer.Rows.Balances)
        {
            if (!_year.Contains(row.Month)) continue;
            months++;
            revenue += row.Revenue;
            margin += row.Revenue - row.Cost - row.CreditLoss;
        }

        if (months == 0) return;
        _told.Add(margin);
        if (months == 12 && customer.Truth.State is TrueState.Here) _revenues.Add(revenue / 100.0);
    }
}
