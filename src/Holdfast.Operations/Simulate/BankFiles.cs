using Holdfast.Retention.Facts;
using Holdfast.Simulation.Bank;

namespace Holdfast.Operations.Simulate;

/// <summary>The files of the bank's systems: each speaks its own codes, as real ones do.</summary>
sealed class BankFiles : IDisposable
{
    readonly string _folder;
    readonly Day _first;
    readonly Telling _telling;
    readonly List<(string Name, CsvFile File)> _open = [];
    readonly CsvFile _customers, _relationships, _accounts, _holders, _balances, _transactions, _sessions, _service;
    readonly CsvFile _contacts, _offers, _surveys, _exits, _members, _reaches;

    /// <summary>Opens the files of the days told; the first ones tell of places and staff too.</summary>
    public BankFiles(string folder, World world, Telling telling)
    {
        (_folder, _first, _telling) = (folder, world.Settings.FirstDay, telling);
        Directory.CreateDirectory(folder);
        _customers = Open("customers", "customer_no,kind,full_name,born_on,language_code,household_no,province,income_band,risk_grade,occupation,education,illness,bereaved,created_on");
        _relationships = Open("relationships", "customer_no,opened_on,closed_on,closing_code,origin_code,channel_code,acquisition_cost,opened_by,branch_no,written_on");
        _accounts = Open("accounts", "account_no,customer_no,product_code,opened_on,closed_on,closing_code,replaced_by,promo_until,monthly_fee,written_on");
        _holders = Open("account_holders", "account_no,customer_no,role_code,since");
        _balances = Open("balances", "customer_no,month,balance,credit_limit,revenue,cost_to_serve,expected_loss,arrears");
        _transactions = Open("transactions", "txn_no,account_no,customer_no,booked_at,type_code,amount,counterparty,machine,posted_on");
        _sessions = Open("sessions", "session_no,customer_no,began_at,device,pages");
        _service = Open("service_log", "entry_no,customer_no,happened_at,entry_code,touchpoint_code,amount,other_customer,recorded_on");
        _contacts = Open("campaign_contacts", "contact_no,customer_no,contacted_at,campaign,action_code,channel_code,attempts,reached,result_code,cost,decision_no");
        _offers = Open("offers", "offer_no,customer_no,action_code,made_on,answered_on,answer,applied_on,written_on");
        _surveys = Open("surveys", "answer_no,customer_no,answered_at,instrument_code,score,scale_top,comment,language,topic");
        _exits = Open("exit_reasons", "customer_no,closed_on,told_by,reason_code,comment,competitor,coded_by,recorded_on");
        _members = Open("campaign_members", "campaign,customer_no,drawn_on,arm,probability");
        _reaches = Open("contact_points", "customer_no,kind,value,preferred,state,consent,since");
        if (telling.IsFirst) Places(world);
    }

    /// <summary>Rows of each file, in the order of opening.</summary>
    public IEnumerable<(string Name, long Rows)> Rows => _open.Select(f => (f.Name, f.File.Rows));

    /// <summary>Writes what the systems hold of one customer.</summary>
    public void Write(CustomerRows rows)
    {
        var customer = rows.Profile.Index;
        var joined = rows.Reaches[0].Day;
        if (_telling.Tells(joined)) Person(rows);
        foreach (var row in rows.Relationships) Relationship(customer, row);
        foreach (var row in rows.Accounts) Account(customer, row);
        foreach (var row in rows.Holders.Where(row => _telling.Tells(row.From))) _holders.Id('A', customer, row.Account).Id('C', row.Customer).Raw(row.Joint ? "J" : "H").Day(row.From).End();
        foreach (var row in rows.Balances) Balance(customer, row);
        Happenings(customer, rows);
        Answers(customer, rows);
        foreach (var row in rows.Reaches.Where(row => _telling.Tells(row.Day)))
            _reaches.Id('C', customer).Raw(row.Kind).Text(row.Value).Raw(row.Preferred ? "1" : "0").Raw(row.State.ToString()).Raw(row.Consent ? "1" : "0").Day(row.Day).End();
    }

    /// <summary>Writes down the arm of a customer in an experiment of the loop.</summary>
    public void Assign(Assigned assigned) =>
        _members.Raw(assigned.Experiment).Raw(assigned.Customer).Day(assigned.Day).Raw(assigned.Treated ? "treatment" : "control").Number(assigned.Probability, 4).End();

    public void Dispose()
    {
        foreach (var (_, file) in _open) file.Dispose();
    }

    CsvFile Open(string name, string header)
    {
        var file = new CsvFile(Path.Combine(_folder, name + _telling.Suffix + ".csv"), header);
        _open.Add((name, file));
        return file;
    }

    void Places(World world)
    {
        var units = Open("units", "unit_no,unit_name,level,above,since");
        units.Raw("R1").Raw("North").Raw("R").Raw("").Day(world.Opening).End();
        units.Raw("R2").Raw("South").Raw("R").Raw("").Day(world.Opening).End();
        var provinces = (world.Branches + 2) / 3;
        for (var province = 1; province <= provinces; province++)
            units.Raw($"P{province}").Raw($"Province {province}").Raw("P").Raw(province % 2 == 1 ? "R1" : "R2").Day(world.Opening).End();
        for (var branch = 0; branch < world.Branches; branch++)
            units.Raw(BankWords.Branch(branch)).Raw($"Branch {branch + 1}").Raw("B").Raw($"P{1 + branch / 3}").Day(world.Opening).End();
        var staff = Open("staff", "staff_no,full_name,unit_no,from_date,to_date");
        foreach (var member in Staff.Of(world))
            staff.Raw($"S{member.Number}").Text(member.Name).Raw(BankWords.Branch(member.Branch)).Day(member.From).Day(member.To is { } to && to <= world.Settings.LastDay ? to : null).End();
    }

    void Person(CustomerRows rows)
    {
        var profile = rows.Profile;
        _customers.Id('C', profile.Index).Raw(profile.Company ? "C" : "P").Text(profile.Name).Day(profile.BirthDate)
            .Raw(BankWords.Language(profile.Language)).Id('H', profile.Household).Raw($"P{profile.Province}").Whole(profile.IncomeBand)
            .Raw(profile.RiskGrade.ToString()).Raw(profile.Occupation).Raw(profile.Education)
            .Raw(profile.Care == CareNote.Illness ? "1" : "").Raw(profile.Care == CareNote.Bereaved ? "1" : "").Day(rows.Relationships[0].Opened).End();
    }

    void Relationship(int customer, RelationshipRow row)
    {
        if (!_telling.Tells(row.Written)) return;
        _relationships.Id('C', customer).Day(row.Opened).Day(row.Closed).Raw(BankWords.Closing(row.Ending)).Raw(BankWords.Origin(row.Origin))
            .Raw(BankWords.Channel(row.Acquisition));
        if (row.Cost is { } cost) _relationships.Money(cost);
        else _relationships.Raw("");
        _relationships.Raw($"S{row.OpenedBy}").Raw(BankWords.Branch(row.Branch)).Day(row.Written).End();
    }

    void Account(int customer, AccountRow row)
    {
        // A card still under way on the last day is not in the file yet, even if it was given up before.
        if (!_telling.Tells(row.Written > row.Started ? row.Written : row.Started)) return;
        _accounts.Id('A', customer, row.Number).Id('C', customer).Raw(BankWords.Product(row.Product)).Day(row.Started).Day(row.Ended)
            .Raw(row.ReplacedBy > 0 ? "90" : BankWords.Closing(row.Ending));
        if (row.ReplacedBy > 0) _accounts.Id('A', customer, row.ReplacedBy);
        else _accounts.Raw("");
        _accounts.Day(row.PromotionEnds).Money(row.Fee).Day(row.Written).End();
    }

    void Balance(int customer, BalanceRow row)
    {
        if (row.Month < _first || !_telling.Tells(row.Month.AddMonths(1) - 1)) return;
        _balances.Id('C', customer).Day(row.Month).Money(row.Balance).Money(row.Limit).Money(row.Revenue).Money(row.Cost).Money(row.CreditLoss)
            .Money(row.Arrears).End();
    }

    void Happenings(int customer, CustomerRows rows)
    {
        for (var i = 0; i < rows.Transactions.Count; i++)
        {
            var row = rows.Transactions[i];
            if (!IsTold(row.Day, row.Late)) continue;
            Transaction(customer, i + 1, row);
            if (row.Twice) Transaction(customer, i + 1, row);
        }

        for (var i = 0; i < rows.Sessions.Count; i++)
        {
            var row = rows.Sessions[i];
            if (IsTold(row.Day, 0)) _sessions.Id('L', customer, i + 1).Id('C', customer).Moment(row.Day, row.Second).Raw(row.App ? "app" : "web").Whole(row.Pages).End();
        }

        for (var i = 0; i < rows.Service.Count; i++)
        {
            var row = rows.Service[i];
            if (!IsTold(row.Day, row.Late)) continue;
            _service.Id('E', customer, i + 1).Id('C', customer).Moment(row.Day, row.Second).Raw(BankWords.Entry(row.Entry))
                .Raw(BankWords.Where(row.Touchpoint)).Money(row.Amount);
            if (row.Other is { } other) _service.Id('C', other);
            else _service.Raw("");
            _service.Day(Recorded(row.Day, row.Late)).End();
        }
    }

    void Transaction(int customer, int number, TransactionRow row) =>
        _transactions.Id('T', customer, number).Id('A', customer, row.Account).Id('C', customer).Moment(row.Day, row.Second)
            .Raw(BankWords.Booking(row.Kind)).Money(row.Amount).Raw(BankWords.OtherSide(row.Kind, row.Counterparty))
            .Raw(row.Branch < 0 ? "" : BankWords.Branch(row.Branch)).Day(Recorded(row.Day, row.Late)).End();

    void Answers(int customer, CustomerRows rows)
    {
        for (var i = 0; i < rows.Contacts.Count; i++) Contact(customer, i + 1, rows.Contacts[i]);
        for (var i = 0; i < rows.Surveys.Count; i++)
        {
            var row = rows.Surveys[i];
            if (!IsTold(row.Day, 0)) continue;
            _surveys.Id('Q', customer, i + 1).Id('C', customer).Moment(row.Day, row.Second).Raw(BankWords.Instrument(row.Instrument))
                .Raw(row.Score < 0 ? "" : BankWords.Digits(row.Score)).Raw(BankWords.ScaleTop(row.Instrument)).Text(row.Text)
                .Raw(rows.Profile.Language).Raw(BankWords.Topic(row.About)).End();
        }

        foreach (var row in rows.Exits)
        {
            if (!IsTold(row.Day, row.Late)) continue;
            _exits.Id('C', customer).Day(row.Day).Raw(row.ByClerk ? "CLK" : "SVY").Raw(BankWords.Reason(row.Reason)).Text(row.Words)
                .Raw(row.Competitor > 0 ? BankWords.Rival(row.Competitor) : "")
                .Raw(row.Clerk > 0 ? $"S{row.Clerk}" : "").Day(Recorded(row.Day, row.Late)).End();
        }

        foreach (var row in rows.Members.Where(row => _telling.Tells(row.Day)))
            _members.Raw("spring_retention").Id('C', customer).Day(row.Day).Raw(row.Treated ? "call" : "control").Number(row.Probability, 4).End();
    }

    void Contact(int customer, int number, ContactRow row)
    {
        var (action, reached, taken, drive, objected, _) = row.Approach;
        // Who asks how to close is on the phone already: that is in the service log, and only the offer is written here.
        if (IsTold(row.Day, 0) && drive != Drive.Inbound)
        {
            var channel = row.Outcome is { } outcome ? BankWords.ChannelOf(outcome.Order.Channel) : BankWords.ContactChannel(drive, customer + number);
            _contacts.Id('K', customer, number).Id('C', customer).Moment(row.Day, row.Second).Raw(BankWords.Campaign(drive)).Raw(BankWords.Action(action))
                .Raw(channel).Whole(row.Attempts).Raw(reached ? "1" : "0").Raw(BankWords.Result(row.Approach))
                .Money(channel == "TEL" ? 600 : 40).Raw(row.Outcome?.Order.Decision ?? "").End();
        }

        if (!reached || objected || row.Day < _first || action is BankAction.RetentionCall or BankAction.ThankYou) return;
        var answered = row.Day + (customer + number) % 5;
        // Of fifty offers that were taken, billing forgets one.
        var forgotten = row.Outcome is { } what ? !what.PromiseKept : (customer * 7 + number) % 50 == 3;
        Offer(customer, number, action, new OfferDays(row.Day, answered, taken, taken && !forgotten ? answered + 2 : null));
    }

    // An offer is written down each time something becomes known of it: made, answered, applied.
    void Offer(int customer, int number, BankAction action, OfferDays days)
    {
        if (days.Answered > days.Made) Version(days.Made, null, null);
        Version(days.Answered, days.Answered, null);
        if (days.Applied is { } applied) Version(applied, days.Answered, applied);

        void Version(Day written, Day? answered, Day? applied)
        {
            if (!_telling.Tells(written)) return;
            _offers.Id('O', customer, number).Id('C', customer).Raw(BankWords.Action(action)).Day(days.Made).Day(answered)
                .Raw(answered is null ? "" : days.Taken ? "Y" : "N").Day(applied).Day(written).End();
        }
    }

    readonly record struct OfferDays(Day Made, Day Answered, bool Taken, Day? Applied);

    bool IsTold(Day day, int late) => day >= _first && _telling.Tells(day + late);

    static Day? Recorded(Day day, int late) => late == 0 ? null : day + late;
}
