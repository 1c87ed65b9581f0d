using System.Runtime.Intrinsics.X86;

namespace Holdfast.Numerics.Linear;

/// <summary>How many bits a kernel works on at once. Every width gives the same bits; tests name each, everyone else takes the widest.</summary>
enum VectorWidth
{
    /// <summary>One value at a time, on every processor.</summary>
    Scalar,

    /// <summary>8 singles at a time (AVX2).</summary>
    Bits256,

    /// <summary>16 singles at a time (AVX-512 F and CD).</summary>
    Bits512,
}

/// <summary>Which widths this processor has.</summary>
static class VectorWidths
{
    /// <summary>The widest one.</summary>
    public static VectorWidth Widest =>
        Has(VectorWidth.Bits512) ? VectorWidth.Bits512 : Has(VectorWidth.Bits256) ? VectorWidth.Bits256 : VectorWidth.Scalar;

    /// <summary>True when a width can be used here.</summary>
    public static bool Has(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => Avx512F.IsSupported && Avx512CD.IsSupported && Avx2.IsSupported,
        VectorWidth.Bits256 => Avx2.IsSupported,
        _ => true,
    };
}
