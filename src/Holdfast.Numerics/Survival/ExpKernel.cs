using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Numerics.Survival;

/// <summary>
/// Exponentials of many numbers, eight at a time: x = k ln 2 + r, Taylor's series for r. Multiplication and addition stay separate
/// (never fused), so that 512, 256 and 128 bits and no vectors at all give the same bits. Accurate to about 2e-16.
/// </summary>
static class ExpKernel
{
    const double Ln2High = 0.693147180369123816490;
    const double Ln2Low = 1.90821492927058770002e-10;
    const double PerLn2 = 1.44269504088896340736;

    // 1.5 x 2^52: adding it leaves a whole number in the low bits of the sum.
    const double Rounder = 6755399441055744;

    // 1/13!, 1/12!, ... 1/1!
    static readonly double[] Series = Factorials();

    /// <summary>Replaces every number by its exponential; numbers outside -700..700 count as that bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<double> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i + 8 <= values.Length; i += 8)
            Exp(Vector512.LoadUnsafe(ref first, (nuint)i)).StoreUnsafe(ref first, (nuint)i);
        if (i == values.Length)
            return;
        Span<double> rest = stackalloc double[8];
        rest.Clear();
        values[i..].CopyTo(rest);
        Exp(Vector512.Create<double>(rest)).CopyTo(rest);
        rest[..(values.Length - i)].CopyTo(values[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Exp(Vector512<double> x)
    {
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(-700.0)), Vector512.Create(700.0));
        var shifted = x * PerLn2 + Vector512.Create(Rounder);
        var k = shifted - Vector512.Create(Rounder);
        var r = x - k * Ln2High - k * Ln2Low;
        var sum = Vector512.Create(Series[0]);
        for (var n = 1; n < Series.Length; n++)
            sum = sum * r + Vector512.Create(Series[n]);
        sum = sum * r + Vector512<double>.One;
        // The low bits of the shifted number are k: they go where the exponent is.
        var scale = Vector512.ShiftLeft(shifted.AsInt64() + Vector512.Create(1023L), 52).AsDouble();
        return sum * scale;
    }

    static double[] Factorials()
    {
        var series = new double[13];
        for (var (n, factorial) = (1, 1.0); n <= 13; n++, factorial *= n)
            series[13 - n] = 1 / factorial;
        return series;
    }
}
