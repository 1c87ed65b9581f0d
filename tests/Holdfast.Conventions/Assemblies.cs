using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace Holdfast.Conventions;

static class Assemblies
{
    public const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly string[] Names = ["Holdfast.Numerics", "Holdfast.Retention", "Holdfast.Simulation", "Holdfast.Native", "Holdfast.Store", "Holdfast.Operations", "Holdfast.Server", "holdfast"];

    public static IReadOnlyList<Assembly> Ours { get; } = [.. Names.Select(Assembly.Load)];

    public static bool IsGenerated(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute), false) || member.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute), false)
        || member.DeclaringType is { } outer && IsGenerated(outer);

    /// <summary>Full names of the types an assembly refers to in code and signatures.</summary>
    public static IReadOnlyList<string> References(string assembly)
    {
        using var file = File.OpenRead(Assembly.Load(assembly).Location);
        using var portable = new PEReader(file);
        var metadata = portable.GetMetadataReader();
        return [.. metadata.TypeReferences.Select(metadata.GetTypeReference).Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}").Distinct().Order(StringComparer.Ordinal)];
    }
}
