using System.Text.RegularExpressions;
using Holdfast.Operations.Ingest;

namespace Holdfast.Tests.Ingest;

/// <summary>Runs the examples of docs/mapping.md as they stand there.</summary>
public partial class MappingGuideTests
{
    [Theory]
    [InlineData("contracts")]
    [InlineData("table")]
    [InlineData("log")]
    public void The_examples_of_the_guide_give_the_result_it_shows(string example)
    {
        using var loading = new Loading();
        var expected = "";
        foreach (var block in Blocks(example))
        {
            if (block.Path == "result") expected = block.Text;
            else loading.Write(block.Path, block.Text);
        }

        Assert.Equal(expected, Told(loading.RunOne(), loading));
    }

    [Fact]
    public void The_page_names_every_fact_a_mapping_can_tell_of_customers()
    {
        var page = Page();
        foreach (var kind in Holdfast.Retention.Facts.FactCatalog.All.Where(k => k.OfParty && k.Name is not ("attribute" or "holding")))
            Assert.Contains($"`{kind.Name}`", page, StringComparison.Ordinal);
    }

    static string Told(SourceReport report, Loading loading)
    {
        var told = $"{report.Source}: {report.Rows} rows = {report.Accepted} accepted + {report.Rejected} rejected + {report.Duplicate} duplicate\n";
        if (report.RejectsFile is not { } file) return told;
        using var rejects = Read.Open(Path.Combine(loading.Root, file), new SourceMapping { File = file });
        var places = new[] { "reject_line", "reject_column", "reject_reason" }.Select(name => rejects.Columns.ToList().IndexOf(name)).ToArray();
        while (rejects.Read())
        {
            var fields = places.Select(place => System.Text.Encoding.UTF8.GetString(rejects.Field(place))).ToArray();
            told += $"line {fields[0]}, {fields[1]}: {fields[2]}\n";
        }

        return told;
    }

    static string Page() => File.ReadAllText(Path.Combine(Workspaces.House.Root, "docs", "mapping.md"));

    static IEnumerable<(string Path, string Text)> Blocks(string example) => Block().Matches(Page())
        .Where(m => m.Groups["path"].Value.StartsWith(example + "/", StringComparison.Ordinal))
        .Select(m => (m.Groups["path"].Value[(example.Length + 1)..], m.Groups["text"].Value));

    [GeneratedRegex("^```\\w+ (?<path>\\S+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
