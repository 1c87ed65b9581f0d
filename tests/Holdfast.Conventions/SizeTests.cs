namespace Holdfast.Conventions;

public class SizeTests
{
    const int FileLimit = 400, FunctionLimit = 60, ParameterLimit = 5;

    [Fact]
    public void No_file_is_longer_than_400_lines() =>
        Assert.Empty(SourceFiles.All.Where(f => f.Lines.Length > FileLimit).Select(f => $"{f.Path}: {f.Lines.Length} lines"));

    [Fact]
    public void No_function_is_longer_than_60_lines_and_19_of_20_are_under_30()
    {
        var lengths = SourceFiles.Under("src/").SelectMany(Functions).ToList();
        Assert.Empty(lengths.Where(f => f.Lines > FunctionLimit).Select(f => $"{f.Where}: {f.Lines} lines"));
        var longer = lengths.Count(f => f.Lines >= 30);
        Assert.True(longer <= lengths.Count * 0.05, $"{longer} of {lengths.Count} functions have 30 lines or more.");
    }

    [Fact]
    public void No_method_takes_more_than_5_parameters()
    {
        var tooMany = Assemblies.Ours.SelectMany(a => a.GetTypes())
            .SelectMany(type => type.GetMethods(Assemblies.Declared).Where(m => !m.Name.Contains('<') && !Assemblies.IsGenerated(m) && !Assemblies.IsGenerated(type)))
            .Where(method => method.GetParameters().Count(p => p.ParameterType != typeof(CancellationToken)) > ParameterLimit && !IsNative(method.DeclaringType!))
            .Where(method => method.Name is not ("Deconstruct" or ".ctor"))
            .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}: {method.GetParameters().Length} parameters");
        Assert.Empty(tooMany);
    }

    [Fact]
    public void Warnings_are_switched_off_at_most_once_in_a_thousand_lines_and_never_without_a_reason()
    {
        var pragmas = SourceFiles.All.SelectMany(f => f.Lines.Select((line, i) => (Line: line, Where: $"{f.Path}:{i + 1}")))
            .Where(l => l.Line.TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal)).ToList();
        Assert.True(pragmas.Count <= SourceFiles.All.Sum(f => f.Lines.Length) / 1000, $"{pragmas.Count} pragmas");
        Assert.Empty(pragmas.Where(p => !p.Line.Contains("//", StringComparison.Ordinal)).Select(p => p.Where));
    }

    // The signatures of native libraries are not ours to choose.
    static bool IsNative(Type type) => type.Namespace?.StartsWith("Holdfast.Native", StringComparison.Ordinal) == true;

    // A function is a block after a line that closes a parameter list, indented as a member (4) or as a member of a nested type (8).
    static IEnumerable<(string Where, int Lines)> Functions(SourceFile file)
    {
        foreach (var indent in new[] { "    ", "        " })
        {
            for (var i = 1; i < file.Lines.Length; i++)
            {
                if (file.Lines[i] != indent + "{" || !IsSignature(file.Lines[i - 1], indent)) continue;
                var end = Array.IndexOf(file.Lines, indent + "}", i);
                if (end > i) yield return ($"{file.Path}:{i}", end - i - 1);
            }
        }
    }

    static bool IsSignature(string line, string indent) =>
        line.StartsWith(indent, StringComparison.Ordinal)
        && (line.TrimEnd().EndsWith(')') || line.TrimStart().StartsWith("where ", StringComparison.Ordinal))
        && !Statements.Any(s => line.TrimStart().StartsWith(s, StringComparison.Ordinal));

    static readonly string[] Statements = ["if ", "for ", "foreach ", "while ", "switch ", "using ", "lock ", "catch ", "fixed ", "else if "];
}
