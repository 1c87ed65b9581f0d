using System.Xml.Linq;

namespace Holdfast.Conventions;

public class ArrowTests
{
    // A new arrow is a decision: change this table in the same commit.
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Holdfast.Numerics"] = [],
        ["Holdfast.Retention"] = ["Holdfast.Numerics"],
        ["Holdfast.Simulation"] = ["Holdfast.Numerics", "Holdfast.Retention"],
        ["Holdfast.Native"] = [],
        ["Holdfast.Store"] = ["Holdfast.Retention", "Holdfast.Native"],
        ["Holdfast.Operations"] = ["Holdfast.Retention", "Holdfast.Simulation", "Holdfast.Store", "Holdfast.Native"],
        ["Holdfast.Server"] = ["Holdfast.Operations"],
        ["Holdfast.Cli"] = ["Holdfast.Operations", "Holdfast.Server"],
    };

    [Fact]
    public void Projects_reference_only_what_the_table_allows()
    {
        var root = Repository.Root;
        var projects = Directory.GetFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(Allowed.Count, projects.Length);
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));
            Assert.Equal(Allowed[name].Order(), references.Order());
        }
    }
}
