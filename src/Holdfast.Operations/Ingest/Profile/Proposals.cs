namespace Holdfast.Operations.Ingest.Profile;

/// <summary>What the files of a group say together.</summary>
/// <param name="Tables">The files.</param>
/// <param name="Relations">Keys that lead from one to another.</param>
/// <param name="Today">The day on which tables without a date are taken to hold, yyyy-MM-dd.</param>
/// <param name="TodayIsTold">Whether the data tell that day.</param>
sealed record FileGroup(IReadOnlyList<ReadTable> Tables, IReadOnlyList<Relation> Relations, string Today, bool TodayIsTold);

/// <summary>Drafts what a file tells, by what one row of it is.</summary>
sealed class Proposals(FileGroup group, IReadOnlyList<PartyTie> ties)
{
    /// <summary>Days after the chosen day on which leavers of a table without dates are said to have left: the end of the horizon.</summary>
    const int HorizonDays = 90;

    /// <summary>A draft for every file.</summary>
    public IReadOnlyList<Draft> All()
    {
        var drafts = ties.Select(DraftOf).ToList();
        SpellsFromLeaving.Complete(drafts, group);
        return drafts;
    }

    Draft DraftOf(PartyTie tie)
    {
        var draft = new Draft(tie);
        if (tie.Party is null && LinkedAgreement(tie.Table) is { } agreement)
        {
            Events(draft, agreement);
            return draft;
        }

        if (tie.Party is null) draft.Kind = "a table that nothing ties to a customer";
        else if (Links(tie) is { } link) Linking(draft, link);
        else if ((tie.IsNumbered || (tie.IsOwn && OneRowEach(tie)))) Customers(draft);
        else if (IsPanel(tie)) Positions(draft);
        else if (Leaving(tie.Table)) Departures(draft);
        else if (IsAgreements(tie.Table)) Agreements(draft);
        else if (IsFeedback(tie.Table)) Feedback(draft);
        else if (IsContacts(tie.Table)) Contacts(draft);
        else if (tie.Table.Find(Role.Happened) is null) draft.Kind = "several rows for each customer, without a date: nothing to tell by itself";
        else Events(draft, null);
        return draft;
    }

    /// <summary>One row for each customer, but for a few doubled ones.</summary>
    static bool OneRowEach(PartyTie tie) => tie.Table[tie.Party!] is var party && party.Distinct >= 0.97 * party.Given;

    void Customers(Draft draft)
    {
        var table = draft.Table;
        var joined = table.Find(Role.Joined, draft.Party);
        var churned = table.Find(Role.Churned, draft.Party);
        var tenure = table.Find(Role.Tenure, draft.Party, churned?.Name);
        var left = table.Find(Role.Left, draft.Party, joined?.Name);
        Who(draft, joined);
        if (joined is not null) Lives(draft, joined, left, churned);
        else if (churned is not null || tenure is not null) OneDay(draft, churned, tenure);
        else draft.Kind = "one row for each customer, without dates: properties";
        if (joined is null) draft.Snapshot = group.Today;
        Attributes(draft, joined);
        if (table.Columns.All(column => column.Name != draft.Party)) draft.Comments.Add("No column names the customer: the rows are numbered. Load the file once; it must not change.");
        Trial(draft, joined);
        if (!group.TodayIsTold && joined is null) draft.Comments.Add($"The files do not tell their day: {group.Today} is chosen. Put the right one, here and in the expressions.");
    }

    /// <summary>A column that says who was treated and who was held out.</summary>
    void Trial(Draft draft, ColumnProfile? joined)
    {
        if (draft.Table.Find(Role.Arm, draft.Party) is not { } arm) return;
        static bool Control(string value) => value.Contains("control", StringComparison.OrdinalIgnoreCase) || value.StartsWith("no ", StringComparison.OrdinalIgnoreCase);
        draft.Fact("assignment", null, ("party", Draft.From(draft.Party)), ("at", Draft.From(joined) ?? Draft.Value(group.Today)), ("experiment", Draft.Value(draft.Table.Name)),
            ("arm", draft.Coded(arm, "arm", arm.Top.ToDictionary(value => value.Value, value => Control(value.Value) ? "control" : value.Value, StringComparer.Ordinal))));
        draft.Comments.Add($"'{arm.Name}' is read as the arm of a trial. If it is none, take the fact 'assignment' out.");
    }

    static void Who(Draft draft, ColumnProfile? joined)
    {
        var table = draft.Table;
        var name = table.Find(Role.PersonName, draft.Party);
        var born = table.Find(Role.Born, draft.Party);
        var region = table.Find(Role.Region, draft.Party);
        if (name is null && born is null && region is null) return;
        var company = NameWords.Of(draft.Party!).Any(word => word is "company" or "organization" or "account") && table.Columns.Any(column => NameWords.Of(column.Name).Any(word => word is "industry" or "seats" or "company"));
        draft.Fact("party", null, ("party", Draft.From(draft.Party)), ("at", Draft.From(joined)), ("kind", Draft.Value(company ? "company" : "person")),
            ("name", Draft.From(name)), ("birth_date", Draft.From(born)), ("region", Draft.From(region)), ("household", Draft.From(table.Find(Role.Household, draft.Party))));
    }

    void Lives(Draft draft, ColumnProfile joined, ColumnProfile? left, ColumnProfile? churned)
    {
        draft.Kind = "one row for each customer, with the day of joining";
        var reason = Reason(draft, left is not null ? $"{Quoted.Name(left.Name)} IS NOT NULL" : null);
        ColumnMapping? leftAt = Draft.From(left), leaving = left is null ? null : reason ?? Draft.Value("voluntary");
        if (left is null && churned is not null && Roles.Churned(churned) is { } yes)
        {
            draft.Use(churned);
            leftAt = Draft.From(draft.Derive("left_on", $"CASE WHEN {Quoted.Name(churned.Name)} = {Quoted.Text(yes)} THEN {After(HorizonDays - 1)} END"));
            leaving = Draft.From(draft.Derive("why", $"CASE WHEN {Quoted.Name(churned.Name)} = {Quoted.Text(yes)} THEN 'voluntary' END"));
            draft.Comments.Add($"'{churned.Name}' says who left, not when: all are taken to leave within {HorizonDays} days after {group.Today}.");
        }
        else if (left is not null && leaving!.Value is not null)
        {
            leaving = Draft.From(draft.Derive("why", $"CASE WHEN {Quoted.Name(left.Name)} IS NOT NULL{NullTest(left)} THEN 'voluntary' END"));
        }

        draft.Fact("spell", null, ("party", Draft.From(draft.Party)), ("joined", Draft.From(joined)), ("left", leftAt), ("leaving", leaving),
            ("channel", Draft.From(draft.Table.Find(Role.Channel, draft.Party))), ("unit", Draft.From(draft.Table.Find(Role.Unit, draft.Party))));
        if (leftAt is not null) OneAgreement(draft, Draft.From(joined)!, leftAt);
    }

    void OneDay(Draft draft, ColumnProfile? churned, ColumnProfile? tenure)
    {
        draft.Kind = "one row for each customer as of one day";
        var days = tenure is null ? "365" : $"CAST(round(coalesce({Plain(draft, tenure)}, 0) * {TenureUnit(tenure)}) AS INTEGER)";
        if (tenure is null) draft.Comments.Add("No column tells how long somebody is a customer: everybody is taken to have joined a year before.");
        else draft.Comments.Add($"'{tenure.Name}' runs from {tenure.Lowest} to {tenure.Highest} and is read as {TenureWord(tenure)}.");
        var joined = draft.Derive("joined", $"DATE '{group.Today}' - {days}");
        ColumnMapping? left = null, why = null;
        if (churned is not null && Roles.Churned(churned) is { } yes)
        {
            draft.Use(churned);
            var gone = $"{Quoted.Name(churned.Name)} = {Quoted.Text(yes)}";
            left = Draft.From(draft.Derive("left_on", $"CASE WHEN {gone} THEN {After(HorizonDays - 1)} END"));
            why = Reason(draft, gone) is { } told ? told : Draft.From(draft.Derive("why", $"CASE WHEN {gone} THEN 'voluntary' END"));
            draft.Comments.Add($"'{churned.Name}' = '{yes}' is read as having left, within the {HorizonDays} days after {group.Today}.");
        }

        draft.Fact("spell", null, ("party", Draft.From(draft.Party)), ("joined", Draft.From(joined)), ("left", left), ("leaving", why));
        OneAgreement(draft, Draft.From(joined)!, left);
        if (draft.Table.Find(Role.Balance, draft.Party) is { } balance)
            draft.Fact("position", null, ("party", Draft.From(draft.Party)), ("month", Draft.Value(group.Today[..7] + "-01")), ("balance", draft.Number(balance)), ("revenue", draft.Number(draft.Table.Find(Role.Revenue, draft.Party, balance.Name))));
    }

    /// <summary>The contract of a table with one row for each customer.</summary>
    static void OneAgreement(Draft draft, ColumnMapping joined, ColumnMapping? left)
    {
        var table = draft.Table;
        var price = table.Find(Role.MonthlyPrice, draft.Party);
        var bond = table.Find(Role.Bond, draft.Party);
        if (price is null && bond is null) return;
        var product = table.Find(Role.Product, draft.Party, bond?.Name, price?.Name);
        draft.Fact("agreement", null, ("party", Draft.From(draft.Party)), ("agreement", Draft.From(draft.Party)), ("product", Draft.From(product)),
            ("bond", bond is null ? null : Bond(draft, bond)), ("started", joined), ("ended", left), ("price", draft.Number(price)));
    }

    static ColumnMapping Bond(Draft draft, ColumnProfile bond) => draft.Coded(bond, "bond", bond.Top.ToDictionary(value => value.Value, value => Bonds.Of(value.Value) ?? "", StringComparer.Ordinal));

    /// <summary>The reason for leaving, coded; its codes become those of holdfast.yaml.</summary>
    static ColumnMapping? Reason(Draft draft, string? gone)
    {
        var reason = draft.Table.Find(Role.Reason, draft.Party);
        if (reason is null || reason.Distinct > 60) return null;
        draft.Use(reason);
        var name = Quoted.Name(reason.Name);
        return gone is null ? Draft.From(reason) : Draft.From(draft.Derive("why", $"CASE WHEN {gone} THEN coalesce({name}, 'voluntary') END"));
    }

    static void Attributes(Draft draft, ColumnProfile? joined)
    {
        var words = draft.Table.Columns.Where(column => column.Content == ColumnContent.Whole && NameWords.Of(column.Name).Any(word => word is "zip" or "code" or "postcode" or "id" or "region" or "city" or "area" or "phone")).Select(column => column.Name);
        var counts = draft.Table.Columns.Where(column => column.Content == ColumnContent.Whole && column.Distinct is > 2 and <= 12 && !NameWords.Of(column.Name).Any(word => word is "kind" or "code" or "id" or "class" or "segment" or "group" or "category")).Select(column => column.Name);
        var rest = draft.Table.Columns.Where(column => column.Name != draft.Party && column.Content != ColumnContent.Empty && !(column.IsDate && column == joined));
        if (!rest.Any()) return;
        draft.Attributes = new AttributeMapping
        {
            Party = draft.Party!,
            Columns = ["*"],
            Except = [.. draft.Table.Columns.Where(column => column.IsDate || column.Content is ColumnContent.Empty or ColumnContent.Text || (column.IsKey && column.Name != draft.Party && column.Content != ColumnContent.Number)).Select(column => column.Name)],
            Numbers = [.. counts],
            Words = [.. words.Where(name => name != draft.Party)],
            At = joined?.Name,
        };
    }

    string After(int days) => $"DATE '{group.Today}' + {days}";

    static string Plain(Draft draft, ColumnProfile column)
    {
        draft.Use(column);
        var name = Quoted.Name(column.Name);
        return column.NumberForm?.DecimalSign == "," ? $"try_cast(replace({name}, ',', '.') AS DOUBLE)" : $"try_cast({name} AS DOUBLE)";
    }

    static string NullTest(ColumnProfile column) => column.NullWords.Count == 0 ? "" : $" AND {Quoted.Name(column.Name)} NOT IN {Quoted.Texts(column.NullWords)}";

    static string TenureUnit(ColumnProfile tenure) => TenureWord(tenure) switch { "years" => "365.25", "weeks" => "7", "months" => "30.4375", _ => "1" };

    static string TenureWord(ColumnProfile tenure)
    {
        var words = NameWords.Of(tenure.Name);
        if (words.Contains("month")) return "months";
        if (words.Contains("week")) return "weeks";
        if (words.Contains("day")) return "days";
        if (words.Contains("year")) return "years";
        return ColumnProfile.AsNumber(tenure.Highest) switch { <= 15 => "years", <= 300 => "months", _ => "days" };
    }

    /// <summary>Several rows for each customer, one a month.</summary>
    static bool IsPanel(PartyTie tie) => tie.Table.Find(Role.Month, tie.Party) is { } month && month.Distinct is > 1 and <= 240 && tie.Table.Find(Role.RowId, tie.Party) is null
        && tie.IsOwn && tie.Party is { } party && tie.Table[party].Distinct is var customers && customers * month.Distinct >= tie.Table.Staged.Rows * 0.9
        && tie.Table.Staged.Rows > customers * 1.5 && (NameWords.Of(month.Name).Any(word => word is "month" or "period" or "snapshot" or "asof" or "partition") || month.Distinct <= 40)
        && tie.Table.Columns.Count > 3 && IsMonthly(month);

    /// <summary>Whether all days are the first or the last of a month, or the same of every month.</summary>
    static bool IsMonthly(ColumnProfile column)
    {
        var days = column.Top.Select(value => ValueForms.DayOf(value.Value, column.DateFormat!)).OfType<string>().Select(text => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).ToList();
        return days.Count > 1 && (days.TrueForAll(day => day.Day == days[0].Day) || days.TrueForAll(day => day.AddDays(1).Day == 1));
    }

    static void Positions(Draft draft)
    {
        draft.Kind = "one row for each customer and month";
        var table = draft.Table;
        var month = table.Find(Role.Month, draft.Party)!;
        var balance = table.Find(Role.Balance, draft.Party);
        var revenue = table.Find(Role.Revenue, draft.Party, balance?.Name);
        if (balance is not null || revenue is not null) draft.Fact("position", null, ("party", Draft.From(draft.Party)), ("month", Draft.From(month)), ("balance", draft.Number(balance)), ("revenue", draft.Number(revenue)));
        Attributes(draft, month);
        if (table.Find(Role.Joined, draft.Party, month.Name) is not { } joined) return;
        draft.Fact("spell", null, ("party", Draft.From(draft.Party)), ("joined", Draft.From(joined)));
        draft.Comments.Add("Who is missing from later months may have left, or not: tell it by a file of ends, or choose silence as churn.");
    }

    /// <summary>A file of ends: a day of leaving or closing, with a reason.</summary>
    static bool Leaving(ReadTable table) =>
        table.Find(Role.Reason) is not null && table.Find(Role.Happened) is not null && NameWords.Of(table.Name).Concat(table.Columns.SelectMany(column => NameWords.Of(column.Name))).Any(word => word is "churn" or "cancel" or "exit" or "leave" or "termination" or "close");

    static void Departures(Draft draft)
    {
        draft.Kind = "ends, with their reasons";
        var table = draft.Table;
        var reason = table.Find(Role.Reason, draft.Party)!;
        var at = table.Find(Role.Left, draft.Party) ?? table.Find(Role.Happened, draft.Party)!;
        draft.Fact("exit_reason", $"{Quoted.Name(reason.Name)} IS NOT NULL", ("party", Draft.From(draft.Party)), ("at", Draft.From(at)), ("reason", Draft.From(reason)), ("words", Draft.From(table.Find(Role.ReasonWords, reason.Name))));
    }

    static bool IsAgreements(ReadTable table)
    {
        var start = table.Find(Role.Started);
        if (start is null || table.Find(Role.Quantity) is not null) return false;
        var named = NameWords.Of(table.Name).Any(word => word is "subscription" or "contract" or "agreement" or "policy" or "account" or "loan" or "card" or "membership" or "line");
        return named || (table.Find(Role.Ended, start.Name) ?? table.Find(Role.TermEnds, start.Name)) is not null && !NameWords.Of(table.Name).Any(word => word is "transaction" or "order" or "ticket" or "payment" or "call");
    }

    static void Agreements(Draft draft)
    {
        draft.Kind = "agreements: accounts, contracts, subscriptions";
        var table = draft.Table;
        var start = table.Find(Role.Started, draft.Party)!;
        var ended = table.Find(Role.Ended, draft.Party, start.Name);
        var id = table.Find(Role.RowId, draft.Party) ?? (table.Find(Role.Agreement, draft.Party) is { IsKey: true } key ? key : null);
        var bond = table.Find(Role.Bond, draft.Party);
        var price = table.Find(Role.MonthlyPrice, draft.Party);
        draft.Fact("agreement", null, ("party", Draft.From(draft.Party)),
            ("agreement", Draft.From(id) ?? Draft.Sql($"{Quoted.Name(draft.Party!)} || '/' || {Quoted.Name(start.Name)}")),
            ("product", Draft.From(table.Find(Role.Product, draft.Party, bond?.Name, id?.Name))), ("bond", bond is null ? null : Bond(draft, bond)),
            ("started", Draft.From(start)), ("ended", Draft.From(ended)), ("term_ends", Draft.From(table.Find(Role.TermEnds, start.Name, ended?.Name))), ("price", draft.Number(price)));
        if (id is null) draft.Comments.Add("No column names the agreement: customer and first day together stand for it.");
    }

    static bool IsFeedback(ReadTable table) => (table.Find(Role.Score) ?? table.Find(Role.Comment)) is not null && table.Find(Role.Happened) is not null
        && NameWords.Of(table.Name).Concat(table.Columns.SelectMany(column => NameWords.Of(column.Name))).Any(word => word is "review" or "survey" or "nps" or "csat" or "feedback" or "rating" or "satisfaction") && !IsContacts(table);

    static void Feedback(Draft draft)
    {
        draft.Kind = "what customers said: scores and words";
        var table = draft.Table;
        var score = table.Find(Role.Score, draft.Party);
        var instrument = NameWords.Of(table.Name).Concat(score is null ? [] : NameWords.Of(score.Name)).FirstOrDefault(word => word is "nps" or "csat" or "review" or "survey") ?? "survey";
        draft.Fact("feedback", null, ("party", Draft.From(draft.Party)), ("feedback", Draft.From(table.Find(Role.RowId, draft.Party))), ("at", Draft.From(table.Find(Role.Happened, draft.Party))),
            ("instrument", Draft.Value(instrument)), ("score", draft.Number(score)), ("scale_top", score is null ? null : Draft.Value(score.Highest!)), ("text", Draft.From(table.Find(Role.Comment, draft.Party, score?.Name))));
    }

    static bool IsContacts(ReadTable table) => table.Find(Role.Happened) is not null && NameWords.Of(table.Name).Concat(table.Columns.Where(column => column.IsKey).SelectMany(column => NameWords.Of(column.Name)))
        .Any(word => word is "ticket" or "contact" or "complaint" or "case" or "support" or "campaign" or "interaction" or "enquiry" or "inquiry") && !table.Columns.Any(column => NameWords.Of(column.Name) is ["duration"] or ["talk", ..]);

    static void Contacts(Draft draft)
    {
        draft.Kind = "contacts: calls, tickets, letters";
        var table = draft.Table;
        var at = table.Find(Role.Happened, draft.Party)!;
        var id = table.Find(Role.RowId, draft.Party);
        var outbound = NameWords.Of(table.Name).Any(word => word is "campaign" or "mailing");
        draft.Fact("contact", null, ("party", Draft.From(draft.Party)), ("contact", Draft.From(id)), ("at", Draft.From(at)), ("direction", Draft.Value(outbound ? "outbound" : "inbound")),
            ("channel", Draft.From(table.Find(Role.Channel, draft.Party)) ?? Draft.Value(outbound ? "campaign" : "support")), ("purpose", outbound ? null : Draft.Value("serve")), ("outcome", Draft.From(table.Find(Role.Outcome, draft.Party))));
        if (!outbound && NameWords.Of(table.Name).Contains("complaint")) draft.Fact("event", null, ("party", Draft.From(draft.Party)), ("event", Draft.From(id)), ("at", Draft.From(at)), ("kind", Draft.Value("complaint")));
        if (table.Find(Role.Score, draft.Party) is { } score)
        {
            draft.Fact("feedback", $"{Quoted.Name(score.Name)} IS NOT NULL{NullTest(score)}", ("party", Draft.From(draft.Party)), ("feedback", Draft.From(id)), ("at", Draft.From(at)),
                ("instrument", Draft.Value("csat")), ("score", draft.Number(score)), ("scale_top", Draft.Value(score.Highest!)), ("text", Draft.From(table.Find(Role.Comment, score.Name))));
        }
    }

    /// <summary>The column that names an agreement of another file, where the agreement's holder is told there.</summary>
    string? LinkedAgreement(ReadTable table) => ties.Where(tie => tie.Party is not null).Select(Links).OfType<Link>()
        .Select(link => table.Columns.FirstOrDefault(column => NameWords.Bare(column.Name) == NameWords.Bare(link.Agreement.Name))?.Name).FirstOrDefault(name => name is not null && table.Find(Role.Happened) is not null && !IsLinkTarget(table));

    bool IsLinkTarget(ReadTable table) => ties.Where(tie => tie.Party is not null).Select(Links).OfType<Link>().Any(link => link.Target == table);

    /// <summary>A table that says who holds which agreement: the customer's id and the key of a table that has none.</summary>
    Link? Links(PartyTie tie)
    {
        if (!tie.IsOwn) return null;
        foreach (var relation in group.Relations.Where(relation => relation.From.Source == tie.Table.Name && relation.From.Column != tie.Party))
        {
            var other = ties.First(one => one.Table.Name == relation.To.Source);
            if (other.Party is null && other.Table.Find(Role.Started) is { } start) return new Link(tie.Table[relation.From.Column], other.Table, relation.To.Column, start);
        }

        return null;
    }

    static void Linking(Draft draft, Link link)
    {
        draft.Kind = "who holds which agreement";
        var table = draft.Table;
        var from = draft.Lookup(link.Start.Name, new LookupMapping { Source = link.Target.Name, Match = link.Agreement.Name, Key = link.Key == link.Agreement.Name ? null : link.Key });
        var role = table.Columns.FirstOrDefault(column => column.Content == ColumnContent.Word && column.Distinct is 2 or 3 && NameWords.Of(column.Name).Any(word => word is "kind" or "role" or "relation"));
        var owner = role?.Top[0].Value;
        draft.Fact("agreement", role is null ? null : $"{Quoted.Name(role.Name)} = {Quoted.Text(owner!)}", ("party", Draft.From(draft.Party)), ("agreement", Draft.From(link.Agreement)),
            ("product", Draft.Value("account")), ("started", new ColumnMapping { Column = from, Dates = link.Start.DateFormat is { Length: > 0 } format ? [format] : [] }));
        draft.Fact("holding", null, ("party", Draft.From(draft.Party)), ("agreement", Draft.From(link.Agreement)),
            ("role", role is null ? Draft.Value("holder") : draft.Coded(role, "role", role.Top.ToDictionary(value => value.Value, value => value.Value == owner ? "holder" : "user", StringComparer.Ordinal))),
            ("from_day", new ColumnMapping { Column = from, Dates = link.Start.DateFormat is { Length: > 0 } day ? [day] : [] }));
        if (role is not null) draft.Comments.Add($"'{owner}', the commonest value of '{role.Name}', is read as the holder; the others may use the agreement.");
    }

    static void Events(Draft draft, string? agreement)
    {
        var table = draft.Table;
        var party = draft.Party;
        var at = table.Find(Role.Happened, party);
        draft.Kind = "things that happened";
        var number = table.Find(Role.RowId, party, agreement);
        var quantity = table.Find(Role.Quantity, party, agreement, number?.Name);
        var unitPrice = table.Find(Role.UnitPrice, quantity?.Name);
        var amount = table.Find(Role.Amount, party, agreement, quantity?.Name, unitPrice?.Name);
        var sum = amount is not null ? draft.Number(amount) : unitPrice is not null && quantity is not null ? Product(draft, quantity, unitPrice) : draft.Number(unitPrice);
        var kind = table.Find(Role.EventKind, party, agreement);
        var word = NameWords.Of(table.Name) is var words && words.FirstOrDefault(w => w is "transaction" or "order" or "purchase" or "payment" or "usage" or "invoice" or "visit" or "login" or "call" or "session" or "loan" or "rental") is { } told ? told : amount is null && unitPrice is null ? "use" : "purchase";
        draft.Fact("event", null, ("party", agreement is null ? Draft.From(party) : null), ("agreement", Draft.From(agreement ?? table.Find(Role.Agreement, party, number?.Name)?.Name)), ("event", Draft.From(number)), ("at", Draft.From(at)),
            ("kind", kind is null ? Draft.Value(word) : kind.Missing > 0 ? new ColumnMapping { Column = kind.Name, Default = word } : Draft.From(kind)), ("channel", Draft.From(table.Find(Role.Channel, party, kind?.Name))), ("amount", sum), ("quantity", quantity is { NumberForm: null } ? Draft.From(quantity) : null),
            ("counterparty", Draft.From(table.Find(Role.Counterparty, party, agreement, number?.Name, kind?.Name))), ("unit", Draft.From(table.Find(Role.Unit, party))), ("by_customer", ByCustomer(draft, amount ?? (unitPrice is null ? null : quantity))));
    }

    static ColumnMapping Product(Draft draft, ColumnProfile quantity, ColumnProfile price) =>
        Draft.Sql($"round({Plain(draft, quantity)} * {Plain(draft, price)}, 2)");

    /// <summary>Reversals and returns are no acts of the customer's own.</summary>
    static ColumnMapping? ByCustomer(Draft draft, ColumnProfile? amount)
    {
        if (amount is null || !(ColumnProfile.AsNumber(amount.Lowest) < 0)) return null;
        draft.Comments.Add($"'{amount.Name}' is below 0 in some rows (down to {amount.Lowest}): reversals and returns, read as no act of the customer's own.");
        return Draft.Sql($"{Plain(draft, amount)} > 0");
    }

    /// <summary>A table that ties agreements to customers.</summary>
    sealed record Link(ColumnProfile Agreement, ReadTable Target, string Key, ColumnProfile Start);
}
