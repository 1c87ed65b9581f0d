using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Operations;
using Holdfast.Tests.Store;

namespace Holdfast.Tests.Study;

/// <summary>The study of who should get which action, from a file to words and figures.</summary>
public class AllocateStudyTests
{
    [Fact]
    public void The_cases_of_the_exact_solver_are_allocated_from_a_file()
    {
        // HiGHS through scipy 1.10, gap 0: optimum 3833.17, relaxation 3834.10, with 600 of cost and 40 contacts among 200 customers.
        using var folder = new TempFolder();
        var (json, text) = Run(folder, Generated(200, 12345), ("uses", List("cost", "contact")), ("limits", List("600", "40")));
        Assert.Equal(3833.17, (double)json["value"]!, 1e-6);
        Assert.Equal(3834.10, (double)json["bound"]!, 1e-4);
        Assert.Equal(200, (int)json["customers"]!);
        Assert.Equal((int)json["treated"]!, json["chosen"]!.AsArray().Count);
        Assert.Equal(3833.17, json["chosen"]!.AsArray().Sum(c => (double)c!["value"]!), 1e-6);
        var cost = json["limits"]![0]!;
        Assert.Equal(600, (double)cost["atMost"]!);
        Assert.InRange((double)cost["used"]!, 0, 600);
        Assert.Equal(1.03, (double)cost["price"]!, 0.05);
        Assert.True((double)cost["valueLess"]! < 3833.17 && (double)cost["valueMore"]! > 3833.17);
        Assert.Contains("of 600 used; one more would be worth", text, StringComparison.Ordinal);
        Assert.Contains("customers get an action, together worth 3833.17.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Decimals_are_counted_exactly()
    {
        using var folder = new TempFolder();
        var (json, _) = Run(folder, "customer,action,value,cost\na,x,1,0.1\nb,x,1,0.2\nc,x,0.5,0.301\n", ("uses", List("cost")), ("limits", List("0.3")));
        Assert.Equal(2, (double)json["value"]!);
        Assert.Equal(0.3, (double)json["limits"]![0]!["used"]!);
        Assert.True((bool)json["provenOptimal"]!);
    }

    [Fact]
    public void Amounts_as_models_write_them_are_rounded_and_that_is_said_and_no_limit_is_passed()
    {
        using var folder = new TempFolder();
        var (json, _) = Run(
            folder, "customer,action,value,cost\na,x,12345678.123456789012,0.1000000000004\nb,x,1e-11,0.2\nc,x,0.3333333333333333,0.2\n", ("uses", List("cost")), ("limits", List("0.3")));
        Assert.Equal(["Column 'value' has amounts with more than 9 decimals: they were rounded to 7.", "Column 'cost' has amounts with more than 9 decimals: they were rounded up to 9."],
            json["notes"]!.AsArray().Select(note => (string)note!));
        Assert.Equal("a", (string)Assert.Single(json["chosen"]!.AsArray())!["customer"]!);
        Assert.Equal(12345678.1234568, (double)json["value"]!, 1e-9);
    }

    [Fact]
    public void Without_limits_everyone_gets_the_best()
    {
        using var folder = new TempFolder();
        var (json, text) = Run(folder, "customer,action,value\na,x,1\na,y,2\nb,x,-1\n");
        Assert.Equal("y", (string)json["chosen"]![0]!["action"]!);
        Assert.Equal(1, (int)json["treated"]!);
        Assert.Contains("Nothing better is possible within the limits", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_least_amount_that_cannot_be_met_is_named_with_what_can_be()
    {
        using var folder = new TempFolder();
        var (json, text) = Run(
            folder, "customer,action,value,cost,calls\na,x,5,25,1\nb,x,4,25,1\nc,x,3,25,1\n", ("uses", List("cost", "calls")), ("limits", List("60", "none")), ("atLeast", List("0", "3")));
        Assert.Null(json["gap"]);
        Assert.Equal(2, (double)json["limits"]![1]!["mostReachable"]!);
        Assert.Null(json["limits"]![1]!["atMost"]);
        Assert.Null(json["limits"]![0]!["price"]);
        Assert.Contains("cost: 50 of 60 used.", text, StringComparison.Ordinal);
        Assert.Contains("calls: 2 used; at least 3 were asked for, but no allocation within the upper limits uses more than 2.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,x,1,-2\n", "600", "line 2, column 'cost': found '-2'; allowed is 0 or more")]
    [InlineData("a,x,many,2\n", "600", "line 2, column 'value': found 'many'")]
    [InlineData("a,x,1,2\na,x,1,2\n", "600", "line 3, column 'action': found 'x'; allowed is each action once for a customer")]
    [InlineData("a,x,1,2\n", "-4", "--limits: found '-4' for cost; a number from 0 on, with at most 9 decimals, or 'none', is allowed")]
    [InlineData("a,x,1,2\n", "600,700", "--limits: found 2 entries; --uses names 1 columns")]
    [InlineData("a,x,1,1e30\n", "600", "line 2, column 'cost': found '1e30'")]
    [InlineData("a,x,1,2\n", "0.00000000001", "at most 9 decimals")]
    public void What_is_wrong_is_said_with_its_place(string rows, string limits, string said)
    {
        using var folder = new TempFolder();
        var fault = Assert.Throws<HoldfastException>(() => Run(folder, "customer,action,value,cost\n" + rows, ("uses", List("cost")), ("limits", List(limits.Split(',')))));
        Assert.Contains(said, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_least_amount_above_the_limit_is_refused()
    {
        using var folder = new TempFolder();
        var fault = Assert.Throws<HoldfastException>(() =>
            Run(folder, "customer,action,value,cost\na,x,1,2\n", ("uses", List("cost")), ("limits", List("5")), ("atLeast", List("6"))));
        Assert.Contains("--at-least: found 6 for cost, of which there are only 5", fault.Message, StringComparison.Ordinal);
    }

    // As in AllocatorTests, written as a file.
    static string Generated(int customers, long seed)
    {
        double Draw() => (seed = 48271 * seed % 2147483647) / 2147483647.0;
        var text = new StringBuilder("customer,action,value,cost,contact\n");
        string[] names = ["mail", "call", "offer"];
        for (var i = 0; i < customers; i++)
        {
            var (risk, value) = (Draw(), 50 + 950 * Draw());
            double[] effects = [0.05 * Draw(), 0.25 * Draw() - 0.05, 0.40 * Draw() - 0.10];
            int[] costs = [1, 8, 20 + (int)Math.Floor(60 * Draw())];
            for (var j = 0; j < 3; j++)
                text.Append(CultureInfo.InvariantCulture, $"{i},{names[j]},{Math.Round(risk * value * effects[j] - costs[j], 2)},{costs[j]},{(j > 0 ? 1 : 0)}\n");
        }

        return text.ToString();
    }

    static (JsonNode Json, string Text) Run(TempFolder folder, string rows, params (string Name, JsonNode Value)[] options)
    {
        var file = Path.Combine(folder.Path, "options.csv");
        File.WriteAllText(file, rows);
        var request = new JsonObject { ["file"] = file, ["customer"] = "customer", ["action"] = "action", ["value"] = "value" };
        foreach (var (name, value) in options) request[name] = value;
        var reply = Catalog.All.Single(one => one.Path == "study/allocate").Run(request, new OperationContext(new Progress<StageProgress>(), TimeProvider.System), CancellationToken.None);
        return (reply.Json, reply.Text);
    }

    static JsonArray List(params string[] names) => [.. names.Select(name => JsonValue.Create(name))];
}
