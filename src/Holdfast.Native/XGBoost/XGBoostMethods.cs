using System.Runtime.InteropServices;

namespace Holdfast.Native.XGBoost;

/// <summary>The functions of XGBoost's C API that are used, one to one. They return 0 for success, else <see cref="LastError"/> has the text.</summary>
static unsafe class XGBoostMethods
{
    const string Library = "xgboost";

    static XGBoostMethods() => NativeLibraries.Register(Library, XGBoostLibrary.Load);

    [DllImport(Library, EntryPoint = "XGBoostVersion")]
    public static extern void Version(int* major, int* minor, int* patch);

    [DllImport(Library, EntryPoint = "XGBGetLastError")]
    public static extern byte* LastError();

    [DllImport(Library, EntryPoint = "XGDMatrixCreateFromMat")]
    public static extern int CreateMatrix(float* data, ulong rowCount, ulong columnCount, float missing, nint* matrix);

    [DllImport(Library, EntryPoint = "XGDMatrixSetFloatInfo")]
    public static extern int SetFloats(nint matrix, byte* field, float* values, ulong count);

    [DllImport(Library, EntryPoint = "XGDMatrixFree")]
    public static extern int FreeMatrix(nint matrix);

    [DllImport(Library, EntryPoint = "XGBoosterCreate")]
    public static extern int CreateBooster(nint* matrices, ulong count, nint* booster);

    [DllImport(Library, EntryPoint = "XGBoosterSetParam")]
    public static extern int SetParameter(nint booster, byte* name, byte* value);

    [DllImport(Library, EntryPoint = "XGBoosterUpdateOneIter")]
    public static extern int Update(nint booster, int iteration, nint matrix);

    [DllImport(Library, EntryPoint = "XGBoosterEvalOneIter")]
    public static extern int Evaluate(nint booster, int iteration, nint* matrices, byte** names, ulong count, byte** text);

    [DllImport(Library, EntryPoint = "XGBoosterSlice")]
    public static extern int Slice(nint booster, int begin, int end, int step, nint* result);

    [DllImport(Library, EntryPoint = "XGBoosterBoostedRounds")]
    public static extern int Rounds(nint booster, int* rounds);

    [DllImport(Library, EntryPoint = "XGBoosterPredictFromDMatrix")]
    public static extern int Predict(nint booster, nint matrix, byte* configuration, ulong** shape, ulong* dimensions, float** result);

    [DllImport(Library, EntryPoint = "XGBoosterSaveModelToBuffer")]
    public static extern int Save(nint booster, byte* configuration, ulong* length, byte** bytes);

    [DllImport(Library, EntryPoint = "XGBoosterLoadModelFromBuffer")]
    public static extern int Load(nint booster, byte* bytes, ulong length);

    [DllImport(Library, EntryPoint = "XGBoosterFree")]
    public static extern int FreeBooster(nint booster);

    /// <summary>Throws the library's text unless the state is success.</summary>
    public static void Check(int state)
    {
        if (state != 0)
            throw new XGBoostException(FirstLine(Marshal.PtrToStringUTF8((nint)LastError()) ?? "XGBoost failed without a text."));
    }

    // What follows the first line is the library's own stack trace.
    static string FirstLine(string text)
    {
        var trace = text.IndexOf("\nStack trace", StringComparison.Ordinal);
        return (trace < 0 ? text : text[..trace]).Trim();
    }
}
