using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Holdfast.Operations;
using Holdfast.Operations.Audit;
using Holdfast.Operations.People;

namespace Holdfast.Conventions;

public partial class CatalogTests
{
    [Fact]
    public void Every_operation_has_its_page_and_its_help()
    {
        Assert.NotEmpty(Catalog.All);
        foreach (var operation in Catalog.All)
        {
            Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", "operations", operation.Path + ".md")), $"docs/operations/{operation.Path}.md is missing.");
            Assert.False(string.IsNullOrEmpty(operation.Summary), $"{operation.Path}: the slice has no summary.");
            Assert.All(operation.Request.Properties, p => Assert.False(string.IsNullOrEmpty(Documentation.Property(p)), $"{operation.Path}: {p.Name} has no meaning."));
        }
    }

    /// <summary>The page of a study, the pages it points to and docs/study.md name every option and every key of its JSON.</summary>
    [Fact]
    public void Every_option_and_key_of_a_study_is_in_its_manual()
    {
        var folder = Path.Combine(Repository.Root, "docs", "operations", "study");
        foreach (var study in Catalog.All.Where(operation => operation.Path.StartsWith("study/", StringComparison.Ordinal)))
        {
            var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations", study.Path + ".md"));
            var manual = page + File.ReadAllText(Path.Combine(Repository.Root, "docs", "study.md")) + string.Concat(Links().Matches(page).Select(link => File.ReadAllText(Path.Combine(folder, link.Groups[1].Value))));
            var options = study.Request.Properties.Where(property => property.Name != "file").Select(property => "--" + JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name));
            var keys = Keys(study.Result, []).Distinct().ToList();
            Assert.All(["--by", "--plot"], option => Assert.True(options.Contains(option), $"{study.Path} has no {option}, which every study has."));
            Assert.NotEmpty(keys);
            Assert.Empty(options.Where(option => !page.Contains(option, StringComparison.Ordinal)).Select(option => $"{study.Path}: {option}"));
            Assert.Empty(keys.Where(key => !Regex.IsMatch(manual, $@"\b{key}\b")).Select(key => $"{study.Path}: {key}"));
        }
    }

    static IEnumerable<string> Keys(JsonTypeInfo type, HashSet<Type> seen)
    {
        if (type.PolymorphismOptions is { DerivedTypes: var shapes }) return shapes.SelectMany(shape => Keys(type.Options.GetTypeInfo(shape.DerivedType), seen));
        if (type.ElementType is { } element) return Keys(type.Options.GetTypeInfo(element), seen);
        if (type.Kind != JsonTypeInfoKind.Object || !seen.Add(type.Type)) return [];
        return type.Properties.SelectMany(property => Keys(type.Options.GetTypeInfo(property.PropertyType), seen).Prepend(property.Name));
    }

    [GeneratedRegex(@"\]\(([\w-]+\.md)\)")]
    private static partial Regex Links();

    [Fact]
    public void Whatever_names_a_file_or_folder_is_marked_so_that_nobody_reaches_the_machine_over_http()
    {
        var texts = from operation in Catalog.All
                    from property in operation.Request.Properties
                    where property.PropertyType == typeof(string) || property.PropertyType == typeof(IReadOnlyList<string>)
                    select (operation, property);
        Assert.All(texts, one => Assert.True(
            Words().IsMatch(Documentation.Property(one.property)) == (PlaceAttribute.Of(one.property) != Place.None),
            $"{one.operation.Path}: {one.property.Name} is documented as \"{Documentation.Property(one.property)}\" and marked as {PlaceAttribute.Of(one.property)}."));
    }

    [Fact]
    public void Every_operation_has_its_row_of_who_may_perform_it()
    {
        Assert.All(Catalog.All, o => Assert.True(Permissions.Of(o.Path).Count > 0, $"{o.Path} has no row in Permissions, so nobody may perform it over HTTP."));
        string[] written = ["report", "files/list", "files/fetch", "files/bring", "files/remove", "people/me", "people/keys", Permissions.OthersJobs, Permissions.CancelOthersJobs];
        Assert.Empty(Permissions.Paths.Except(Catalog.All.Select(o => o.Path)).Except(written));
    }

    [Fact]
    public void Who_asks_for_one_customer_looks_at_a_person()
    {
        var asking = Catalog.All.Where(o => o.Request.Properties.Any(p => p.Name == "customer" && p.IsRequired) && !o.Path.StartsWith("study/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(asking);
        Assert.All(asking, o => Assert.NotEqual(OperationKind.Reads, o.Kind));
        Assert.All(asking, o => Assert.True(TouchedAttribute.Of(o.Request.Properties.Single(p => p.Name == "customer")) is { IsPerson: true }, $"{o.Path}: the audit log would not tell whom."));
    }

    [GeneratedRegex(@"\b([Ff]iles?|[Ff]olders?|SVG)\b")]
    private static partial Regex Words();

    [Fact]
    public void Every_page_of_an_operation_has_its_operation()
    {
        var folder = Path.Combine(Repository.Root, "docs", "operations");
        var pages = Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)[..^3].Replace('\\', '/'));
        Assert.Empty(pages.Except(Catalog.All.Select(o => o.Path)));
    }
}
