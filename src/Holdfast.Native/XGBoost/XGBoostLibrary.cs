using System.Runtime.InteropServices;

namespace Holdfast.Native.XGBoost;

/// <summary>The XGBoost library on this machine; without it the logistic baseline scores alone.</summary>
public static unsafe class XGBoostLibrary
{
    /// <summary>Environment variable that names the library's file; where it is set, no other place is looked at.</summary>
    public const string Variable = "HOLDFAST_XGBOOST";

    static readonly string[] Names = ["libxgboost.so.0", "libxgboost.so", "xgboost.dll", "libxgboost.dylib"];

    static readonly Lazy<nint> Found = new(Open);

    /// <summary>True when the library loads and is version 1.6 or newer (it must write its model as JSON into memory).</summary>
    public static bool IsPresent => Found.Value != 0 && NativeLibrary.TryGetExport(Found.Value, "XGBoosterSaveModelToBuffer", out _);

    /// <summary>The library's version, such as <c>1.7.4</c>.</summary>
    /// <exception cref="XGBoostException">The library is missing; with what to install.</exception>
    public static string Version
    {
        get
        {
            int major, minor, patch;
            XGBoostMethods.Version(&major, &minor, &patch);
            return FormattableString.Invariant($"{major}.{minor}.{patch}");
        }
    }

    /// <summary>Loads the library.</summary>
    /// <exception cref="XGBoostException">It is missing or too old.</exception>
    internal static nint Load() => IsPresent
        ? Found.Value
        : throw new XGBoostException($"The XGBoost library is missing or older than 1.6: install the package libxgboost0 (Debian 12 or Ubuntu), or set {Variable} to the library's path.");

    static nint Open()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        foreach (var name in string.IsNullOrEmpty(named) ? Names : [named])
        {
            if (NativeLibrary.TryLoad(name, typeof(XGBoostLibrary).Assembly, DllImportSearchPath.SafeDirectories, out var handle))
                return handle;
        }
        return 0;
    }
}
