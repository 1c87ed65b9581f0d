using System.Runtime.InteropServices;

namespace Holdfast.Native.DuckDb;

/// <summary>The DuckDB library on this machine.</summary>
public static class DuckDbLibrary
{
    /// <summary>Environment variable that names the library's file; where it is set, no other place is looked at.</summary>
    public const string Variable = "HOLDFAST_DUCKDB";

    static readonly string Package = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "node-bindings-linux-arm64" : "node-bindings-linux-x64";

    /// <summary>The library's version, such as <c>v1.5.5</c>.</summary>
    /// <exception cref="DuckDbException">The library is missing or does not load; with what to run.</exception>
    public static unsafe string Version => Marshal.PtrToStringUTF8((nint)DuckDbMethods.LibraryVersion())!;

    /// <summary>Path of the library: beside the program, or in <c>eng/native/node_modules</c> of a folder above it.</summary>
    /// <param name="named">What the environment variable says; null or "" where it is not set.</param>
    /// <exception cref="DuckDbException">It is in none of the places; with what to run.</exception>
    public static string Find(string? named)
    {
        var path = string.IsNullOrEmpty(named) ? Places().FirstOrDefault(File.Exists) : File.Exists(named) ? named : null;
        return path ?? throw new DuckDbException(
            $"The DuckDB library {(string.IsNullOrEmpty(named) ? "libduckdb.so" : named)} is missing: "
            + $"run 'npm ci --prefix eng/native' in the repository's folder, or set {Variable} to the library's path.");
    }

    /// <summary>Loads the library.</summary>
    /// <returns>Its handle.</returns>
    /// <exception cref="DuckDbException">It is missing or does not load.</exception>
    internal static nint Load()
    {
        var path = Find(Environment.GetEnvironmentVariable(Variable));
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException fault)
        {
            throw new DuckDbException($"The DuckDB library {path} does not load on this machine: {fault.Message}");
        }
    }

    static IEnumerable<string> Places() => NativeLibraries.FoldersUpwards()
        .Select(folder => Path.Combine(folder, "eng", "native", "node_modules", "@duckdb", Package, "libduckdb.so"))
        .Prepend(Path.Combine(AppContext.BaseDirectory, "libduckdb.so"));
}
