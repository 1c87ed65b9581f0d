using Holdfast.Operations;
using Holdfast.Operations.Workspaces;
using Holdfast.Retention.Facts;

namespace Holdfast.Tests.Workspaces;

public class TemplateTests
{
    public static TheoryData<string> Names => [.. Templates.Names];

    public static TheoryData<string> Mapped => [.. Templates.Names.Where(IsMapped)];

    [Theory]
    [MemberData(nameof(Mapped))]
    public void Every_template_initialises_and_checks_clean(string template)
    {
        using var folder = new TestWorkspace();
        var made = InitWorkspace.Run(new(folder.Root, template, Customers: 20));
        var check = CheckWorkspace.Run(new(folder.Root));
        Assert.True(check.Clean, check.Describe());
        Assert.Contains("README.md", made.Files);
        Assert.All(
            made.Files.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)),
            file => Assert.StartsWith("# yaml-language-server: $schema=", File.ReadAllText(Path.Combine(folder.Root, file)), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_schema_that_a_template_names_is_there(string template)
    {
        using var folder = new TestWorkspace();
        foreach (var file in InitWorkspace.Run(new(folder.Root, template, Sample: false)).Files.Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            var path = Path.Combine(folder.Root, file);
            var schema = File.ReadLines(path).First().Split("$schema=")[1];
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, schema)), file);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_template_has_eight_actions_or_more_and_every_offer_in_every_language(string template)
    {
        using var folder = new TestWorkspace();
        var workspace = Init(folder, template);
        Assert.InRange(workspace.Actions.Count, 8, 12);
        Assert.All(workspace.Actions, action => Assert.All(workspace.Business.Languages, language => Assert.Contains(language, action.Offer)));
        Assert.All(workspace.Actions, action => Assert.All(workspace.Business.Languages, language => Assert.NotNull(action.ScriptFor("none", language))));
        Assert.Equal(workspace.Business.Languages.Order(), workspace.Words.Keys.Order());
    }

    [Theory]
    [InlineData("bank", ChurnKind.Closed, ChurnKind.Partial)]
    [InlineData("card", ChurnKind.Silent, ChurnKind.Closed)]
    [InlineData("telecom", ChurnKind.Closed, ChurnKind.NotRenewed)]
    [InlineData("prepaid", ChurnKind.Silent)]
    [InlineData("saas", ChurnKind.NotRenewed, ChurnKind.Closed)]
    [InlineData("retail", ChurnKind.Silent)]
    public void Templates_differ_in_what_churn_means(string template, params ChurnKind[] kinds)
    {
        using var folder = new TestWorkspace();
        Assert.Equal(kinds, Init(folder, template).Business.Churn.Select(churn => churn.Kind));
    }

    [Fact]
    public void A_workspace_is_never_written_over()
    {
        using var folder = new TestWorkspace();
        InitWorkspace.Run(new(folder.Root, "card", Sample: false));
        var refused = Assert.Throws<HoldfastException>(() => InitWorkspace.Run(new(folder.Root, "card", Sample: false)));
        Assert.Contains("is a workspace already", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_there_is_never_written_over_and_nothing_is_half_made()
    {
        using var folder = TestWorkspace.With(("README.md", "mine"));
        Assert.Throws<HoldfastException>(() => InitWorkspace.Run(new(folder.Root, "card", Sample: false)));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Root, "README.md")));
        Assert.Single(Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void An_unknown_template_is_told_with_the_nearest_one()
    {
        using var folder = new TestWorkspace();
        var refused = Assert.Throws<HoldfastException>(() => InitWorkspace.Run(new(folder.Root, "retial")));
        Assert.Contains("'retail' (did you mean it?)", refused.Message, StringComparison.Ordinal);
    }

    static bool IsMapped(string template) => Templates.Files(template).Keys.Any(file => file.StartsWith("sources/", StringComparison.Ordinal));

    static Workspace Init(TestWorkspace folder, string template)
    {
        InitWorkspace.Run(new(folder.Root, template, Sample: false));
        if (!IsMapped(template)) folder.Write("sources/customers.yaml", TestWorkspace.Source);
        return folder.Load().ForRun();
    }
}
