using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Numerics;
using Holdfast.Operations;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Study;

/// <summary>Studies with --by: each group's answer is that of a file with its rows alone, and what one group lacks does not end the others.</summary>
public class GroupedStudyTests
{
    // 120 rows of groups north and south, one row of a third group, and one without a group.
    static readonly string[] Trial = [.. Rows()];

    static readonly string[] Cohorts = ["g,left", "2024,1000", "2024,869", "2024,743", "2024,653", "2025,500", "2025,380", "2025,330", "2025,301", "2025,281", "lost,0", ",12"];

    static readonly string[] Kinds = ["g,x,t,n,v", "north,0,0,4,0", "north,2,3,4,5.5", "north,1,1,4,3", "north,3,4,4,7", "north,2,4,4,4", "south,1,2,6,9", "south,4,6,6,2.5", "south,0,0,6,0", "south,2,2,6,8", "south,3,5,6,4", "west,1,9,4,1", ",1,1,4,2"];

    static readonly string[] Offers = ["g,who,what,worth,cost", "north,1,mail,5.5,1", "north,1,call,9,4", "north,2,mail,2,1", "north,2,call,7,4", "south,1,mail,3,2", "south,3,call,11,3", "south,3,mail,12,6", "west,4,mail,1,-1", ",5,mail,50,1"];

    public static TheoryData<string, string, string> Studies() => new()
    {
        { "kmeans", "trial", """{"features":["x","y"],"groups":3}""" },
        { "mixture", "trial", """{"features":["x","y"],"groups":2,"shape":"VVI"}""" },
        { "cuped", "trial", """{"treatment":"arm","outcome":"y","covariates":["x"]}""" },
        { "sequential", "trial", """{"treatment":"arm","outcome":"y","first":20,"tightAt":60}""" },
        { "power", "trial", """{"outcome":"y","difference":0.3}""" },
        { "srm", "arms", """{"treatment":"arm"}""" },
        { "bg-nbd", "trial", """{"customer":"id","date":"day","until":"2026-06-30","at":[10]}""" },
        { "mbg-nbd", "trial", """{"customer":"id","date":"day","until":"2026-06-30","at":[10]}""" },
        { "pareto-nbd", "trial", """{"customer":"id","date":"day","until":"2026-06-30","at":[10]}""" },
        { "gamma-gamma", "trial", """{"customer":"id","date":"day","amount":"spent","until":"2026-06-30"}""" },
        { "bg-bb", "kinds", """{"frequency":"x","recency":"t","age":"n"}""" },
        { "sbg", "cohorts", """{"survivors":"left","at":[1,2,3]}""" },
        { "bdw", "cohorts", """{"survivors":"left","at":[1,2,3]}""" },
        { "allocate", "offers", """{"customer":"who","action":"what","value":"worth","uses":["cost"],"limits":["6"]}""" },
    };

    [Theory]
    [MemberData(nameof(Studies))]
    public void A_group_gets_the_answer_of_its_own_file(string study, string table, string options)
    {
        using var folder = new TempFolder();
        var lines = Table(table);
        var request = JsonNode.Parse(options)!.AsObject();
        var answer = Run(study, folder, lines, With(request, ("by", "g"), ("plot", Path.Combine(folder.Path, "p.svg"))));
        var parts = answer.Json["by"]!.AsArray();
        Assert.Equal(2, parts.Count);
        foreach (var part in parts)
        {
            var name = (string)part!["group"]!;
            var alone = Run(study, folder, [lines[0], .. lines.Where(line => line.StartsWith(name + ",", StringComparison.Ordinal))], request).Json.AsObject();
            Assert.True(JsonNode.DeepEquals(alone, part["answer"]), $"{study}, {name}: {alone} alone, {part["answer"]} as a group");
            Assert.Contains($">{name}</text>", File.ReadAllText(Path.Combine(folder.Path, "p.svg")), StringComparison.Ordinal);
        }

        Assert.Equal(lines.Length - 1, (int)answer.Json["rowsRead"]!);
        Assert.Equal(parts.Sum(part => (int)part!["answer"]!["rows"]!), (int)answer.Json["rows"]!);
        Assert.Contains("(g: 1", string.Join(' ', answer.Json["notes"]!.AsArray().Select(note => (string)note!)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kmeans", "trial", """{"features":["x","y"],"groups":3}""", "different points")]
    [InlineData("cuped", "trial", """{"treatment":"arm","outcome":"y","covariates":["x"]}""", "1 and 0 values")]
    [InlineData("sequential", "trial", """{"treatment":"arm","outcome":"y","first":20}""", "there was no look")]
    [InlineData("power", "trial", """{"outcome":"y","difference":0.3}""", "values")]
    [InlineData("gamma-gamma", "trial", """{"customer":"id","date":"day","amount":"spent"}""", "no customer has a repeat purchase")]
    [InlineData("bg-bb", "kinds", """{"frequency":"x","recency":"t","age":"n"}""", "found '9'")]
    [InlineData("sbg", "cohorts", """{"survivors":"left"}""", "above 0, the size")]
    [InlineData("allocate", "offers", """{"customer":"who","action":"what","value":"worth","uses":["cost"],"limits":["6"]}""", "found '-1'")]
    public void A_group_that_cannot_be_studied_says_why_and_ends_nothing(string study, string table, string options, string why)
    {
        using var folder = new TempFolder();
        var answer = Run(study, folder, Table(table), With(JsonNode.Parse(options)!.AsObject(), ("by", "g")));
        var failed = Assert.Single(answer.Json["failed"]!.AsArray())!;
        Assert.Equal(1, (int)failed["rows"]!);
        Assert.Contains(why, (string)failed["error"]!, StringComparison.Ordinal);
        Assert.Contains($"Not told: {failed["group"]} (1 rows): ", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", answer.Text, StringComparison.Ordinal);
        Assert.Equal(2, answer.Json["by"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("logistic", """{"label":"arm","features":["x"]}""")]
    [InlineData("metrics", """{"label":"arm","score":"x"}""")]
    [InlineData("calibrate", """{"label":"arm","score":"x"}""")]
    [InlineData("uplift", """{"treatment":"arm","outcome":"y","score":"x"}""")]
    public void Nor_does_it_where_groups_are_told_beside_each_other(string study, string options)
    {
        using var folder = new TempFolder();
        var answer = Run(study, folder, Table("trial"), With(JsonNode.Parse(options)!.AsObject(), ("by", "g"), ("plot", Path.Combine(folder.Path, "p.svg"))));
        Assert.Equal(["north", "south"], answer.Json["groups"]!.AsArray().Select(group => (string)group!["group"]!));
        Assert.Equal("west", (string)Assert.Single(answer.Json["failed"]!.AsArray())!["group"]!);
    }

    [Fact]
    public void Where_no_group_can_be_studied_the_first_says_why()
    {
        using var folder = new TempFolder();
        var fault = Assert.Throws<HoldfastException>(() => Run("kmeans", folder, Table("trial"), With([], ("features", new JsonArray("x")), ("groups", 900), ("by", "g"))));
        Assert.Contains("group g=north: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("None of the 3 groups", fault.Message, StringComparison.Ordinal);
        Assert.Contains("no column 'nowhere'", Assert.Throws<HoldfastException>(() => Run("kmeans", folder, Table("trial"), With([], ("features", new JsonArray("x")), ("groups", 2), ("by", "nowhere")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_a_convention_of_the_file_is_not_guessed_from_a_group()
    {
        using var folder = new TempFolder();
        string[] log = ["g,id,day", "a,1,2026-01-01", "a,1,2026-01-15", "a,2,2026-01-05", "a,2,2026-01-08", "b,3,2026-01-02", "b,3,2026-03-12", "b,4,2026-01-20", "b,4,2026-02-20"];
        var customers = Run("mbg-nbd", folder, log, With([], ("customer", "id"), ("date", "day"), ("by", "g"), ("period", "day"))).Json["by"]![0]!["answer"]!["customers"]!;
        Assert.Equal([70, 66], customers.AsArray().Select(customer => (double)customer!["age"]!));
        // In the file 2 is the event; that nobody of group a left is no other coding.
        string[] coded = ["g,months,status", "a,1,1", "a,2,1", "a,3,1", "b,1,2", "b,2,1", "b,3,2", "b,3,1"];
        Assert.Contains("nobody was lost", (string)Run("sbg", folder, coded, With([], ("duration", "months"), ("event", "status"), ("by", "g"))).Json["failed"]![0]!["error"]!, StringComparison.Ordinal);
        string[] arms = ["g,arm", .. Enumerable.Repeat("a,x", 40), .. Enumerable.Repeat("b,x", 20), .. Enumerable.Repeat("b,y", 20)];
        var lacking = Run("srm", folder, arms, With([], ("treatment", "arm"), ("by", "g"))).Json["by"]!;
        Assert.True((bool)lacking[0]!["answer"]!["mismatch"]!);
        Assert.False((bool)lacking[1]!["answer"]!["mismatch"]!);
    }

    static IEnumerable<string> Rows()
    {
        var stream = new RandomStream(11);
        yield return "g,x,y,arm,id,day,spent";
        for (var i = 0; i < 120; i++)
        {
            var (group, x, day) = (i % 2 == 0 ? "north" : "south", stream.Uniform(), new DateTime(2026, 1, 1).AddDays(Math.Floor(150 * stream.Uniform())));
            yield return string.Create(CultureInfo.InvariantCulture, $"{group},{x:R},{x + stream.Normal():R},{i / 2 % 2},{group}{(int)(24 * Math.Pow(stream.Uniform(), 2))},{day:yyyy-MM-dd},{5 + 20 * stream.Uniform():F2}");
        }

        yield return "west,0.5,1,1,w,2026-02-03,9";
        yield return ",0.5,1,1,w,2026-02-03,9";
    }

    static string[] Table(string name) => name switch { "trial" => Trial, "arms" => [.. Trial.Where(line => !line.StartsWith("west", StringComparison.Ordinal))], "kinds" => Kinds, "cohorts" => Cohorts, _ => Offers };

    static JsonObject With(JsonObject request, params (string Name, JsonNode? Value)[] more)
    {
        var copy = request.DeepClone().AsObject();
        foreach (var (name, value) in more) copy[name] = value;
        return copy;
    }

    static Reply Run(string study, TempFolder folder, IEnumerable<string> lines, JsonObject request)
    {
        var file = Path.Combine(folder.Path, "rows.csv");
        File.WriteAllLines(file, lines);
        return Catalog.All.Single(one => one.Path == "study/" + study).Run(With(request, ("file", file)), new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None);
    }
}
