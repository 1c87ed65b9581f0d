using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>One customer's accounts and what goes through them: a rhythm of pay days, weekends and Decembers.</summary>
sealed class Spending
{
    /// <summary>Months after which an account nobody uses goes on the register of dormant accounts, which the month-end list leaves out.</summary>
    const int MonthsUntilDormant = 4;

    // Monday to Sunday: people spend towards the weekend.
    static readonly double[] Weekdays = [0.11, 0.11, 0.12, 0.14, 0.19, 0.21, 0.12];
    static readonly double[] Months = [0.9, 0.9, 0.97, 1, 1, 1.02, 1.03, 0.97, 0.98, 1, 1.05, 1.32];
    readonly World _world;
    readonly Traits _traits;
    RandomStream _luck;
    readonly CustomerRows _rows;
    readonly int _payDay;
    readonly int _standingOrders;
    readonly double _ticket;
    int _visits;
    int _calls;

    public Spending(World world, Traits traits, RandomStream luck, CustomerRows rows)
    {
        _world = world;
        _traits = traits;
        _luck = luck;
        _rows = rows;
        _payDay = luck.Bernoulli(0.6) ? 25 : 1 + luck.Index(28);
        _standingOrders = luck.Index(3);
        _ticket = 0.011 * traits.Income * Math.Exp(0.3 * luck.Normal());
    }

    /// <summary>The newest version of each account, by number.</summary>
    public List<AccountRow> Accounts { get; } = [];

    /// <summary>Takes the luck of the week that is written down next.</summary>
    public void Turn(RandomStream luck) => _luck = luck;

    /// <summary>Begins an account, unless it runs already.</summary>
    public void Begin(Product product, Day day, int fee, Day? promotionEnds)
    {
        foreach (var account in Accounts)
        {
            if (account.Product == product && account.Ended is null) return;
        }

        Accounts.Add(default);
        Write(new AccountRow(Accounts.Count, product, day, day, null, Ending.None, 0, promotionEnds, fee));
    }

    /// <summary>Writes down a version of an account.</summary>
    public void Write(AccountRow account)
    {
        Accounts[account.Number - 1] = account;
        _rows.Accounts.Add(account);
    }

    /// <summary>Replaces the current account by a dearer one.</summary>
    public void Replace(Day day, int fee)
    {
        var old = Accounts.FindLast(a => a.Product == Product.Current);
        Write(old with { Written = day, Ended = day, ReplacedBy = Accounts.Count + 1 });
        Begin(Product.Current, day, fee, null);
    }

    /// <summary>Counts a visit or call into the month's cost.</summary>
    public void Served(ServiceEntry entry)
    {
        if (entry == ServiceEntry.Visit) _visits++;
        else _calls++;
    }

    /// <summary>Writes down one week's bookings and log-ins.</summary>
    public void Week(in Standing before, in Standing after)
    {
        var days = after.Today - before.Today;
        var lively = (0.4 + 0.6 * after.Habit) * (1 - 0.75 * after.Drained) * Months[before.Today.Date.Month - 1] * days / 7;
        Many(Booking.CardPayment, after.Has(Facility.Card) ? 1.25 * lively : 0, before.Today, days);
        Many(Booking.Withdrawal, 0.3 * lively, before.Today, days);
        Many(Booking.TransferOut, 0.16 * lively, before.Today, days);
        Many(Booking.TransferIn, 0.10 * lively, before.Today, days);
        Many(Booking.CashDeposit, 0.05 * lively * _traits.Care, before.Today, days);
        Many(Booking.TransferOwn, 0.02 + 0.35 * Math.Max(0, after.Drained - before.Drained) / 0.1 + 0.3 * Math.Max(0, after.Rival - 0.25), before.Today, days);
        if (after.Has(Facility.BillPayment)) Many(Booking.BillPayment, 0.4 * lively, before.Today, days);
        if (after.Has(Facility.OnlineBanking)) LogIns(before.Today, days, 0.62 * lively * Math.Exp(0.5 * _traits.Digital));
        for (var day = before.Today; day < after.Today; day += 1) Dated(day, before, after);
    }

    /// <summary>The account of somebody who left in silence: a last transfer, then small balances month after month.</summary>
    public void Empty(in Standing last, Day until)
    {
        Book(last.Leaves - 1, Booking.TransferOwn, 1, -(int)(8 * Economics.UsualBalance(_traits)), 1 + _luck.Index(6));
        var shown = last.Leaves.AddMonths(MonthsUntilDormant);
        for (var month = last.Leaves.MonthStart; month < shown && month.AddMonths(1) <= until + 1; month = month.AddMonths(1)) Position(month, last);
    }

    /// <summary>The bank's thanks for a friend who joined: 50.</summary>
    public void Reward(Day day) => Book(day, Booking.TransferIn, 1, Economics.ReferralReward, 0);

    void Many(Booking kind, double mean, Day monday, int days)
    {
        for (var count = _luck.Poisson(mean); count > 0; count--)
        {
            var day = monday + Math.Min(days - 1, _luck.Categorical(Weekdays));
            Book(day, kind, AccountFor(kind), Amount(kind), Counterparty(kind));
        }
    }

    void LogIns(Day monday, int days, double mean)
    {
        for (var count = _luck.Poisson(mean); count > 0; count--)
        {
            _rows.Sessions.Add(new SessionRow(monday + _luck.Index(days), 21_600 + _luck.Index(61_200), _luck.Bernoulli(0.7), 1 + _luck.Index(9)));
        }
    }

    void Dated(Day day, in Standing before, in Standing after)
    {
        var date = day.Date;
        if (date.Day == _payDay && before.Salary) PayDay(day);
        if (date.Day == 1)
        {
            var orders = after.Drained > 0.5 ? 0 : _standingOrders;
            for (var order = 0; order < orders; order++) Book(day, Booking.StandingOrder, 1, -(int)(_traits.Income * (6 + 14 * order)), 1 + order);
        }

        if (day.AddMonths(1).MonthStart - day != 1) return;
        var fee = (int)(100 * Economics.Fee(after, day, _world));
        if (fee > 0) Book(day, Booking.Fee, 1, -fee, 0);
        if (after.Has(Facility.Savings)) Book(day, Booking.Interest, 1, (int)(Economics.UsualBalance(_traits) * 0.08), 0);
        if (_traits.Joined <= day) Position(day.MonthStart, after);
    }

    void PayDay(Day day)
    {
        Book(day, Booking.Salary, 1, (int)(100 * _traits.Income * (0.97 + 0.06 * _luck.Uniform())), 1 + _traits.Index % 40);
        if (_luck.Bernoulli(0.55)) Book(day + _luck.Index(2), Booking.Withdrawal, 1, Amount(Booking.Withdrawal) * 2, 0);
    }

    void Position(Day month, in Standing now)
    {
        var isGone = now.Ending == Ending.Silent && now.Leaves <= month.AddMonths(1);
        var kept = isGone ? 0.015 : (1 - now.Drained) * (now.Salary ? 1 : 0.85);
        var balance = 100 * Economics.UsualBalance(_traits) * kept * (0.88 + 0.24 * _luck.Uniform());
        var revenue = isGone ? balance * Economics.Spread / 12 : 100 * Economics.Revenue(_traits, now, month, _world);
        var cost = isGone ? 3 : 100 * (Economics.StandingCost(_traits) + _visits * Economics.VisitCost + _calls * Economics.CallCost);
        _rows.Balances.Add(new BalanceRow(
            month, (long)balance, now.Has(Facility.Card) ? (long)(_traits.Income * 150) : 0, (long)revenue, (long)cost,
            isGone ? 0 : (long)(100 * Economics.CreditLoss(_traits, now)), (long)(now.Arrears * 40 * _traits.Income * 0.1)));
        (_visits, _calls) = (0, 0);
    }

    void Book(Day day, Booking kind, int account, int amount, int counterparty)
    {
        var branch = kind is Booking.Withdrawal or Booking.CashDeposit ? _world.BranchOf(_traits.Index) : -1;
        var late = _luck.Bernoulli(0.03) ? 1 + _luck.Index(12) : 0;
        var second = kind is Booking.Salary or Booking.StandingOrder or Booking.Fee or Booking.Interest ? 0 : 25_200 + _luck.Index(54_000);
        _rows.Transactions.Add(new TransactionRow(day, second, kind, account, amount, counterparty, branch, late, _luck.Bernoulli(0.025)));
        if (kind is Booking.CardPayment && _luck.Bernoulli(0.006))
            _rows.Transactions.Add(new TransactionRow(day + (1 + _luck.Index(3)), 36_000, Booking.Reversal, account, -amount, counterparty, -1, 0, false));
    }

    int AccountFor(Booking kind)
    {
        if (kind != Booking.CardPayment) return 1;
        var card = Accounts.FindLastIndex(a => a.Product == Product.Card);
        return card < 0 ? 1 : card + 1;
    }

    int Amount(Booking kind)
    {
        var size = _ticket * 100 * (0.3 + 1.4 * _luck.Uniform());
        return (int)(kind switch
        {
            Booking.CardPayment => -size,
            Booking.Withdrawal => -Math.Max(1, Math.Round(size * 3 / 1_000)) * 1_000,
            Booking.TransferOut => -4 * size,
            Booking.TransferIn => 5 * size,
            Booking.CashDeposit => Math.Max(1, Math.Round(size * 4 / 1_000)) * 1_000,
            Booking.TransferOwn => -10 * size,
            _ => -2 * size,
        });
    }

    int Counterparty(Booking kind) => kind switch
    {
        Booking.CardPayment => 1 + _luck.Index(60),
        Booking.BillPayment => 1 + _luck.Index(5),
        Booking.TransferOwn => 1 + _luck.Index(6),
        Booking.TransferOut or Booking.TransferIn => 1 + _luck.Index(8),
        _ => 0,
    };
}
