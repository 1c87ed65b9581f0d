using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>Writes down one customer's life as the bank's systems would: accounts, balances, service log, contacts.</summary>
sealed class Ledger
{
    readonly World _world;
    readonly Traits _traits;
    readonly RandomStream _lucks;
    readonly Spending _spending;
    readonly Voice _voice;
    readonly CustomerRows _rows;
    RandomStream _luck;
    Day _opened;
    Origin _origin;
    int _branch;
    bool _costIsLost;

    public Ledger(World world, Traits traits, RandomStream luck, CustomerRows rows)
    {
        _world = world;
        _traits = traits;
        _luck = _lucks = luck;
        _rows = rows;
        _branch = world.BranchOf(traits.Index);
        _spending = new Spending(world, traits, luck, rows);
        _voice = new Voice(world, traits, luck, rows);
    }

    /// <summary>Opens the books on a customer who begins here or was there already.</summary>
    public void Open(in Standing now)
    {
        _opened = _traits.Joined;
        _origin = Origin.Acquired;
        if (_opened < _world.Settings.FirstDay) Inherit();
        WriteRelationship(_opened, null, Ending.None);
        OpenAccounts(now, _opened, _traits.OnPromotion ? _traits.PromotionEnds : null);
    }

    /// <summary>Writes down one week, with a stream of its own: what is different in one week does not change the rows of another.</summary>
    public void Week(in Standing before, in Standing after, List<Moment> diary)
    {
        _luck = _lucks.Split((ulong)(_world.NextMonday(before.Today) - _world.Opening));
        _spending.Turn(_luck);
        _voice.Turn(_luck);
        foreach (var moment in diary) Write(moment, after);
        _spending.Week(before, after);
        _voice.Week(before, after, diary);
        Visits(before, after);
        AsksToClose(before, after);
    }

    /// <summary>Writes down contacts that the loop decided, and what was taken in them.</summary>
    public void Contacts(List<Outcome> outcomes, in Standing before, in Standing after)
    {
        foreach (var outcome in outcomes)
        {
            var luck = _lucks.Split("contact").Split((ulong)(outcome.Order.Day - _world.Opening));
            var attempts = outcome.Reached ? 1 + luck.Index(2) : 2 + luck.Index(2);
            Responses.TryFind(outcome.Order.Action, out var action);
            _rows.Contacts.Add(new ContactRow(outcome.Order.Day, 32_400 + luck.Index(28_000), new Approach(action, outcome.Reached, outcome.Taken, Drive.Decided, outcome.Objected, outcome.Tone), attempts)
            {
                Outcome = outcome,
            });
            if (outcome.Objected && luck.Bernoulli(Approaches.WithdrawsShare)) Withdraw(outcome.Order.Day);
            if (!outcome.Taken) continue;
            if (Responses.Opens(action) is { } service) _spending.Begin(Products.Of(service), outcome.Order.Day, Products.Fee(service), null);
            if (action == BankAction.UpsellPackage && after.Package > before.Package) _spending.Replace(outcome.Order.Day, _world.FeeOn(outcome.Order.Day, after.Package));
        }
    }

    /// <summary>Opens the books again on a customer who came back.</summary>
    /// <param name="now">Where the customer stands.</param>
    /// <param name="day">First day back.</param>
    /// <param name="emptied">Whether the account was left standing: it is used again, and nobody opens anything.</param>
    public void Reopen(in Standing now, Day day, bool emptied)
    {
        if (emptied) return;
        _opened = day;
        _origin = Origin.WonBack;
        WriteRelationship(day, null, Ending.None);
        OpenAccounts(now, day, null);
    }

    /// <summary>Closes the books on a customer who left.</summary>
    /// <param name="last">Where the customer stood at leaving.</param>
    /// <param name="until">Last day told.</param>
    public void Close(in Standing last, Day until)
    {
        if (last.Ending == Ending.Silent)
        {
            _spending.Empty(last, until);
            return;
        }

        var written = last.Leaves + (_luck.Bernoulli(0.03) ? 3 + _luck.Index(25) : 0);
        WriteRelationship(written, last.Leaves, last.Ending);
        for (var i = 0; i < _spending.Accounts.Count; i++)
        {
            var account = _spending.Accounts[i];
            // A card ordered on joining may still be under way: it ends on the day it would have begun.
            var ended = account.Started > last.Leaves ? account.Started : last.Leaves;
            if (account.Ended is not null) continue;
            var told = written > account.Written ? written : account.Written + 1;
            _spending.Write(account with { Written = told, Ended = ended, Ending = last.Ending });
        }

        _voice.Exit(last, written - last.Leaves, _branch);
    }

    // Some came in another way than by joining here: moved over from the old system or bought with another bank's portfolio.
    // For one in six of the migrated the old system's first day was lost and the day of migration stands in its place.
    void Inherit()
    {
        var tenure = _world.Settings.FirstDay - _opened;
        _costIsLost = _luck.Bernoulli(0.1);
        if (tenure > 2_000 && _luck.Bernoulli(0.12))
        {
            _origin = Origin.Migrated;
            if (_luck.Bernoulli(1 / 6.0)) _opened = _world.Settings.FirstDay - 1_500;
        }
        else if (tenure > 900 && _luck.Bernoulli(0.05))
        {
            _origin = Origin.Bought;
        }
    }

    void WriteRelationship(Day written, Day? closed, Ending ending)
    {
        int? cost = _origin == Origin.Acquired && !_costIsLost ? Economics.AcquisitionCost(_traits.Acquisition) : null;
        var openedBy = Staff.OpenedBy(_traits.Index, _world.BranchOf(_traits.Index));
        _rows.Relationships.Add(new RelationshipRow(
            _opened, written, closed, ending, _origin, _traits.Acquisition, cost, openedBy, _branch));
    }

    void OpenAccounts(in Standing now, Day day, Day? promotionEnds)
    {
        _spending.Begin(Product.Current, day, _world.FeeOn(day, now.Package), promotionEnds);
        if (_rows.Accounts.Count == 1) Holders(day);
        foreach (var service in Enum.GetValues<Facility>())
        {
            if (now.Has(service)) _spending.Begin(Products.Of(service), Later(day, _luck.Index(20)), Products.Fee(service), null);
        }
    }

    Day Later(Day day, int days) => day < _world.Settings.FirstDay ? day : day + days;

    void Holders(Day day)
    {
        _rows.Holders.Add(new HolderRow(_traits.Index, 1, false, day));
        var pair = _world.StreamOf(_traits.Index / 2, "pair");
        var joint = pair.Bernoulli(0.14) && _traits.Index % 2 == 0 && (_traits.Index ^ 1) < _world.Settings.Customers;
        if (joint) _rows.Holders.Add(new HolderRow(_traits.Index ^ 1, 1, true, day));
    }

    void Write(Moment moment, in Standing now)
    {
        switch (moment.What)
        {
            case Happening.ServiceBegan:
                _spending.Begin(Products.Of((Facility)moment.Detail), moment.Day, Products.Fee((Facility)moment.Detail), null);
                break;
            case Happening.PackageRaised: _spending.Replace(moment.Day, _world.FeeOn(moment.Day, moment.Detail)); break;
            case Happening.Contacted: Contacted(moment); break;
            case Happening.ConsentWithdrawn: Withdraw(moment.Day); break;
            case Happening.Assigned:
                _rows.Members.Add(new MemberRow(moment.Day, moment.Detail == 1, moment.Detail == 1 ? Campaigns.TreatedShare : 1 - Campaigns.TreatedShare));
                break;
            case Happening.BranchMerged:
                _branch = World.MergedInto;
                // Whoever joins on the very day is written down in the new branch at once.
                if (moment.Day == _opened) _rows.Relationships.RemoveAt(_rows.Relationships.Count - 1);
                WriteRelationship(moment.Day, null, Ending.None);
                Log(moment, ServiceEntry.BranchMerged, null);
                break;
            default: WriteService(moment); break;
        }
    }

    void WriteService(Moment moment)
    {
        switch (moment.What)
        {
            case Happening.Incident: Log(moment, ServiceEntry.Incident, (Touchpoint)moment.Detail); break;
            case Happening.Complaint: Log(moment, ServiceEntry.Complaint, (Touchpoint)moment.Detail); break;
            case Happening.ComplaintSettled: Log(moment, ServiceEntry.ComplaintSettled, (Touchpoint)moment.Detail); break;
            case Happening.ComplaintFailed: Log(moment, ServiceEntry.ComplaintFailed, (Touchpoint)moment.Detail); break;
            case Happening.StaffLeft: Log(moment, ServiceEntry.AdviserLeft, null); break;
            case Happening.PromotionEnded: Log(moment, ServiceEntry.PromotionEnd, null); break;
            case Happening.PriceRise: Log(moment, ServiceEntry.PriceRise, null, moment.Detail); break;
            case Happening.Referred: Referred(moment); break;
            case Happening.ClosingAsked: Log(moment, ServiceEntry.ClosingAsked, Touchpoint.CallCentre); break;
            case Happening.FeeEnquiry: Log(moment, ServiceEntry.FeeEnquiry, Touchpoint.CallCentre); break;
            case Happening.SalaryGone: Log(moment, ServiceEntry.StandingOrderEnded, null); break;
            // Not everybody who moves tells the bank.
            case Happening.MovedHouse when _luck.Bernoulli(0.7): Log(moment with { Day = moment.Day + _luck.Index(40) }, ServiceEntry.AddressChange, null); break;
            default: break;
        }
    }

    // Where a friend joined for it, the bank's reward follows.
    void Referred(Moment moment)
    {
        Log(moment, ServiceEntry.Referral, null);
        if (moment.Detail == 0) return;
        _rows.Service[^1] = _rows.Service[^1] with { Other = moment.Detail - 1, Late = 0 };
        _spending.Reward(moment.Day + 14);
    }

    void Contacted(Moment moment)
    {
        var approach = Approach.Of(moment.Detail);
        var attempts = approach.Reached ? 1 + _luck.Index(2) : 2 + _luck.Index(3);
        _rows.Contacts.Add(new ContactRow(moment.Day, 32_400 + _luck.Index(28_000), approach, attempts));
    }

    void Withdraw(Day day)
    {
        var last = _rows.Reaches.FindLast(reach => reach.Kind == "phone");
        if (last.Consent) _rows.Reaches.Add(last with { Day = day, Consent = false });
    }

    void Log(Moment moment, ServiceEntry entry, Touchpoint? where, int amount = 0) =>
        _rows.Service.Add(new ServiceRow(moment.Day, 28_800 + _luck.Index(34_000), entry, where, amount, _luck.Bernoulli(0.03) ? 1 + _luck.Index(20) : 0));

    // A third of those who are about to close ask how first, and are offered something that they do not take.
    void AsksToClose(in Standing before, in Standing after)
    {
        if (before.Ending != Ending.None || after.Ending != Ending.Closed || _luck.Uniform() >= 0.35) return;
        var asked = new Moment(after.Today, Happening.ClosingAsked, 0);
        Log(asked, ServiceEntry.ClosingAsked, Touchpoint.CallCentre);
        Contacted(asked with { Detail = new Approach((BankAction)((int)BankAction.FeeWaiver + _luck.Index(3)), true, false, Drive.Inbound).Packed });
    }

    void Visits(in Standing before, in Standing after)
    {
        var days = after.Today - before.Today;
        var share = days / 30.4 * (1 - 0.8 * after.Drained);
        Walk(before.Today, days, Economics.Visits(_traits) * share, ServiceEntry.Visit, Touchpoint.Branch);
        Walk(before.Today, days, Economics.Calls(_traits, before) * share, ServiceEntry.Call, Touchpoint.CallCentre);
    }

    void Walk(Day from, int days, double mean, ServiceEntry entry, Touchpoint where)
    {
        for (var count = _luck.Poisson(mean); count > 0; count--)
        {
            _spending.Served(entry);
            Log(new Moment(from + _luck.Index(Math.Min(days, 5)), default, 0), entry, where);
        }
    }
}
