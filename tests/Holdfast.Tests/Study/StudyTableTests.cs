using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Operations.Study;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Study;

public class StudyTableTests
{
    [Fact]
    public void Rows_with_a_missing_value_are_left_out_and_counted()
    {
        using var folder = new TempFolder();
        var table = StudyTable.Read(Csv(folder, "time,status,x\n1,1,a\n2,NA,b\n,0,c\n4,0,\n"), ["time", "status", null], CancellationToken.None);
        Assert.Equal([1, 4], table.Numbers("time"));
        Assert.Equal((4, 2), (table.RowsRead, table.Rows));
        Assert.Equal("2 of 4 rows were left out because a value is missing (time: 1, status: 1).", Assert.Single(table.Notes));
    }

    [Theory]
    [InlineData("a;b\n1;2\n")]
    [InlineData("a\tb\n1\t2\n")]
    [InlineData("a|b\n1|2\n")]
    [InlineData("a  b\n1  2\n")]
    [InlineData("\"a, too\";b;\"c;d\"\n1,5;2;\"x, \"\"y\"\"\"\n")]
    [InlineData("\"a;c;d\",b\n\"x;y;z\",2\n")]
    public void The_sign_between_columns_is_found(string text)
    {
        using var folder = new TempFolder();
        Assert.Equal([2], StudyTable.Read(Csv(folder, text), ["b"], CancellationToken.None).Numbers("b"));
    }

    [Theory]
    [InlineData("1,0", "time", "true,false")]
    [InlineData("yes,No", "time", "true,false")]
    [InlineData("2,1", "time", "true,false")]
    [InlineData("dead,alive", "time=dead", "true,false")]
    public void Events_are_read_as_people_write_them(string values, string option, string expected)
    {
        using var folder = new TempFolder();
        var table = StudyTable.Read(Csv(folder, "time\n" + values.Replace(',', '\n') + "\n"), ["time"], CancellationToken.None);
        Assert.Equal(expected, string.Join(',', table.Events(option)).ToLowerInvariant());
    }

    [Theory]
    [InlineData("time,x\n1,2\ninf,3\n", "line 3, column 'time': found 'inf'; allowed is a finite number")]
    [InlineData("time,x\n1,2\n1,2,3\n", "line 3: 3 fields where the table has 2 columns")]
    [InlineData("time,x\n", "no row is left")]
    [InlineData("tine,x\n1,2\n", "Did you mean 'tine'?")]
    public void What_is_wrong_is_said_with_its_place(string text, string said)
    {
        using var folder = new TempFolder();
        var file = Csv(folder, text);
        var fault = Assert.Throws<HoldfastException>(() => StudyTable.Read(file, ["time"], CancellationToken.None).Numbers("time"));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The literature writes x, t and T: a study has no table of facts that would mix them up.</summary>
    [Fact]
    public void Names_that_differ_in_case_are_names_of_their_own()
    {
        using var folder = new TempFolder();
        var table = StudyTable.Read(Csv(folder, "x,t,T\n1,2,3\n"), ["t", "T"], CancellationToken.None);
        Assert.Equal([2, 3], [table.Numbers("t")[0], table.Numbers("T")[0]]);
        var fault = Assert.Throws<HoldfastException>(() => StudyTable.Read(Csv(folder, "x,x\n1,2\n"), ["x"], CancellationToken.None));
        Assert.EndsWith("2 columns are called 'x'. Give every column a name of its own.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_factor_becomes_a_column_for_each_level_but_the_first()
    {
        using var folder = new TempFolder();
        var table = StudyTable.Read(Csv(folder, "plan,age\nb,1\na,2\nc,3\n"), ["plan", "age"], CancellationToken.None);
        var design = StudyDesign.Of(table, ["age", "plan"]);
        Assert.Equal(["age", "plan=b", "plan=c"], design.Terms.Select(term => term.Name));
        Assert.Equal([1, 1, 0, 2, 0, 0, 3, 0, 1], design.ByRow());
    }

    [Fact]
    public void A_curve_is_told_in_words_in_figures_and_as_a_picture()
    {
        using var folder = new TempFolder();
        var file = Csv(folder, "weeks,left,arm\n9,1,m\n13,1,m\n13,0,m\n18,1,m\n5,1,n\n5,1,n\n8,1,n\n8,1,n\n");
        var operation = Catalog.All.Single(one => one.Path == "study/km");
        var request = new JsonObject { ["file"] = file, ["duration"] = "weeks", ["event"] = "left", ["by"] = "arm", ["at"] = new JsonArray(10), ["interval"] = "log-log", ["plot"] = Path.Combine(folder.Path, "km.svg") };
        var reply = operation.Run(request, new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None);
        Assert.Contains("m: of 4 followed, 3 left", reply.Text, StringComparison.Ordinal);
        Assert.Equal(0.75, (double)reply.Json["groups"]![0]!["at"]![0]!["survival"]!, 12);
        Assert.Null(reply.Json["groups"]![1]!["curve"]![1]!["low"]);
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(folder.Path, "km.svg")), StringComparison.Ordinal);
    }

    static string Csv(TempFolder folder, string text)
    {
        var file = Path.Combine(folder.Path, "table.csv");
        File.WriteAllText(file, text);
        return file;
    }
}
