namespace Holdfast.Tests.Ingest;

public class FaultTests
{
    const string Mapping = "file: data/x.csv\nfacts:\n  - fact: spell\n    columns: { party: Customer ID, joined: Opened }\n";

    static string Fault(string csv, string mapping = Mapping)
    {
        using var loading = Loading.Of(("sources/x.yaml", mapping), ("data/x.csv", csv));
        return loading.Fault();
    }

    [Fact]
    public void A_missing_column_is_told_with_the_nearest_and_all_others()
    {
        var fault = Fault("customer_id,Opened,Name\n1,2024-01-01,A\n");

        Assert.Contains("source 'x', facts[0] (spell).columns.party: there is no column 'Customer ID' in x.csv. Did you mean 'customer_id'? The columns are: customer_id, Opened, Name.", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_separator_is_guessed_at_in_the_error() =>
        Assert.Contains("set 'delimiter:'", Fault("Customer ID;Opened\n1;2024-01-01\n"), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_told_with_the_nearest()
    {
        using var loading = Loading.Of(("sources/x.yaml", Mapping), ("data/y.csv", "a\n1\n"));

        Assert.Contains("data/x.csv. Did you mean 'y.csv'?", loading.Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_a_fault_and_a_header_without_rows_a_note()
    {
        Assert.Contains("x.csv: the file is empty (0 bytes)", Fault(""), StringComparison.Ordinal);
        using var loading = Loading.Of(("sources/x.yaml", Mapping), ("data/x.csv", "Customer ID,Opened\n"));
        var report = loading.RunOne();
        Assert.Equal(0, report.Rows);
        Assert.Contains("holds a header and no rows", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("derive: { a: 'lenght(Opened)' }", "derive.a: DuckDB does not take the expression")]
    [InlineData("derive: { a: 'CAST(Opened AS INTEGER)' }", "use try_cast")]
    [InlineData("derive: { Opened: '1' }", "derive.Opened: the file has a column 'Opened' already")]
    [InlineData("snapshot: 2024-01-01\nattributes: { party: Customer ID, except: [Opend] }", "attributes.except: there is no column 'Opend' in x.csv. Did you mean 'Opened'?")]
    [InlineData("dates: [jjjj-MM-dd]", "the date format 'jjjj-MM-dd' holds 'j', which means nothing")]
    [InlineData("lookups: { b: { source: y, match: Opened } }", "lookups.b: there is no source 'y'")]
    public void A_mapping_that_does_not_work_names_its_key(string more, string expected) =>
        Assert.Contains(expected, Fault("Customer ID,Opened\n1,2024-01-01\n", Mapping + more + "\n"), StringComparison.Ordinal);

    [Fact]
    public void A_constant_that_does_not_fit_is_a_fault_of_the_mapping_not_of_every_row() =>
        Assert.Contains("'soon' is not allowed here; allowed is a day", Fault("id\n1\n", "file: data/x.csv\nfacts:\n  - fact: spell\n    columns: { party: id, joined: { value: soon } }\n"), StringComparison.Ordinal);

    [Fact]
    public void All_files_at_fault_are_told_at_once_and_nothing_is_loaded()
    {
        using var loading = Loading.Of(
            ("sources/a.yaml", Mapping.Replace("x.csv", "a.csv", StringComparison.Ordinal)), ("data/a.csv", "Customer ID,Opened\n1,\"2024-01-01\n"),
            ("sources/b.yaml", Mapping.Replace("x.csv", "b.csv", StringComparison.Ordinal)), ("data/b.csv", "Customer ID,Opened\n2,2024-01-01\n"),
            ("sources/c.yaml", Mapping.Replace("x.csv", "c.csv", StringComparison.Ordinal)), ("data/c.csv", ""));
        var fault = loading.Fault();

        Assert.Contains("a.csv, line 2: a quote that opens here is never closed", fault, StringComparison.Ordinal);
        Assert.Contains("c.csv: the file is empty", fault, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was loaded.", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_for_leaving_that_nobody_defined_is_a_fault_of_the_row()
    {
        using var loading = Loading.Of(
            ("holdfast.yaml", "name: T\nchurn: [{ kind: closed }]\nreasons: { price: { name: Price } }\n"),
            ("sources/x.yaml", "file: data/x.csv\nfacts:\n  - fact: spell\n    columns: { party: id, joined: a, left: b, leaving: c }\n"),
            ("data/x.csv", "id,a,b,c\n1,2024-01-01,2024-02-01,price\n2,2024-01-01,2024-02-01,involuntary\n3,2024-01-01,2024-02-01,whim\n"));
        var report = loading.RunOne();

        Assert.Equal((2, 1), (report.Accepted, report.Rejected));
        Assert.Contains("'whim' stands here; allowed is one of voluntary, involuntary, administrative, price", loading.ReadText(report.RejectsFile!), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_one_mapping_names_must_have_the_same_columns()
    {
        using var loading = Loading.Of(
            ("sources/x.yaml", Mapping.Replace("x.csv", "x-*.csv", StringComparison.Ordinal)),
            ("data/x-1.csv", "Customer ID,Opened\n1,2024-01-01\n"), ("data/x-2.csv", "Opened,Customer ID\n2024-01-01,2\n"));
        Assert.Equal(2, loading.RunOne().Accepted);

        loading.Write("data/x-3.csv", "Opened,Customer\n2024-01-01,3\n");
        Assert.Contains("missing Customer ID; not known there Customer", Assert.Throws<Holdfast.Operations.HoldfastException>(() => loading.Run()).Message, StringComparison.Ordinal);
    }
}
