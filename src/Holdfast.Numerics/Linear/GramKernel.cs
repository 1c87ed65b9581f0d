using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Numerics.Linear;

/// <summary>
/// Adds X'X of a tile to a matrix: the inner loop of every least-squares step. Works on 4 x 4 columns at a time so that each
/// value read is used four times. Multiplication and addition stay separate (never fused) and lanes are joined in a fixed
/// order, so the sums are the same bits on every processor.
/// </summary>
static class GramKernel
{
    /// <summary>Rows of a tile; every column of a tile is this many doubles, unused rows 0.</summary>
    public const int Rows = 128;

    /// <summary>Adds the dot products of all pairs of columns to the lower triangle of <paramref name="gram"/>.</summary>
    public static void Add(ReadOnlySpan<double> tile, int columnCount, Span<double> gram)
    {
        var full = columnCount / 4 * 4;
        for (var i = 0; i < full; i += 4)
        {
            for (var j = 0; j <= i; j += 4)
                AddBlock(tile, new Corner(i, j, columnCount), gram);
        }
        for (var i = full; i < columnCount; i++)
        {
            for (var j = 0; j <= i; j++)
                gram[i * columnCount + j] += Dot(tile.Slice(i * Rows, Rows), tile.Slice(j * Rows, Rows));
        }
    }

    /// <summary>Dot product of two columns of equal length, a multiple of 8.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        var sum = Vector512<double>.Zero;
        for (nuint r = 0; r < (nuint)x.Length; r += 8)
            sum += Vector512.LoadUnsafe(ref a, r) * Vector512.LoadUnsafe(ref b, r);
        return Join(sum);
    }

    static void AddBlock(ReadOnlySpan<double> tile, Corner at, Span<double> gram)
    {
        ref var x = ref MemoryMarshal.GetReference(tile);
        for (var i = at.Row; i < at.Row + 4; i += 2)
        {
            var (a0, a1, a2, a3) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
            var (b0, b1, b2, b3) = (a0, a0, a0, a0);
            for (var r = 0; r < Rows; r += 8)
            {
                var u = Vector512.LoadUnsafe(ref x, (nuint)(i * Rows + r));
                var v = Vector512.LoadUnsafe(ref x, (nuint)(i * Rows + Rows + r));
                var y0 = Vector512.LoadUnsafe(ref x, (nuint)(at.Column * Rows + r));
                var y1 = Vector512.LoadUnsafe(ref x, (nuint)((at.Column + 1) * Rows + r));
                var y2 = Vector512.LoadUnsafe(ref x, (nuint)((at.Column + 2) * Rows + r));
                var y3 = Vector512.LoadUnsafe(ref x, (nuint)((at.Column + 3) * Rows + r));
                (a0, a1, a2, a3) = (a0 + u * y0, a1 + u * y1, a2 + u * y2, a3 + u * y3);
                (b0, b1, b2, b3) = (b0 + v * y0, b1 + v * y1, b2 + v * y2, b3 + v * y3);
            }
            Put(gram.Slice(i * at.Width + at.Column, 4), a0, a1, a2, a3);
            Put(gram.Slice((i + 1) * at.Width + at.Column, 4), b0, b1, b2, b3);
        }
    }

    static void Put(Span<double> target, Vector512<double> s0, Vector512<double> s1, Vector512<double> s2, Vector512<double> s3)
    {
        target[0] += Join(s0);
        target[1] += Join(s1);
        target[2] += Join(s2);
        target[3] += Join(s3);
    }

    static double Join(Vector512<double> v) =>
        v.GetElement(0) + v.GetElement(4) + (v.GetElement(2) + v.GetElement(6)) + (v.GetElement(1) + v.GetElement(5) + (v.GetElement(3) + v.GetElement(7)));

    readonly record struct Corner(int Row, int Column, int Width);
}
