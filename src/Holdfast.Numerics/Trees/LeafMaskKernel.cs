using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Trees;

/// <summary>Adds fragments of trees to the sums of a block of rows, which stands column by column. Trees are added one after the other, so the sums are those of a walk, to the bit.</summary>
readonly ref struct LeafMaskKernel
{
    /// <summary>Rows of a block: 40 columns of it fit into the first cache.</summary>
    public const int Rows = 256;

    readonly LeafMasks _masks;
    readonly ref float _tile;
    readonly ref float _sums;
    readonly ref int _columns;
    readonly ref float _splits;
    readonly ref uint _keeps;

    public LeafMaskKernel(LeafMasks masks, AlignedFloats tile, AlignedFloats sums)
    {
        _masks = masks;
        _tile = ref tile.First;
        _sums = ref sums.First;
        _columns = ref MemoryMarshal.GetArrayDataReference(masks.Columns);
        _splits = ref MemoryMarshal.GetArrayDataReference(masks.Splits);
        _keeps = ref MemoryMarshal.GetArrayDataReference(masks.Keeps);
    }

    /// <summary>Adds a fragment to the first rows of the block, rounded up to whole steps.</summary>
    public void Add(LeafFragment fragment, int count, VectorWidth width)
    {
        if (width == VectorWidth.Bits512)
            Add512(fragment, count);
        else
            Add256(fragment, count);
    }

    // Four vectors at a time hide the latency of the ands.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Add512(LeafFragment fragment, int count)
    {
        ref var leaves = ref _masks.LeafValues[fragment.Leaves];
        var (low, high) = (Vector512.LoadUnsafe(ref leaves), Vector512.LoadUnsafe(ref leaves, 16));
        for (var r = 0; r < count; r += 64)
        {
            var a0 = Alive512(fragment.Path, r);
            var a1 = Alive512(fragment.Path, r + 16);
            var a2 = Alive512(fragment.Path, r + 32);
            var a3 = Alive512(fragment.Path, r + 48);
            for (var k = fragment.First; k < fragment.MissingLeftFirst; k++)
            {
                var split = Vector512.Create(Unsafe.Add(ref _splits, k));
                var keep = Vector512.Create(Unsafe.Add(ref _keeps, k));
                var at = (nuint)(Unsafe.Add(ref _columns, k) * Rows + r);
                a0 &= Vector512.LessThan(Vector512.LoadUnsafe(ref _tile, at), split).AsUInt32() | keep;
                a1 &= Vector512.LessThan(Vector512.LoadUnsafe(ref _tile, at + 16), split).AsUInt32() | keep;
                a2 &= Vector512.LessThan(Vector512.LoadUnsafe(ref _tile, at + 32), split).AsUInt32() | keep;
                a3 &= Vector512.LessThan(Vector512.LoadUnsafe(ref _tile, at + 48), split).AsUInt32() | keep;
            }
            for (var k = fragment.MissingLeftFirst; k < fragment.End; k++)
            {
                var split = Vector512.Create(Unsafe.Add(ref _splits, k));
                var keep = Vector512.Create(Unsafe.Add(ref _keeps, k));
                var at = (nuint)(Unsafe.Add(ref _columns, k) * Rows + r);
                a0 &= ~Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref _tile, at), split).AsUInt32() | keep;
                a1 &= ~Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref _tile, at + 16), split).AsUInt32() | keep;
                a2 &= ~Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref _tile, at + 32), split).AsUInt32() | keep;
                a3 &= ~Vector512.GreaterThanOrEqual(Vector512.LoadUnsafe(ref _tile, at + 48), split).AsUInt32() | keep;
            }
            Sum512(r, a0, low, high);
            Sum512(r + 16, a1, low, high);
            Sum512(r + 32, a2, low, high);
            Sum512(r + 48, a3, low, high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector512<uint> Alive512(PathNode[] path, int r)
    {
        var alive = Vector512<uint>.AllBitsSet;
        foreach (var node in path)
        {
            var x = Vector512.LoadUnsafe(ref _tile, (nuint)(node.Column * Rows + r));
            var split = Vector512.Create(node.Split);
            var left = (node.MissingLeft ? ~Vector512.GreaterThanOrEqual(x, split) : Vector512.LessThan(x, split)).AsUInt32();
            alive &= node.Left ? left : ~left;
        }
        return alive;
    }

    // The lowest bit kept is the leaf; counted from the top because the leaves stand in that order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Sum512(int r, Vector512<uint> alive, Vector512<float> low, Vector512<float> high)
    {
        var leaf = Avx512CD.LeadingZeroCount(alive & (Vector512<uint>.Zero - alive));
        var value = Avx512F.PermuteVar16x32x2(low, leaf.AsInt32(), high);
        value = Vector512.ConditionalSelect(Vector512.Equals(alive, Vector512<uint>.Zero).AsSingle(), Vector512.Create(LeafMasks.None), value);
        (Vector512.LoadUnsafe(ref _sums, (nuint)r) + value).StoreUnsafe(ref _sums, (nuint)r);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Add256(LeafFragment fragment, int count)
    {
        ref var leaves = ref _masks.LeafValues[fragment.Leaves];
        for (var r = 0; r < count; r += 32)
        {
            var a0 = Alive256(fragment.Path, r);
            var a1 = Alive256(fragment.Path, r + 8);
            var a2 = Alive256(fragment.Path, r + 16);
            var a3 = Alive256(fragment.Path, r + 24);
            for (var k = fragment.First; k < fragment.MissingLeftFirst; k++)
            {
                var split = Vector256.Create(Unsafe.Add(ref _splits, k));
                var keep = Vector256.Create(Unsafe.Add(ref _keeps, k));
                var at = (nuint)(Unsafe.Add(ref _columns, k) * Rows + r);
                a0 &= Vector256.LessThan(Vector256.LoadUnsafe(ref _tile, at), split).AsUInt32() | keep;
                a1 &= Vector256.LessThan(Vector256.LoadUnsafe(ref _tile, at + 8), split).AsUInt32() | keep;
                a2 &= Vector256.LessThan(Vector256.LoadUnsafe(ref _tile, at + 16), split).AsUInt32() | keep;
                a3 &= Vector256.LessThan(Vector256.LoadUnsafe(ref _tile, at + 24), split).AsUInt32() | keep;
            }
            for (var k = fragment.MissingLeftFirst; k < fragment.End; k++)
            {
                var split = Vector256.Create(Unsafe.Add(ref _splits, k));
                var clear = Vector256.Create(~Unsafe.Add(ref _keeps, k));
                var at = (nuint)(Unsafe.Add(ref _columns, k) * Rows + r);
                a0 = Vector256.AndNot(a0, Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref _tile, at), split).AsUInt32() & clear);
                a1 = Vector256.AndNot(a1, Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref _tile, at + 8), split).AsUInt32() & clear);
                a2 = Vector256.AndNot(a2, Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref _tile, at + 16), split).AsUInt32() & clear);
                a3 = Vector256.AndNot(a3, Vector256.GreaterThanOrEqual(Vector256.LoadUnsafe(ref _tile, at + 24), split).AsUInt32() & clear);
            }
            Sum256(r, a0, ref leaves);
            Sum256(r + 8, a1, ref leaves);
            Sum256(r + 16, a2, ref leaves);
            Sum256(r + 24, a3, ref leaves);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector256<uint> Alive256(PathNode[] path, int r)
    {
        var alive = Vector256<uint>.AllBitsSet;
        foreach (var node in path)
        {
            var x = Vector256.LoadUnsafe(ref _tile, (nuint)(node.Column * Rows + r));
            var split = Vector256.Create(node.Split);
            var left = (node.MissingLeft ? ~Vector256.GreaterThanOrEqual(x, split) : Vector256.LessThan(x, split)).AsUInt32();
            alive &= node.Left ? left : ~left;
        }
        return alive;
    }

    // AVX2 counts no zeros, but the exponent of a power of two as a single is its bit: 127 + bit, the sign of bit 31 masked away.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Sum256(int r, Vector256<uint> alive, ref float leaves)
    {
        var lowest = alive & (Vector256<uint>.Zero - alive);
        var exponent = Vector256.ShiftRightLogical(Vector256.ConvertToSingle(lowest.AsInt32()).AsUInt32(), 23) & Vector256.Create(0xFFu);
        var leaf = (Vector256.Create(127u + LeafMasks.Leaves - 1) - exponent) & Vector256.Create(LeafMasks.Leaves - 1u);
        var value = Look(ref leaves, leaf.AsInt32());
        value = Vector256.ConditionalSelect(Vector256.Equals(alive, Vector256<uint>.Zero).AsSingle(), Vector256.Create(LeafMasks.None), value);
        (Vector256.LoadUnsafe(ref _sums, (nuint)r) + value).StoreUnsafe(ref _sums, (nuint)r);
    }

    // A table of 32 in four registers; the lowest three bits choose within each, the sign of the shifted others between them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Look(ref float table, Vector256<int> at)
    {
        var first = Avx2.PermuteVar8x32(Vector256.LoadUnsafe(ref table), at);
        var second = Avx2.PermuteVar8x32(Vector256.LoadUnsafe(ref table, 8), at);
        var third = Avx2.PermuteVar8x32(Vector256.LoadUnsafe(ref table, 16), at);
        var fourth = Avx2.PermuteVar8x32(Vector256.LoadUnsafe(ref table, 24), at);
        var eight = Vector256.ShiftLeft(at, 28).AsSingle();
        var low = Avx.BlendVariable(first, second, eight);
        var high = Avx.BlendVariable(third, fourth, eight);
        return Avx.BlendVariable(low, high, Vector256.ShiftLeft(at, 27).AsSingle());
    }
}
