using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Holdfast.Native;

/// <summary>Where the native libraries of this assembly are found. .NET allows one resolver per assembly, so all bindings register here.</summary>
static class NativeLibraries
{
    static readonly ConcurrentDictionary<string, Lazy<nint>> Loaders = new(StringComparer.Ordinal);

    static NativeLibraries() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, (name, _, _) => Handle(name));

    /// <summary>Names the function that loads a library; it runs at the library's first call, and throws where there is none.</summary>
    public static void Register(string name, Func<nint> load) => Loaders.TryAdd(name, new Lazy<nint>(load));

    /// <summary>The folders from the program's own upwards to the root.</summary>
    public static IEnumerable<string> FoldersUpwards()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder)) yield return folder;
    }

    static nint Handle(string name) => Loaders.TryGetValue(name, out var handle) ? handle.Value : 0;
}
