using System.Globalization;
using System.Text;
using Holdfast.Operations;
using Holdfast.Operations.Ingest.Profile;
using Holdfast.Operations.Workspaces;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Ingest;

/// <summary>Unknown files become a workspace that checks and loads without an edit.</summary>
public sealed class ProfileTests : IDisposable
{
    static readonly DateOnly Start = new(2021, 1, 4);

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_german_ledger_in_an_old_encoding_with_decimal_commas_and_days_that_never_come_loads_as_proposed()
    {
        var customers = Rows(120, i => $"K{i:000};Müller{i};{Start.AddDays(i):dd.MM.yyyy};{(i % 5 == 0 ? Start.AddDays(i + 200).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture) : "31.12.9999")};{(i % 5 == 0 ? i % 2 == 0 ? "Preis" : "Umzug" : "")}");
        var bookings = Rows(400, i => $"{i};K{i % 120:000};{Start.AddDays(i):dd.MM.yyyy};{(i % 9 == 0 ? "-" : "")}{i % 7 + 1}.{i % 900 + 100:000},50");
        var result = Profile(
            File("kunden.csv", "Kundennr;Name;Eintritt;Austritt;Kündigungsgrund\n" + customers, Encoding.Latin1),
            File("buchungen.csv", "Buchungsnr;Kundennr;Buchungsdatum;Betrag\n" + bookings, Encoding.Latin1));
        AllAccepted(result);
        Assert.Equal(["party", "spell", "attributes"], result.Files[0].Facts);
        Assert.Equal(["event"], result.Files[1].Facts);
        Assert.Contains("31.12.9999", result.Files[0].Columns[3].NullWords);
        Assert.Equal(",", result.Files[1].Columns[3].NumberForm!.DecimalSign);
        Assert.StartsWith("closed", result.Churn, StringComparison.Ordinal);
        Assert.Contains("encoding: windows-1252", Mapping("kunden"), StringComparison.Ordinal);
        Assert.Contains("Preis: { name: Preis, kind: voluntary }", Written("holdfast.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shop_log_with_returns_american_dates_and_rows_without_a_customer_loads_as_proposed()
    {
        var rows = Rows(600, i => $"{(i % 40 == 0 ? "C" : "")}{5000 + i / 3},SKU{i % 17},{(i % 40 == 0 ? -2 : i % 6 + 1)},{1 + i / 60}/{1 + i % 27}/2011 {8 + i % 9}:{i % 60:00},{1 + i % 5}.25,{(i % 4 == 0 ? "" : 12000 + i % 90)}");
        var result = Profile(File("Online Orders.csv", "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n" + rows));
        AllAccepted(result);
        Assert.Equal("M/d/yyyy H:mm", result.Files[0].Columns[3].DateFormat);
        Assert.StartsWith("silent", result.Churn, StringComparison.Ordinal);
        Assert.Contains("\"CustomerID\" IS NOT NULL", Mapping("online_orders"), StringComparison.Ordinal);
        Assert.Contains("by_customer", Mapping("online_orders"), StringComparison.Ordinal);
    }

    [Fact]
    public void Accounts_that_a_third_file_ties_to_their_holders_load_as_proposed()
    {
        var accounts = Rows(90, i => $"{i};{Start.AddDays(i):yyMMdd}");
        var holders = Rows(110, i => $"{i};{700 + i};{i % 90};{(i < 90 ? "OWNER" : "DISPONENT")}");
        var bookings = Rows(500, i => $"{9000 + i};{i % 90};{Start.AddDays(100 + i % 300):yyMMdd};{(i % 2 == 0 ? "CREDIT" : "DEBIT")};{i % 800}.10");
        var result = Profile(
            File("account.csv", "account_id;date\n" + accounts),
            File("disp.csv", "disp_id;client_id;account_id;type\n" + holders),
            File("trans.csv", "trans_id;account_id;date;type;amount\n" + bookings));
        AllAccepted(result);
        Assert.Equal(["agreement", "holding"], result.Files[1].Facts);
        Assert.Contains("agreement: account_id", Mapping("trans"), StringComparison.Ordinal);
        Assert.Equal("yyMMdd", result.Files[2].Columns[2].DateFormat);
    }

    [Fact]
    public void A_customer_known_only_two_files_away_is_looked_up_in_two_steps()
    {
        var customers = Rows(200, i => $"c{i:00000000},u{i % 150:00000000},SP");
        var orders = Rows(200, i => $"o{i:00000000},c{i:00000000},{Start.AddDays(i):yyyy-MM-dd} 10:00:00");
        var reviews = Rows(180, i => $"r{i:00000000},o{i:00000000},{i % 5 + 1},{Start.AddDays(i + 9):yyyy-MM-dd}");
        var result = Profile(
            File("customers.csv", "customer_id,customer_unique_id,customer_state\n" + customers),
            File("orders.csv", "order_id,customer_id,order_purchase_timestamp\n" + orders),
            File("reviews.csv", "review_id,order_id,review_score,review_creation_date\n" + reviews));
        AllAccepted(result);
        Assert.All(result.Files, file => Assert.Equal("customer_unique_id", file.Party));
        Assert.Equal(["feedback"], result.Files[2].Facts);
        Assert.Contains("customer_id: { source: orders, match: order_id }", Mapping("reviews"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_for_one_day_is_read_with_its_tenure_and_the_words_for_leaving_and_what_tells_is_named()
    {
        var rows = Rows(300, i => $"{7000 + i},{(i % 6 == 0 ? "Attrited Customer" : "Existing Customer")},{13 + i % 40},{i % 900}.5,{(i % 6 == 0 ? "0.99" : "0.01")}");
        var result = Profile(File("cards.csv", "CLIENTNUM,Attrition_Flag,Months_on_book,Total_Revolving_Bal,Classifier\n" + rows));
        AllAccepted(result);
        Assert.Equal("CLIENTNUM", result.Files[0].Party);
        Assert.Contains("\"Attrition_Flag\" = ''Attrited Customer''", Mapping("cards"), StringComparison.Ordinal);
        Assert.Contains("30.4375", Mapping("cards"), StringComparison.Ordinal);
        Assert.Contains(result.Files[0].Telling, telling => telling.Column == "Classifier");
    }

    [Fact]
    public void Persian_digits_and_days_of_the_solar_hijri_calendar_load_as_proposed()
    {
        var rows = Persian(Rows(300, i => $"{1000 + i % 40},{1400 + i % 3}/{1 + i % 12:00}/{1 + i % 29:00},{(i % 90 + 1) * 1000}"));
        var result = Profile(File("kharid.csv", "کد مشتری,تاریخ,مبلغ\n" + rows));
        AllAccepted(result);
        Assert.Equal(("jalali yyyy/MM/dd", "2021-03-21"), (result.Files[0].Columns[1].DateFormat, result.Files[0].Columns[1].Lowest));
        Assert.Equal("کد مشتری", result.Files[0].Party);
    }

    [Fact]
    public void A_file_without_header_or_key_is_described_and_rows_are_numbered()
    {
        var table = Profile(File("answers.csv", "recency,channel,segment,visit\n" + Rows(80, i => $"{i % 12},{(i % 2 == 0 ? "Web" : "Phone")},{(i % 3 == 0 ? "No E-Mail" : "E-Mail")},{i % 2}")));
        AllAccepted(table);
        Assert.Contains("row_number() OVER ()", Mapping("answers"), StringComparison.Ordinal);
        Assert.Contains("assignment", table.Files[0].Facts);
        var log = ProfileFiles.Run(new ProfileFilesRequest { Files = [File("log.txt", Rows(60, i => $"{i % 9:00000} 2024{i % 12 + 1:00}{i % 28 + 1:00} {i}.50").Replace(' ', '\t'))] }, Context, CancellationToken.None);
        Assert.Equal(["column_1", "column_2", "column_3"], log.Files[0].Columns.Select(column => column.Name));
        Assert.Equal("yyyyMMdd", log.Files[0].Columns[1].DateFormat);
    }

    [WithSampleData]
    public void Five_linked_tables_of_a_software_house_load_as_proposed()
    {
        var files = Directory.GetFiles(Path.Combine(SampleData.Root!, "ravenstack")).Order(StringComparer.Ordinal).ToArray();
        var result = Profile(files);
        AllAccepted(result);
        Assert.All(result.Files, file => Assert.Equal("account_id", file.Party));
        Assert.Contains("spell", result.Files.Single(file => file.Source == "ravenstack_churn_events").Facts);
    }

    [WithSampleData]
    public void Tenure_in_one_table_and_leaving_in_another_become_one_fact()
    {
        string[] names = ["demographics.csv", "location.csv", "services.csv.gz", "status.csv"];
        AllAccepted(Profile([.. names.Select(name => Path.Combine(SampleData.Root!, "telco-ibm", "Telco_customer_churn_" + name))]));
        Assert.Contains("Churn Value: { source: telco_customer_churn_status, match: Customer ID }", Mapping("telco_customer_churn_services"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_is_there_is_overwritten()
    {
        var file = File("a.csv", "id,x\n1,2\n");
        File(Path.Combine("proposal", "mine.txt"), "kept");
        var fault = Assert.Throws<HoldfastException>(() => Profile(file));
        Assert.Contains("is not empty", fault.Message, StringComparison.Ordinal);
        Assert.Equal("kept", Written("mine.txt"));
    }

    static OperationContext Context { get; } = new(new Progress<StageProgress>(), TimeProvider.System);

    ProfileFilesResult Profile(params string[] files) =>
        ProfileFiles.Run(new ProfileFilesRequest { Files = files, Workspace = Path.Combine(_folder.Path, "proposal") }, Context, CancellationToken.None);

    void AllAccepted(ProfileFilesResult result)
    {
        Assert.Empty(WorkspaceFiles.Load(Path.Combine(_folder.Path, "proposal"), null).Faults);
        Assert.All(result.Trial!, source => Assert.Equal((0, source.Rows), (source.Rejected, source.Accepted + source.Duplicate)));
        Assert.Contains("What is in these files?", Written("profile.html"), StringComparison.Ordinal);
    }

    string Mapping(string source) => Written(Path.Combine("sources", source + ".yaml"));

    string Written(string file) => System.IO.File.ReadAllText(Path.Combine(_folder.Path, "proposal", file));

    string File(string name, string text, Encoding? encoding = null)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text, encoding ?? new UTF8Encoding(false));
        return path;
    }

    static string Rows(int count, Func<int, FormattableString> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i).ToString(CultureInfo.InvariantCulture) + "\n"));

    static string Persian(string text) => string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)(c - '0' + '\u06F0') : c));
}
