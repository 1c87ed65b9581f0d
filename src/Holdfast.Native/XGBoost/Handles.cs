using System.Runtime.InteropServices;

namespace Holdfast.Native.XGBoost;

/// <summary>Rows, labels and weights in the library's own memory.</summary>
sealed unsafe class MatrixHandle : SafeHandle
{
    MatrixHandle(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Copies rows with their labels and weights.</summary>
    public static MatrixHandle Create(BoosterRows rows)
    {
        var matrix = Create(rows.Values, rows.ColumnCount);
        matrix.Set("label\0"u8, rows.Labels);
        if (!rows.Weights.IsEmpty)
            matrix.Set("weight\0"u8, rows.Weights);
        return matrix;
    }

    /// <summary>Copies rows; NaN is a missing value.</summary>
    public static MatrixHandle Create(ReadOnlySpan<float> values, int columnCount)
    {
        nint handle;
        fixed (float* data = values)
        {
            XGBoostMethods.Check(XGBoostMethods.CreateMatrix(data, (ulong)(values.Length / columnCount), (ulong)columnCount, float.NaN, &handle));
        }
        return new MatrixHandle(handle);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => XGBoostMethods.FreeMatrix(handle) == 0;

    void Set(ReadOnlySpan<byte> field, ReadOnlySpan<float> values)
    {
        fixed (byte* name = field)
        fixed (float* data = values)
        {
            XGBoostMethods.Check(XGBoostMethods.SetFloats(handle, name, data, (ulong)values.Length));
        }
    }
}

/// <summary>A model in the library's own memory.</summary>
sealed unsafe class BoosterHandle : SafeHandle
{
    BoosterHandle(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>A model without trees; it looks at the matrix for its width, or at none before loading.</summary>
    public static BoosterHandle Create(MatrixHandle? matrix)
    {
        nint handle, data = matrix?.DangerousGetHandle() ?? 0;
        XGBoostMethods.Check(XGBoostMethods.CreateBooster(&data, matrix is null ? 0UL : 1UL, &handle));
        return new BoosterHandle(handle);
    }

    /// <summary>A copy of the first rounds.</summary>
    public BoosterHandle First(int rounds)
    {
        nint result;
        XGBoostMethods.Check(XGBoostMethods.Slice(handle, 0, rounds, 1, &result));
        return new BoosterHandle(result);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => XGBoostMethods.FreeBooster(handle) == 0;
}
