using System.Globalization;
using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Small;

/// <summary>One customer of the sample, lived month by month.</summary>
sealed class SmallLife
{
    const int CampaignEvery = 12;
    const int PriceRiseMonth = 20;
    static readonly string[] Regions = ["north", "south", "east", "west"];
    static readonly string[] Channels = ["shop", "online", "referral"];
    static readonly string[] Names = ["Ana", "Bea", "Chen", "Daria", "Emin", "Farah", "Gor", "Hana", "Ivan", "Jun", "Kian", "Lusine"];
    static readonly string[] Good = ["Quick and friendly", "It just works", "You solved it at once"];
    static readonly string[] Bad = ["I waited too long", "It costs too much", "Nobody called me back"];
    readonly SmallTrade _trade;
    readonly SmallTables _tables;
    readonly RandomStream _random;
    readonly string _id;
    readonly Day _joined;
    readonly double _activity;
    readonly double _temper;
    readonly List<SmallAgreement> _agreements;
    Day? _leaves;
    int _lastComplaint = -99;
    int _lastSave = -99;

    public SmallLife(SmallTrade trade, SmallTables tables, RandomStream random, string id)
    {
        (_trade, _tables, _random, _id) = (trade, tables, random, id);
        // A third were there before the sample begins and the rest come evenly over its first 30 months.
        _joined = random.Bernoulli(0.33) ? SmallWorld.First - random.Index(700) : SmallWorld.First + random.Index(910);
        _activity = random.Gamma(3, 1 / 3.0);
        _temper = random.LogNormal(0, 0.5);
        _agreements = SmallAgreement.Take(trade, random, _joined, id);
    }

    /// <summary>Lives the customer's months and writes what a business would have kept.</summary>
    public void Live()
    {
        var first = _joined < SmallWorld.First ? SmallWorld.First : _joined;
        for (var month = first.MonthStart; month < SmallWorld.End && !(_leaves < month); month = month.AddMonths(1))
        {
            Month(month, first);
        }

        Part();
    }

    void Month(Day month, Day first)
    {
        var number = (month.Date.Year - 2023) * 12 + month.Date.Month - 1;
        Decide(month, number);
        var from = month < first ? first : month;
        var to = _leaves is { } leaves && leaves < month.AddMonths(1) ? leaves : month.AddMonths(1);
        if (to > from)
        {
            Act(from, to, month);
            Touch(from, to, number);
            Keep(month);
        }
    }

    // Who decides to go leaves within the next 20 to 80 days, or at the term's end where there is a term.
    void Decide(Day month, int number)
    {
        if (_leaves is not null) return;
        var term = _agreements.Count > 0 ? _agreements[0].TermEnds : null;
        if (term is { } ends && ends >= month && ends < month.AddMonths(1))
        {
            if (_random.Bernoulli(Math.Min(0.9, 7 * Hazard(month, number)))) _leaves = ends;
            else _agreements[0].Renew(_trade.TermMonths);
        }
        else if (_random.Bernoulli(Math.Min(0.8, Hazard(month, number) * (term is null ? 1 : 0.35))))
        {
            var day = month + (20 + _random.Index(60));
            _leaves = day > _joined + 14 ? day : _joined + 14;
        }
    }

    double Hazard(Day month, int number)
    {
        var tenure = (month - _joined) / 30.4;
        var promotion = _agreements.Count > 0 && _agreements[0].PromotionEnds is { } ends ? (month - ends) / 30.4 : -99;
        return _trade.HazardPerMonth * _temper
            * (tenure < 3 ? 1.8 : tenure < 12 ? 1.2 : tenure < 24 ? 0.9 : 0.7)
            * (promotion is >= -1 and < 3 ? 2.5 : 1)
            * (number - _lastComplaint is >= 0 and < 4 ? 2.6 : 1)
            * (number - PriceRiseMonth is >= 0 and < 3 ? 1.5 : 1)
            * (number - _lastSave is >= 0 and < 5 ? 0.65 : 1)
            * (_agreements.Exists(agreement => agreement.Sticky) ? 0.6 : 1)
            * (_activity < 0.5 ? 1.6 : 1);
    }

    void Act(Day from, Day to, Day month)
    {
        var fading = _leaves is { } leaves && leaves - from < 75 ? 0.4 : 1;
        var share = (to - from) / 30.4 * _activity * fading * (month.Date.Month == 12 ? _trade.DecemberFactor : 1);
        foreach (var activity in _trade.Activities)
        {
            var count = _random.Poisson(activity.PerMonth * share);
            for (var i = 0; i < count; i++)
            {
                var amount = activity.Amount == 0 ? 0 : (long)(activity.Amount * _random.Gamma(2, 0.5)) + 1;
                var quantity = activity.Quantity == 0 ? 0 : 1 + _random.Poisson(activity.Quantity - 1);
                Event(Moment(from, to), (activity.Kind, activity.Channel), (amount, quantity), byCustomer: true);
            }
        }
    }

    void Touch(Day from, Day to, int number)
    {
        if (_random.Bernoulli(0.05))
        {
            _lastComplaint = number;
            Event(Moment(from, to), ("complaint", "phone"), (0, 0), byCustomer: true);
        }

        if (_random.Bernoulli(0.03)) Event(Moment(from, to), ("incident", "shop"), (0, 0), byCustomer: false);
        if (number == PriceRiseMonth) Event(Moment(from, from + 1), ("price_rise", "letter"), (0, 0), byCustomer: false);
        if (_random.Bernoulli(0.1)) Contact(Moment(from, to), "inbound", ("serve", ""), 0);
        if (_random.Bernoulli(0.08)) Contact(Moment(from, to), "outbound", ("cross_sell", "cross_sell_offer"), 120);
        if (number % CampaignEvery == 4) Campaign(from, number);
        if (_random.Bernoulli(0.06)) Answer(Moment(from, to), number);
    }

    void Campaign(Day from, int number)
    {
        var treated = _random.Bernoulli(0.5);
        var year = 2023 + number / 12;
        _tables.Experiment.Add(_id, Text(from), $"save_call_{year}", treated ? "treatment" : "control", "0.5");
        if (!treated) return;
        _lastSave = number;
        Contact(Moment(from, from + 1), "outbound", ("retain", "save_call"), 350);
    }

    void Contact(string at, string direction, (string Purpose, string Action) what, long cost)
    {
        var reached = direction == "inbound" || _random.Bernoulli(0.7);
        var outcome = !reached ? "no_answer" : what.Purpose == "serve" ? "solved" : _random.Bernoulli(0.25) ? "accepted" : "refused";
        var number = "K" + _id[1..] + at.Replace("-", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        _tables.Contacts.Add(
            number + what.Purpose[0], _id, at, direction, "phone", what.Purpose, what.Action, reached ? "true" : "false", outcome, SampleTable.Money(cost));
    }

    void Answer(string at, int number)
    {
        var troubled = number - _lastComplaint is >= 0 and < 4 || _temper > 1.4;
        var score = Math.Clamp((troubled ? 4 : 8) + _random.Index(5) - 2, 0, 10);
        _tables.Surveys.Add(_id, at, SampleTable.Whole(score), troubled ? Bad[_random.Index(3)] : Good[_random.Index(3)], "en");
    }

    void Event(string at, (string Kind, string Channel) what, (long Amount, long Quantity) size, bool byCustomer) => _tables.Activity.Add(
        _id, at, what.Kind, what.Channel, size.Amount == 0 ? "" : SampleTable.Money(size.Amount), size.Quantity == 0 ? "" : SampleTable.Whole(size.Quantity),
        byCustomer ? "true" : "false");

    void Keep(Day month)
    {
        if (!_trade.Statements) return;
        var balance = (long)(60_000 * _activity * _random.Gamma(4, 0.25));
        var arrears = _random.Bernoulli(0.03) ? balance / 20 : 0;
        _tables.Statements.Add(
            _id, _agreements[0].Id, Text(month), SampleTable.Money(balance), "3000.00", SampleTable.Money(balance / 55 + _agreements[0].Price),
            SampleTable.Money(250), SampleTable.Money(arrears));
    }

    void Part()
    {
        var left = _leaves is { } leaves && leaves < SmallWorld.End ? _leaves : null;
        var reason = left is null || _trade.Reasons.Count == 0 ? null
            : _trade.Reasons[_random.Categorical([.. _trade.Reasons.Select(each => each.Weight)])];
        var told = _trade.EndsAreTold ? left : null;
        _tables.Customers.Add(
            _id, Names[_random.Index(Names.Length)], Text(Day.From(1950, 1, 1) + _random.Index(19_000)), "en", Regions[_random.Index(4)], Text(_joined),
            told is { } gone ? Text(gone) : "", Channels[_random.Index(3)], "+1555" + _id[1..], _id.ToLowerInvariant() + "@example.org");
        foreach (var agreement in _agreements)
        {
            agreement.Write(_tables.Agreements, _id, told, reason?.Code ?? "");
        }

        // Two in three tell why; the rest just go.
        if (reason is not null && left is { } day && _random.Bernoulli(0.66)) _tables.Exits.Add(_id, Text(day), reason.Code, reason.Words);
    }

    string Moment(Day from, Day to)
    {
        var day = from + _random.Index(Math.Max(1, to - from));
        return string.Create(CultureInfo.InvariantCulture, $"{day} {8 + _random.Index(12):00}:{_random.Index(60):00}:{_random.Index(60):00}");
    }

    static string Text(Day day) => day.ToString();
}
