using System.Collections.Concurrent;
using System.Globalization;

namespace Holdfast.Operations.Ingest.Profile;

/// <summary>What a column can be for a fact.</summary>
enum Role
{
    Joined,
    Left,
    Born,
    Happened,
    Month,
    Tenure,
    Churned,
    Reason,
    ReasonWords,
    Amount,
    UnitPrice,
    Quantity,
    MonthlyPrice,
    Product,
    Bond,
    TermEnds,
    Region,
    PersonName,
    Channel,
    Unit,
    EventKind,
    Counterparty,
    Score,
    Comment,
    Balance,
    Revenue,
    Email,
    Phone,
    Outcome,
    Direction,
    Agreement,
    RowId,
    Answered,
    Started,
    Ended,
    Household,
    Staff,
    Known,
    Probability,
    Arm,
}

/// <summary>Chooses columns for roles by their names and contents.</summary>
static class Roles
{
    static readonly ConcurrentDictionary<string, Dictionary<string, int>> Tables = new(StringComparer.Ordinal);

    /// <summary>The column of a table that fits a role best and is not taken; null where none fits.</summary>
    public static ColumnProfile? Find(this ReadTable table, Role role, params ReadOnlySpan<string?> taken)
    {
        ColumnProfile? best = null;
        var most = 0;
        foreach (var column in table.Columns)
        {
            if (column.Content == ColumnContent.Empty || taken.Contains(column.Name)) continue;
            var score = Score(role, NameWords.Of(column.Name), column);
            if (score > most) (best, most) = (column, score);
        }

        return best;
    }

    /// <summary>How well a column fits a role: 0 not at all.</summary>
    static int Score(Role role, IReadOnlyList<string> words, ColumnProfile column) => role switch
    {
        Role.Joined => column.IsDate ? Best(words, "join 5 registration 5 enrollment 5 enrolment 5 onboard 4 acquisition 4 activation 4 alta 5 open 4 since 4 start 3 created 3 create 3 first 2 inception 4 effective 3") : 0,
        Role.Left => column.IsDate ? Best(words, "churn 6 cancel 5 leave 5 termination 5 exit 5 deactivation 5 disconnect 5 close 4 end 3 lapse 4 quit 4") : 0,
        Role.Started => column.IsDate ? Best(words, "start 5 open 5 effective 4 activation 4 inception 4 issued 4 issue 4 begin 5 created 3 join 3 registration 3 date 1") : 0,
        Role.Ended => column.IsDate ? Best(words, "end 5 close 5 cancel 5 termination 5 deactivation 5 churn 4 maturity 2") : 0,
        Role.TermEnds => column.IsDate ? Best(words, "expiry 5 maturity 4 renewal 4 term 3 due 2") : 0,
        Role.Born => column.IsDate || column.Content == ColumnContent.Day ? Best(words, "birth 5 born 5") : 0,
        Role.Month => column.IsDate ? Best(words, "month 5 period 4 snapshot 4 report 3 statement 3 date 1 asof 4 partition 3") : 0,
        Role.Known => column.IsDate ? Best(words, "recorded 4 loaded 4 booked 4 posted 3 known 5 ingested 4 processed 3 entered 3") : 0,
        Role.Answered => column.IsDate ? Best(words, "answered 5 response 4 responded 4") : 0,
        Role.Happened => column.IsDate && !words.Contains("birth") ? 1 + Best(words, "timestamp 4 time 3 date 4 at 4 on 2 transaction 3 order 3 invoice 3 purchase 4 submitted 5 created 4 posted 2 event 4 usage 3 day 3 month 2 start 2 estimated -4 delivered -3 delivery -2 shipping -2 limit -3 close -3 end -3 approved -1 updated -3 expiry -4 due -2") : 0,
        Role.Tenure => column.IsNumber && ColumnProfile.AsNumber(column.Lowest) >= 0 ? Best(words, "tenure 6 vintage 4 seniority 4 antiguedad 5") + (words is ["month"] || Has(words, "month", "on", "book") || Has(words, "account", "length") || Has(words, "account", "week") || Has(words, "months", "in", "service") || Has(words, "month", "in", "service") || Has(words, "customer", "age", "day") ? 5 : 0) : 0,
        Role.Churned => ChurnScore(words, column),
        Role.Reason => column.Content is ColumnContent.Word or ColumnContent.Whole && column.Distinct is > 1 and <= 200 ? Best(words, "reason 4 cause 4 why 4") + (words.Any(w => w is "churn" or "cancel" or "exit" or "leave" or "close" or "termination") && words.Any(w => w is "reason" or "cause" or "why" or "category") ? 2 : 0) : 0,
        Role.ReasonWords or Role.Comment => column.Content == ColumnContent.Text || (column.Content == ColumnContent.Word && column.Top.Any(v => v.Value.Contains(' ', StringComparison.Ordinal))) ? Best(words, "comment 5 feedback 5 text 5 review 4 message 5 words 4 verbatim 5 body 4 note 2 description 1 title -3 id -9 score -9") : 0,
        Role.Amount => column.IsNumber && !words.Contains("id") ? Best(words, "amount 6 sum 4 value 3 total 4 paid 5 payment 4 price 3 spend 5 sales 5 revenue 4 charge 4 cost 2 fee 2 installments -9 method -9 sequential -9 plan -2 balance -9 days -9 day -9 freight -2") : 0,
        Role.UnitPrice => column.IsNumber ? (Has(words, "unit", "price") ? 6 : Best(words, "price 4 rate 1")) : 0,
        Role.Quantity => column.Content == ColumnContent.Whole ? Best(words, "quantity 6 units 4 pieces 5 items 3 item 1 count 3 seconds 4 secs 4 duration 4 minutes 3 bytes 4 volume 3 number 1 num 1 id -9 order -2") : 0,
        Role.MonthlyPrice => column.IsNumber ? (Has(words, "monthly", "charge") || Has(words, "month", "charge") || Has(words, "monthly", "fee") || Has(words, "monthly", "price") || Has(words, "mrr") || Has(words, "monthly", "amount") ? words.Any(word => word is "avg" or "average" or "extra" or "distance" or "total") ? 2 : 6 : Has(words, "list", "price") || Has(words, "plan", "price") ? 4 : 0) : 0,
        Role.Product => Short(column) && column.Content != ColumnContent.Flag ? Best(words, "product 5 plan 5 tier 3 package 4 tariff 5 subscription 3 service 2 kind 2 program 3 id -3 name 1 description -1 number -4 category 1") + (words.Contains("internet") ? 1 : 0) : 0,
        Role.Bond => Short(column) && column.Top.Any(v => Bonds.Of(v.Value) is not null) ? Best(words, "contract 6 billing 4 frequency 4 term 4 renewal 3 commitment 4 bond 5 cycle 2 plan 1") : 0,
        Role.Region => Short(column, 3000) && column.Distinct > 1 ? Best(words, "region 6 geography 6 province 5 state 4 district 4 area 3 county 3 country 3 city 3 location 2 provincia 5 code -1 id -1 status -9") : 0,
        Role.PersonName => column.Content is ColumnContent.Word or ColumnContent.Text && column.Distinct > 20 ? (words is ["name"] || Has(words, "customer", "name") || Has(words, "account", "name") || Has(words, "full", "name") || Has(words, "company", "name") || Has(words, "client", "name") ? 6 : Best(words, "surname 5 lastname 5 firstname 4") + (Has(words, "last", "name") ? 5 : Has(words, "first", "name") ? 4 : 0)) : 0,
        Role.Channel => Short(column) ? Best(words, "channel 6 referral 3 source 3 medium 3 via 4 device 2 acquisition 3 canal 4 registered 1 id -2") : 0,
        Role.Unit => column.Content is ColumnContent.Word or ColumnContent.Whole && column.Distinct is > 1 and < 5000 ? Best(words, "branch 6 store 5 shop 4 office 4 outlet 4 unit 3 atm 4 terminal 3 price -9") : 0,
        Role.EventKind => Short(column) && column.Distinct is > 1 and <= 60 ? Best(words, "kind 5 operation 5 event 5 action 5 activity 4 category 3 status 1 method 2 card -2 payment 1 id -5 customer -5") : 0,
        Role.Counterparty => column.Content is ColumnContent.Word or ColumnContent.Whole && column.Distinct > 1 ? Best(words, "counterparty 6 merchant 6 product 4 item 3 sku 5 stock 4 partner 3 payee 5 bank 2 feature 4 song 3 category 1 seller 3 title 2 description -9 number -4 order -9") : 0,
        Role.Score => column.IsNumber && ColumnProfile.AsNumber(column.Highest) <= 100 && column.Distinct <= 101 ? Best(words, "nps 6 csat 6 score 4 rating 5 stars 5 satisfaction 6 credit -9 churn -9 risk -9") : 0,
        Role.Balance => column.IsNumber ? Best(words, "balance 5 saldo 5 outstanding 3 avg -1 credit -1 limit -9") : 0,
        Role.Revenue => column.IsNumber ? Best(words, "revenue 5 margin 4 income 1 arpu 5 billed 3 bill 3 fee 2 estimated -9 household -9 annual -3") : 0,
        Role.Email => column.Content == ColumnContent.Word && column.Top.Any(v => v.Value.Contains('@', StringComparison.Ordinal)) ? 3 : 0,
        Role.Phone => column.Distinct > 20 && column.Content is ColumnContent.Word or ColumnContent.Whole ? Best(words, "phone 5") - (column.Top.All(v => v.Value.Count(char.IsAsciiDigit) >= 7) ? 0 : 9) : 0,
        Role.Outcome => column.Content is ColumnContent.Word or ColumnContent.Flag && Short(column) ? Best(words, "outcome 6 result 5 status 3 resolution 2 poutcome -9 priority 2 disposition 4") : 0,
        Role.Direction => column.Distinct <= 4 && Short(column) ? Best(words, "direction 6 inbound 4") : 0,
        Role.Agreement => column.Content is ColumnContent.Word or ColumnContent.Whole && column.Distinct > 20 ? Best(words, "account 5 subscription 5 contract 5 agreement 6 policy 5 loan 4 card 4 line 2") * (words.Any(w => w is "id" or "number" or "code" or "key") || words.Count == 1 ? 1 : 0) : 0,
        Role.RowId => column.IsKey && column.Content is ColumnContent.Word or ColumnContent.Whole ? Best(words, "id 3 number 2 key 2 uuid 3 code 1") : 0,
        Role.Household => column.Content is ColumnContent.Word or ColumnContent.Whole ? (Has(words, "household", "id") || words is ["household"] ? 5 : 0) : 0,
        Role.Staff => column.Distinct is > 1 and < 5000 && column.Content is ColumnContent.Word or ColumnContent.Whole ? Best(words, "employee 5 staff 5 agent 4 clerk 5 advisor 4") : 0,
        Role.Arm => Short(column) && column.Distinct is >= 2 and <= 6 ? Best(words, "treatment 4 arm 5 variant 4 segment 1 control 3") * (column.Top.Any(v => v.Value.Contains("control", StringComparison.OrdinalIgnoreCase) || v.Value.StartsWith("no ", StringComparison.OrdinalIgnoreCase)) ? 1 : 0) : 0,
        _ => 0,
    };

    static int ChurnScore(IReadOnlyList<string> words, ColumnProfile column)
    {
        if (column.Distinct is < 2 or > 3 || words.Any(w => w is "reason" or "category" or "score" or "type" or "probability")) return 0;
        if (column.Content is not (ColumnContent.Flag or ColumnContent.Word or ColumnContent.Whole)) return 0;
        var named = Best(words, "churn 6 leave 4 cancel 3 close 3 lapsed 4 termination 4 retained 3 attritionflag 6 target 2 label 2 y 1 status 1 active 1");
        if (named == 0) return 0;
        if (named >= 2 && words.Contains("label") && words.Contains("churn")) named--;
        return Churned(column) is null ? 0 : named;
    }

    /// <summary>The value that says that the customer left; null where none does for sure.</summary>
    public static string? Churned(ColumnProfile column)
    {
        var words = NameWords.Of(column.Name);
        var inverted = words.Any(w => w is "active" or "retained" or "existing");
        foreach (var value in column.Top.Select(v => v.Value))
        {
            var said = NameWords.Of(value);
            if (said.Any(w => w is "churn" or "leave" or "cancel" or "close" or "lapsed" or "inactive" or "terminated" or "termination" or "gone") && !said.Contains("not")) return value;
        }

        string[] yes = ["1", "yes", "true", "y", "t"], no = ["0", "no", "false", "n", "f"];
        if (words is ["status"] or ["customer", "status"]) return null;
        return column.Top.Select(v => v.Value).FirstOrDefault(value => (inverted ? no : yes).Contains(value.ToLowerInvariant().TrimEnd('.')) || (!inverted && value is "1.0"));
    }

    static bool Short(ColumnProfile column, int most = 400) => column.Content is ColumnContent.Word or ColumnContent.Whole or ColumnContent.Flag && column.Distinct <= most;

    static bool Has(IReadOnlyList<string> words, params ReadOnlySpan<string> all)
    {
        foreach (var word in all)
        {
            if (!words.Contains(word)) return false;
        }

        return true;
    }

    /// <summary>The greatest of the points of the words that are there, less what speaks against it.</summary>
    /// <param name="words">Words of the column's name.</param>
    /// <param name="table">Words and their points, such as <c>join 5 start 3 end -2</c>.</param>
    static int Best(IReadOnlyList<string> words, string table)
    {
        var points = Tables.GetOrAdd(table, Points);
        var here = words.Select(word => points.GetValueOrDefault(word)).ToList();
        var best = here.Where(value => value > 0).DefaultIfEmpty(0).Max();
        return best == 0 ? 0 : Math.Max(0, best + here.Where(value => value < 0).Sum());
    }

    static Dictionary<string, int> Points(string table) =>
        table.Split(' ').Chunk(2).ToDictionary(pair => pair[0], pair => int.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}

/// <summary>What the words of contracts say about how long they bind.</summary>
static class Bonds
{
    /// <summary>rolling, fixed or prepaid; null where the word says none of it.</summary>
    public static string? Of(string value)
    {
        var words = NameWords.Of(value);
        if (words.Any(w => w is "prepaid" or "payg" or "topup")) return "prepaid";
        if (words.Any(w => w is "year" or "annual" or "annually" or "yearly" or "biennial" or "fixed" or "24" or "12" or "contract" or "quarterly")) return "fixed";
        return words.Any(w => w is "month" or "monthly" or "weekly" or "rolling" or "flexible") ? "rolling" : null;
    }
}
