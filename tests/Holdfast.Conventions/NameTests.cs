using System.Reflection;
using System.Runtime.CompilerServices;

namespace Holdfast.Conventions;

public class NameTests
{
    static readonly string[] Empty = ["Core", "Common", "Shared", "Utils", "Util", "Helpers", "Helper", "Manager", "Service", "Services", "Base", "Impl", "Dto", "types"];

    [Fact]
    public void No_folder_has_a_name_that_says_nothing() =>
        Assert.Empty(SourceFiles.All.Select(f => Path.GetDirectoryName(f.Path)!).Distinct().Where(folder => folder.Split('/').Any(Empty.Contains)));

    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        Assert.Empty(Types().Where(t => Empty.Any(word => t.Name == word || (word.Length > 4 && t.Name.EndsWith(word, StringComparison.Ordinal)))).Select(t => t.FullName));

    [Fact]
    public void Every_class_is_sealed_static_or_abstract() =>
        Assert.Empty(Types().Where(t => t is { IsClass: true, IsSealed: false, IsAbstract: false } && t.FullName != "Program").Select(t => t.FullName));

    [Fact]
    public void No_interface_has_a_single_implementation()
    {
        var types = Types().ToList();
        Assert.Empty(types.Where(t => t.IsInterface && types.Count(c => c.IsClass && t.IsAssignableFrom(c)) == 1).Select(t => t.FullName));
    }

    [Fact]
    public void A_slice_never_calls_another_slice()
    {
        string[] stages = ["Ingest", "Measure", "Predict", "Segment", "Decide", "Act", "Report", "Simulate"];
        var slices = SourceFiles.Under("src/Holdfast.Operations/").Where(f => stages.Contains(f.Path.Split('/')[2]))
            .Where(f => f.Text.Contains("static StageResult Run(", StringComparison.Ordinal))
            .Select(f => Path.GetFileNameWithoutExtension(f.Path)).ToList();
        Assert.Empty(SourceFiles.Under("src/Holdfast.Operations/").Where(f => f.Path.Split('/').Length > 3)
            .SelectMany(f => slices.Where(s => f.Text.Contains($"{s}.Run(", StringComparison.Ordinal)).Select(s => $"{f.Path} calls {s}")));
    }

    [Fact]
    public void No_test_is_skipped_without_a_reason_and_nothing_is_left_to_do() =>
        Assert.Empty(SourceFiles.All.Where(f => f.Path != "tests/Holdfast.Conventions/NameTests.cs")
            .Where(f => f.Text.Contains("Skip = \"\"", StringComparison.Ordinal) || f.Text.Contains("TODO", StringComparison.Ordinal) || f.Text.Contains("NotImplementedException", StringComparison.Ordinal))
            .Select(f => f.Path));

    static IEnumerable<Type> Types() => Assemblies.Ours.SelectMany(a => a.GetTypes())
        .Where(t => !t.Name.Contains('<') && !t.IsDefined(typeof(CompilerGeneratedAttribute)) && !Assemblies.IsGenerated(t));
}
