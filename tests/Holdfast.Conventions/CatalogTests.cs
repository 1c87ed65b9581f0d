using Holdfast.Operations;

namespace Holdfast.Conventions;

public class CatalogTests
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

    [Fact]
    public void Every_page_of_an_operation_has_its_operation()
    {
        var folder = Path.Combine(Repository.Root, "docs", "operations");
        var pages = Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)[..^3].Replace('\\', '/'));
        Assert.Empty(pages.Except(Catalog.All.Select(o => o.Path)));
    }
}
