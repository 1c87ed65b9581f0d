using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Operations;

namespace Holdfast.Conventions;

public partial class ManualTests
{
    static readonly string[] NotOperations = ["serve"];

    [Fact]
    public void Every_command_in_the_documents_exists_with_its_options()
    {
        var lines = Documents().SelectMany(file => File.ReadLines(file).Select((line, i) => (Where: $"{Path.GetFileName(file)}:{i + 1}", Line: line)))
            .Where(l => Command().IsMatch(l.Line)).ToList();
        Assert.NotEmpty(lines);
        Assert.Empty(lines.Select(l => Fault(l.Where, Command().Match(l.Line))).OfType<string>());
    }

    [Fact]
    public void Every_link_in_the_documents_leads_somewhere() =>
        Assert.Empty(Documents().SelectMany(file => Link().Matches(File.ReadAllText(file)).Select(m => (file, Target: m.Groups[1].Value)))
            .Where(l => !l.Target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(l.file)!, l.Target.Split('#')[0])))
            .Select(l => $"{Path.GetFileName(l.file)}: {l.Target}"));

    static string? Fault(string where, Match command)
    {
        var words = command.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (NotOperations.Contains(words[0])) return null;
        var operation = Catalog.All.FirstOrDefault(o => o.Path == string.Join('/', words)) ?? Catalog.All.FirstOrDefault(o => o.Path == words[0]);
        if (operation is null) return $"{where}: there is no command '{string.Join(' ', words)}'.";
        var known = operation.Request.Properties.Select(p => "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(p.Name)).Append("--json").Append("--help").ToList();
        return Option().Matches(command.Groups[2].Value).Select(m => m.Value).FirstOrDefault(o => !known.Contains(o)) is { } unknown ? $"{where}: '{operation.Path}' has no option {unknown}." : null;
    }

    static IEnumerable<string> Documents() => Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "README.md"));

    [GeneratedRegex(@"^\s*(?:\./)?holdfast ([a-z]+(?: [a-z][a-z-]*)?)(.*)$")]
    private static partial Regex Command();

    [GeneratedRegex(@"--[a-z][a-z-]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"\]\(([^)#][^)]*)\)")]
    private static partial Regex Link();
}
