using Holdfast.Numerics.Classification;
using Holdfast.Retention.Measure;
namespace Holdfast.Simulation.Bank.Aims;

/// <summary>
/// The one place that says what the sample bank is made to show: adds up customers and tells each figure with its range. Customers
/// may be added in any order; the figures are the same.
/// </summary>
public sealed class BankAims
{
    readonly World _world;
    readonly LifeTable _lives, _without;
    readonly Purses _purses;
    readonly BreakEvens _breakEvens;
    readonly Dirt _dirt;
    readonly int[] _endings = new int[Enum.GetValues<Ending>().Length];
    readonly int[] _responses = new int[Enum.GetValues<Response>().Length];
    readonly List<double> _risk = [];
    readonly List<bool> _leaves = [];
    readonly double[] _weeks = new double[2];
    readonly int[] _left = new int[2];
    double _longestYears;
    int _customers, _treated, _heldOut, _back, _mayBeBack;
    long _facts;

    /// <summary>Begins to count a bank.</summary>
    public BankAims(World world)
    {
        _world = world;
        _lives = new LifeTable(world);
        _without = new LifeTable(world);
        _purses = new Purses(world);
        _breakEvens = new BreakEvens(world);
        _dirt = new Dirt(world);
    }

    /// <summary>Adds a customer.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="withoutPromotionEnds">The same customer's relationships in the same world without promotion ends.</param>
    public void Add(SimulatedCustomer customer, IReadOnlyList<TrueSpell> withoutPromotionEnds)
    {
        ArgumentNullException.ThrowIfNull(customer);
        _customers++;
        _lives.Add(customer.Spells);
        _without.Add(withoutPromotionEnds);
        _purses.Add(customer);
        _breakEvens.Add(customer);
        _dirt.Add(customer);
        _responses[(int)customer.Traits.Response]++;
        AddSpells(customer);
        AddTruth(customer.Truth);
        AddStickiness(customer);
        foreach (var member in customer.Rows.Members)
        {
            if (member.Treated) _treated++;
            else _heldOut++;
        }
    }

    /// <summary>Every figure with its range.</summary>
    public IReadOnlyList<Aim> All() => [.. Lives(), .. Money(), .. People(), .. Records()];

    IEnumerable<Aim> Lives() =>
    [
        new("gone by day 90", 0.10, 0.13, _lives.GoneBy(90)),
        new("gone by month 6", 0.14, 0.17, _lives.GoneBy(183)),
        new("gone by year 1", 0.20, 0.25, _lives.GoneBy(365)),
        new("gone by month 24", 0.38, 0.44, _lives.GoneBy(730)),
        new("lost a year overall", 0.14, 0.16, _lives.LostPerYear),
        new("hazard of months 13 to 15 over months 8 to 11", 1.5, 4, _lives.HazardIn(14, 16) / _lives.HazardIn(8, 11), AimUnit.Number),
        new("the same hazard without promotion ends over with them", 0, 0.5, _without.HazardIn(14, 16) / _lives.HazardIn(14, 16), AimUnit.Number),
        new("longest tenure on the first day, years", 22, 25.1, _longestYears, AimUnit.Number),
        .. Enum.GetValues<Ending>().Where(e => e != Ending.None).Select(e =>
            new Aim("relationships ended: " + NameOf(e), 10 * _customers / 8_000.0, _customers, _endings[(int)e], AimUnit.Count)),
        new("leavers who ran the balance down instead of closing", 0.33, 0.45, (double)_endings[(int)Ending.Silent] / (_endings[(int)Ending.Silent] + _endings[(int)Ending.Closed])),
        new("leavers by choice back within a year", 0.06, 0.10, (double)_back / _mayBeBack),
    ];

    IEnumerable<Aim> Money()
    {
        ProfitConcentration told = _purses.Told, real = _purses.True;
        var months = _breakEvens.MonthsToBreakEven;
        return
        [
            new("mean cost of winning a customer", 185, 215, _breakEvens.MeanCost, AimUnit.Count),
            new("mean revenue a year", 140, 160, _purses.MeanRevenue, AimUnit.Count),
            new("standard deviation of log revenue", 1, 1.2, _purses.SigmaOfLogRevenue, AimUnit.Number),
            new("unprofitable in the ledger's last year", 0.28, 0.38, (double)told.Unprofitable / told.Customers),
            new("unprofitable in truth, next 24 months", 0.28, 0.38, (double)real.Unprofitable / real.Customers),
            new("profit from the top fifth, ledger", 0.75, 0.85, told.TopFifthShare ?? 0),
            new("profit from the top fifth, truth", 0.75, 0.85, real.TopFifthShare ?? 0),
            new("months to break even", 20, 33, months, AimUnit.Count),
            new("gone before their cohort's break-even", 0.40, 0.60, _lives.GoneBy((int)Math.Round(months * 30.4375))),
        ];
    }

    IEnumerable<Aim> People() =>
    [
        new("bill payment as it looks, hazard of holders over others", 0.52, 0.68, _left[1] / _weeks[1] / (_left[0] / _weeks[0]), AimUnit.Number),
        new("bill payment as it is", 0.849, 0.851, Hazard.StickyFactor, AimUnit.Number),
        new("persuadable", 0.105, 0.135, Share(Response.Persuadable)),
        new("driven away by contact", 0.04, 0.06, Share(Response.SleepingDog)),
        new("the truth's own 90-day AUC, mean of what may come to pass", 0.78, 0.86, ExpectedAuc(), AimUnit.Number),
        new("the truth's 90-day AUC on what did come to pass", 0.74, 0.90, ClassificationMetrics.Auc([.. _risk], [.. _leaves]), AimUnit.Number),
        new("treated in the randomised campaign, of all", 0.14, 0.16, (double)_treated / _customers),
        new("held out from it, of all", 0.0325, 0.0425, (double)_heldOut / _customers),
    ];

    IEnumerable<Aim> Records() =>
    [
        new("facts a customer in all and month", 7, 10.4, _facts / (12.0 * _world.Settings.Years * _customers), AimUnit.Number),
        new("bookings exported twice", 0.02, 0.03, (double)_dirt.Twice / _dirt.Bookings),
        new("bookings told late", 0.025, 0.035, (double)_dirt.Late / _dirt.Bookings),
        new("bookings taken back", 0.001, 0.01, (double)_dirt.Reversed / _dirt.Bookings),
        new("reasons coded other", 0.31, 0.39, (double)_dirt.CodedOther / _dirt.ByClerk),
        new("closings at a month's end", 0.2, 0.35, (double)_dirt.AtMonthEnd / _dirt.Closed),
        new("migrated customers", 0.005 * _customers, _customers, _dirt.Migrated, AimUnit.Count),
        new("migration day in place of the first day", 0.0005 * _customers, _customers, _dirt.WrongFirstDay, AimUnit.Count),
        new("bought with a portfolio", 0.005 * _customers, _customers, _dirt.Bought, AimUnit.Count),
        new("moved with the merged branch", 0.02 * Math.Min(_customers, 8_000), _customers, _dirt.Merged, AimUnit.Count),
    ];

    // The mean of the AUC over all that may come to pass with these probabilities, so that no luck of who does leave is in it:
    // the sum over pairs of P(first leaves) P(second stays), half where their risks are equal, for pairs ranked rightly.
    double ExpectedAuc()
    {
        double[] risks = [.. _risk.Order()];
        double staying = 0, right = 0, leavers = risks.Sum(), pairs = leavers * (risks.Length - leavers) - risks.Sum(r => r * (1 - r));
        for (var from = 0; from < risks.Length;)
        {
            var to = from;
            while (to < risks.Length && risks[to].Equals(risks[from])) to++;
            double count = to - from, risk = risks[from];
            right += count * risk * staying + count * (count - 1) / 2 * risk * (1 - risk);
            staying += count * (1 - risk);
            from = to;
        }

        return right / pairs;
    }

    double Share(Response response) => (double)_responses[(int)response] / _customers;

    void AddSpells(SimulatedCustomer customer)
    {
        var settings = _world.Settings;
        for (var i = 0; i < customer.Spells.Count; i++)
        {
            var spell = customer.Spells[i];
            if (spell.From < settings.FirstDay) _longestYears = Math.Max(_longestYears, (settings.FirstDay - spell.From) / 365.25);
            if (spell.Until > settings.LastDay) continue;
            _endings[(int)spell.Ending]++;
            if (spell.Ending is not (Ending.Closed or Ending.Silent) || spell.Until + 365 > settings.LastDay) continue;
            _mayBeBack++;
            // Back within 30 days is undone, not won back.
            if (i + 1 < customer.Spells.Count && customer.Spells[i + 1].From - spell.Until is > 30 and <= 365) _back++;
        }

        var rows = customer.Rows;
        _facts += rows.Transactions.Count + rows.Sessions.Count + rows.Service.Count + rows.Contacts.Count + rows.Surveys.Count + rows.Balances.Count;
    }

    void AddTruth(Truth truth)
    {
        if (truth.State is not (TrueState.Here or TrueState.Leaving)) return;
        _risk.Add(truth.Churn90);
        _leaves.Add(truth.Leaves90);
    }

    // By the records' days of bill payment: those who hold it against those who do not.
    void AddStickiness(SimulatedCustomer customer)
    {
        var settings = _world.Settings;
        var bills = customer.Rows.Accounts.FindIndex(a => a.Product == Product.BillPayment);
        var since = bills < 0 ? settings.LastDay + 1 : customer.Rows.Accounts[bills].Started;
        foreach (var spell in customer.Spells)
        {
            var from = spell.From < settings.FirstDay ? settings.FirstDay : spell.From;
            var until = spell.Until > settings.LastDay ? settings.LastDay + 1 : spell.Until;
            var change = since < from ? from : since > until ? until : since;
            _weeks[0] += (change - from) / 7.0;
            _weeks[1] += (until - change) / 7.0;
            if (spell.Until <= settings.LastDay && spell.Ending is Ending.Closed or Ending.Silent) _left[since < spell.Until ? 1 : 0]++;
        }
    }

    static string NameOf(Ending ending) => ending switch
    {
        Ending.Closed => "closed by the customer",
        Ending.Silent => "balance run down, never closed",
        Ending.Died => "death",
        Ending.ChargedOff => "charged off",
        Ending.ClosedByBank => "closed by the bank",
        _ => "moved abroad",
    };
}
