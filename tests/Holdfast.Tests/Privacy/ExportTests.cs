using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Operations;
using Holdfast.Operations.Audit;
using Holdfast.Operations.Privacy;
using Holdfast.Tests.Ingest;
using Holdfast.Tests.Simulation;

namespace Holdfast.Tests.Privacy;

/// <summary>R3: one person's data is handed out whole, and nothing of anybody else.</summary>
public partial class ExportTests
{
    static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public void Everything_kept_about_a_person_is_handed_out_and_nothing_of_anybody_else()
    {
        using var bank = new LivedWorkspace(customers: 400);
        using var trail = new AuditTrail();
        var context = new OperationContext(new Progress<StageProgress>(), TimeProvider.System) { Actor = "ann", Trail = trail };
        Loop.Run(new RunRequest(bank.Root), context, Never);
        var person = bank.Here[7];
        var object_ = Catalog.All.Single(operation => operation.Path == "privacy/object");
        object_.Run(new() { ["id"] = person, ["workspace"] = bank.Root, ["purpose"] = "marketing" }, context, Never);

        var page = Path.Combine(bank.Root, "page.html");
        var export = ExportPerson.Run(new ExportPersonRequest { Id = person, Workspace = bank.Root, Page = page }, context, Never);
        var told = File.ReadLines(Path.Combine(bank.Incoming, "surveys.csv")).Skip(1).Count(line => line.Contains(person, StringComparison.Ordinal));
        Assert.Equal(told, export.Facts.Count(fact => fact.Kind == "feedback"));
        Assert.Contains(export.Facts, fact => fact.Kind == "party" && fact.Values.ContainsKey("name"));
        Assert.Equal(["decide/decisions", "decide/refusals", "measure/lives", "predict/effects", "predict/features", "predict/scores", "segment/segments"], export.Results.Select(table => table.Table));
        Assert.Equal(ObjectionPurpose.Marketing, Assert.Single(export.Objections).Purpose);
        Assert.Equal(["privacy/object"], export.Looks.Select(look => look.Operation));
        Assert.Contains(Path.Combine("data", "incoming", "surveys.csv"), export.Files);

        var json = JsonSerializer.Serialize(export, PrivacyJson.Default.ExportPersonResult);
        Assert.Equal([person], CustomerId().Matches(json).Select(match => match.Value).Distinct());
        Assert.DoesNotContain("\"ann\"", json, StringComparison.Ordinal);
        var html = File.ReadAllText(page);
        Assert.Equal([person], CustomerId().Matches(html).Select(match => match.Value).Distinct());
        Assert.All(export.Facts.SelectMany(fact => fact.Values.Values).Where(value => value.All(char.IsAsciiLetterOrDigit)), value => Assert.Contains(value, html, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("who,id\nc-1,2\n", true)]
    [InlineData("who,id\n\"c-1\"\n", true)]
    [InlineData("c-1", true)]
    [InlineData("who,id\nc-12,2\n", false)]
    [InlineData("who,id\nxc-1,2\n", false)]
    [InlineData("", false)]
    public void A_file_names_a_person_where_the_id_stands_as_a_word(string text, bool named)
    {
        using var shop = Loading.Of(("data/rejects/told.csv", text));
        Assert.Equal(named ? [Path.Combine("data", "rejects", "told.csv")] : [], NamingFiles.Of(shop.Root, ["c-1"], Never));
    }

    [Fact]
    public void A_name_is_found_wherever_in_a_long_file_it_stands()
    {
        for (var before = (1 << 20) - 8; before <= (1 << 20) + 8; before++)
        {
            using var shop = Loading.Of(("data/files/long.txt", new string(' ', before) + "c-1" + new string(' ', 40)));
            Assert.Single(NamingFiles.Of(shop.Root, ["c-1"], Never));
        }
    }

    [GeneratedRegex(@"\bC\d{7}\b")]
    private static partial Regex CustomerId();
}
