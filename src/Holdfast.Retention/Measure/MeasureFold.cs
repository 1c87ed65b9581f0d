using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>One pass over histories that measures who stays, who leaves, when, why and at what cost. The order of histories does not matter.</summary>
public sealed class MeasureFold
{
    readonly Business _business;
    readonly Day _asOf;
    readonly UnitNames _units;
    readonly List<MeasuredCustomer> _customers = [];
    readonly MoneyCounts _money;
    readonly FunnelCounts _funnel;
    readonly AuditCounts _audit;
    Day? _firstTold;
    long _parties;

    /// <summary>Starts a pass.</summary>
    /// <param name="business">What churn means, reasons and costs.</param>
    /// <param name="units">Branches, teams and regions.</param>
    /// <param name="asOf">Facts on it or later do not exist.</param>
    /// <param name="auditedShare">Share of customers whose staying is looked at by the audit, 0..1: a sample where there are many.</param>
    public MeasureFold(Business business, IReadOnlyList<Unit> units, Day asOf, double auditedShare = 1)
    {
        ArgumentNullException.ThrowIfNull(business);
        ArgumentNullException.ThrowIfNull(units);
        (_business, _asOf, _units) = (business, asOf, new UnitNames(units));
        _money = new(business, asOf);
        _funnel = new(business, new Period(asOf.AddMonths(-12), asOf));
        _audit = new(business, asOf, auditedShare);
    }

    /// <summary>Every life so far with its cuts, end and ledger.</summary>
    public IEnumerable<MeasuredLife> Lives => _customers.SelectMany(c => c.Measured);

    /// <summary>Takes one customer's history; call once for every party.</summary>
    public void Add(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var known = history.AsOf(_asOf.Start);
        _parties++;
        var lives = Facts.Lives.Of(known, _business, _asOf);
        if (lives.Count == 0) return;
        LookAtFirst(known, lives);
        var money = MonthlyMoney.Of(known, _business, _asOf);
        var measured = new MeasuredLife[lives.Count];
        for (var i = 0; i < measured.Length; i++)
            measured[i] = Measured(known, lives[i], i + 1 < lives.Count ? lives[i + 1].Joined : null, money);
        var customer = new MeasuredCustomer(lives, measured);
        _customers.Add(customer);
        _money.Add(customer, money);
        _funnel.Add(known, measured);
        _audit.Add(known, measured);
    }

    /// <summary>What all histories taken together say.</summary>
    public Measures Result()
    {
        var window = Window.Of(Lives, _firstTold, _business, _asOf);
        return new(_asOf, _business.Currency, _business.MinorDigits, window.RecordsSince, window.SettledUntil, _money.Sources,
            CountCustomers(), RetentionReport.Of(_customers, window), _money.Revenue(window), TenureReport.Of(_customers, window),
            CohortTriangle.Of(_customers, window), LeavingReasons.Of(Lives, window, _business.Horizons.ValueMonths),
            _money.BreakEven(_customers, window), _money.Profit(), _funnel.Figures(),
            window.WhyNoDates is { } why ? Answer.Not<ChurnAudit>(why) : _audit.Figures(), MassEnding.Find(Lives, _business));
    }

    CustomerCounts CountCustomers()
    {
        long now = 0, movedOut = 0, voluntary = 0;
        foreach (var customer in _customers)
        {
            var last = customer.Lives[^1];
            now += last.Left is null ? 1 : 0;
            movedOut += last.Kind == Leaving.Administrative ? 1 : 0;
            voluntary += last.Kind == Leaving.Voluntary ? 1 : 0;
        }

        var left = _customers.Count - now - movedOut;
        return new(_parties, _customers.Count, now, left, movedOut, voluntary, Share.Of(left, _customers.Count - movedOut));
    }

    MeasuredLife Measured(History known, Life life, Day? nextJoined, MonthlyMoney money)
    {
        var cuts = Cuts(known, life);
        var exit = LifeExits.Of(known, life, nextJoined, _business);
        var ledger = money.Source == MoneySource.None ? null : Ledger.Of(life, cuts.Channel, money.Months, _business.Costs);
        return new(known.Customer, life, cuts, exit, ledger);
    }

    LifeCuts Cuts(History known, Life life)
    {
        var codes = known.Codes;
        var party = known.Parties.Length > 0 ? known.Parties.Span[^1] : null;
        var unit = codes.Name(life.Unit);
        return new(_units.RegionOf(unit) ?? party?.Region ?? "", _units.Name(unit), codes.Name(life.Channel), codes.Name(life.Product),
            OriginName(life.Origin), party?.Language ?? "", codes.Name(life.OpenedBy));
    }

    static string OriginName(Origin origin) => origin switch
    {
        Origin.WonBack => "won_back",
        Origin.Migrated => "migrated",
        Origin.Bought => "bought",
        _ => "acquired",
    };

    // The first day that tells of anything but a beginning: from then on a leaver would have been seen.
    void LookAtFirst(History known, IReadOnlyList<Life> lives)
    {
        if (known.Events.Length > 0) Earlier(known.Events.Span[0].At.Day);
        if (known.Positions.Length > 0) Earlier(known.Positions.Span[0].Month);
        if (known.Contacts.Length > 0) Earlier(known.Contacts.Span[0].At.Day);
        foreach (var life in lives)
        {
            if (life.Left is { } left) Earlier(left);
        }
    }

    void Earlier(Day day) => _firstTold = _firstTold is { } first && first <= day ? first : day;
}
