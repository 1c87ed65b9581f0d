using Holdfast.Numerics;
using Holdfast.Retention.Facts;
using static Holdfast.Simulation.Small.SmallTables;

namespace Holdfast.Simulation.Small;

/// <summary>Writes down one customer's life as a small business would; each week with a stream of its own.</summary>
sealed class SmallLedger
{
    static readonly string[] Good = ["Quick and friendly", "It just works", "You solved it at once"];
    static readonly string[] Bad = ["I waited too long", "It costs too much", "Nobody called me back"];
    readonly SmallTrade _trade;
    readonly RandomStream _lucks;
    readonly string _id;
    readonly SmallLife _life;
    readonly SmallAgreements _agreements;
    readonly SmallPerson _person;
    readonly int _billDay;
    int _events, _contacts, _surveys;

    public SmallLedger(SmallTrade trade, RandomStream lucks, string id, SmallLife life)
    {
        (_trade, _lucks, _id, _life) = (trade, lucks, id, life);
        var luck = lucks.Split("first");
        _billDay = 1 + luck.Index(28);
        _person = SmallPerson.Draw(trade, id, life.Traits.Joined, luck);
        foreach (var row in _person.Rows(null)) Rows.Add(row);
        _agreements = new SmallAgreements(trade, id, life, luck, Rows);
    }

    /// <summary>The rows, in the order in which they were written down.</summary>
    public List<SmallRow> Rows { get; } = [];

    /// <summary>Writes down one week.</summary>
    public void Week(in SmallStanding before, in SmallStanding seen, List<(Day Day, SmallWeek.Happening What)> diary, List<Outcome> outcomes)
    {
        var luck = _lucks.Split(SmallWorld.WeekOf(before.Today));
        var to = before.Leaves < seen.Today ? before.Leaves.Value : seen.Today;
        if (to > before.Today)
        {
            Act(luck, before, to);
            foreach (var (day, what) in diary.Where(one => one.Day < to)) Happen(luck, day, what);
            Touch(luck, before, to);
        }

        _agreements.Week(before, seen);
        if (before.Leaves is null && seen is { Leaves: { } leaves, ToRival: true } && _trade.PortsOut)
            Event(leaves - 7 > seen.Today ? leaves - 7 : seen.Today, 40_000, ("port_request", "online"), (0, 0), byCustomer: true);
        foreach (var outcome in outcomes) Decided(outcome);
    }

    /// <summary>Closes the books on a customer who left; null where nobody did.</summary>
    public void Part(Day? leaves)
    {
        if (leaves is not { } left) return;
        var luck = _lucks.Split("part");
        var reason = _trade.Reasons.Count == 0 ? null : _trade.Reasons[luck.Categorical([.. _trade.Reasons.Select(each => each.Weight)])];
        _agreements.End(left, reason?.Code ?? "");
        if (_trade.EndsAreTold) Rows.AddRange(_person.Rows(left));
        // Two in three tell why; the rest just go.
        if (reason is not null && luck.Bernoulli(0.66)) Rows.Add(new SmallRow(SmallTable.Exits, left, Line(_id, left.ToString(), reason.Code, reason.Words)));
    }

    void Act(RandomStream luck, in SmallStanding before, Day to)
    {
        var days = to - before.Today;
        var fading = before.Leaves is { } leaves && leaves - before.Today < 60 ? 0.4 : 1;
        var rate = _life.Traits.Activity * fading * (0.6 + 0.4 * before.Habit) * (before.Today.Date.Month == 12 ? _trade.DecemberFactor : 1) * days / 30.4;
        foreach (var activity in _trade.Activities)
        {
            for (var count = activity.Monthly ? 0 : luck.Poisson(activity.PerMonth * rate); count > 0; count--) Act(luck, activity, Pick(luck, before.Today, days));
        }

        for (var day = before.Today; day < to; day += 1)
        {
            if (day.Date.Day == _billDay) Monthly(luck, day);
        }
    }

    void Monthly(RandomStream luck, Day day)
    {
        foreach (var activity in _trade.Activities.Where(one => one.Monthly)) Act(luck, activity, day);
        if (!_trade.Statements) return;
        var balance = (long)(60_000 * _life.Traits.Activity * luck.Gamma(4, 0.25));
        var arrears = luck.Bernoulli(0.03) ? balance / 20 : 0;
        Rows.Add(new SmallRow(SmallTable.Statements, day, Line(
            _id, _agreements.Main, day.MonthStart.ToString(), Money(balance), "3000.00", Money(balance / 55 + _agreements.Price), Money(250), Money(arrears))));
    }

    void Act(RandomStream luck, SmallActivity activity, Day day)
    {
        var amount = activity.Amount == 0 ? 0 : (long)(activity.Amount * luck.Gamma(2, 0.5)) + 1;
        var quantity = activity.Quantity == 0 ? 0 : 1 + luck.Poisson(activity.Quantity * (_trade.Seats ? _life.Traits.Seats / 3.0 : 1) - (_trade.Seats ? 0 : 1));
        Event(day, 28_800 + luck.Index(43_000), (activity.Kind, activity.Channel), (amount, quantity), byCustomer: true);
    }

    // The rhythm of the week: shops are full on Saturdays, offices are empty.
    Day Pick(RandomStream luck, Day from, int days)
    {
        Span<double> weights = stackalloc double[days];
        for (var i = 0; i < days; i++) weights[i] = (from + i).Date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? _trade.Weekend : 1;
        return from + luck.Categorical(weights);
    }

    void Happen(RandomStream luck, Day day, SmallWeek.Happening what)
    {
        var (kind, channel) = what switch
        {
            SmallWeek.Happening.Complaint => ("complaint", "phone"),
            SmallWeek.Happening.Incident => ("incident", "shop"),
            SmallWeek.Happening.PriceRise => ("price_rise", "letter"),
            _ => ("promotion_ended", "letter"),
        };
        Event(day, 30_000 + luck.Index(30_000), (kind, channel), (0, 0), byCustomer: what == SmallWeek.Happening.Complaint);
    }

    void Touch(RandomStream luck, in SmallStanding before, Day to)
    {
        var days = to - before.Today;
        var share = days / 30.4;
        double served = luck.Uniform(), sold = luck.Uniform(), asked = luck.Uniform(), reach = luck.Uniform(), mood = luck.Uniform();
        var day = before.Today + luck.Index(days);
        if (served < 0.1 * share) Contact(day, luck, ("inbound", "serve", "", 0), true, "solved");
        if (sold < 0.08 * share && day < SmallWorld.End)
            Contact(day, luck, ("outbound", "cross_sell", SmallTrade.SellsBy, 120), reach < 0.7, reach >= 0.7 ? "no_answer" : mood < 0.15 ? "accepted" : "refused");
        if (_life.CallIn(before.Today) is { } call && call.Day < to) Called(luck, call);
        if (asked >= 0.06 * share) return;
        var score = Math.Clamp((int)Math.Round(7.5 - 2.5 * before.Discontent - 1.5 * before.PriceShock + 4 * (mood - 0.5)), 0, 10);
        Rows.Add(new SmallRow(SmallTable.Surveys, day, Line(
            _id, Moment(day, 50_000), Whole(score), score < 6 ? Bad[luck.Index(3)] : Good[luck.Index(3)], "en", $"Q{_id[1..]}-{Whole(++_surveys)}")));
    }

    void Called(RandomStream luck, (Day Day, bool Treated, bool Reached, bool Taken) call)
    {
        Rows.Add(new SmallRow(SmallTable.Experiment, call.Day, Arm(_id, call.Day, $"{_trade.Actions[0].Id}_{Whole(call.Day.Date.Year)}", call.Treated, 0.5)));
        if (call.Treated) Contact(call.Day, luck, ("outbound", "retain", _trade.Actions[0].Id, 350), call.Reached, !call.Reached ? "no_answer" : call.Taken ? "accepted" : "refused");
    }

    void Decided(Outcome outcome)
    {
        var (order, reached, taken, _) = (outcome.Order, outcome.Reached, outcome.Taken, outcome.PromiseKept);
        var action = _trade.Action(order.Action);
        var luck = _lucks.Split("decided").Split((ulong)(order.Day.Number + 100_000));
        Rows.Add(new SmallRow(SmallTable.Contacts, order.Day, Line(
            $"K{_id[1..]}-{Whole(++_contacts)}", _id, Moment(order.Day, 32_400 + luck.Index(28_000)), "outbound", order.Channel, action?.Purpose ?? "serve", order.Action,
            reached ? "true" : "false", !reached ? "no_answer" : taken ? "accepted" : "refused", Money(order.Channel == "phone" ? 350 : 10), order.Decision)));
        if (taken && action?.Product is { } product) _agreements.Add(product, order.Day);
    }

    void Contact(Day day, RandomStream luck, (string Direction, string Purpose, string Action, long Cost) what, bool reached, string outcome) =>
        Rows.Add(new SmallRow(SmallTable.Contacts, day, Line(
            $"K{_id[1..]}-{Whole(++_contacts)}", _id, Moment(day, 32_400 + luck.Index(28_000)), what.Direction, "phone", what.Purpose, what.Action,
            reached ? "true" : "false", outcome, Money(what.Cost), "")));

    void Event(Day day, int second, (string Kind, string Channel) what, (long Amount, long Quantity) size, bool byCustomer) =>
        Rows.Add(new SmallRow(SmallTable.Activity, day, Line(
            _id, Moment(day, second), what.Kind, what.Channel, size.Amount == 0 ? "" : Money(size.Amount), size.Quantity == 0 ? "" : Whole(size.Quantity),
            byCustomer ? "true" : "false", $"E{_id[1..]}-{Whole(++_events)}")));
}
