using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Trees;

/// <summary>
/// Adds what the tabled leaves give each column, for a block of rows that stands column by column: which side of each node a row
/// is on, then per leaf the pattern of its satisfied columns, then one look into each column's table. All widths add the
/// same singles in the same order.
/// </summary>
readonly ref struct ShapleyKernel
{
    /// <summary>Rows of a block.</summary>
    public const int Rows = 64;

    readonly ShapleyProgram _program;
    readonly ref float _tile;
    readonly ref float _sums;
    readonly ref int _sides;
    readonly ref int _steps;

    public ShapleyKernel(ShapleyProgram program, AlignedFloats tile, AlignedFloats sums, AlignedFloats sides)
    {
        _program = program;
        _tile = ref tile.First;
        _sums = ref sums.First;
        _sides = ref Unsafe.As<float, int>(ref sides.First);
        _steps = ref MemoryMarshal.GetArrayDataReference(program.Sides);
    }

    /// <summary>Adds one tree to the sums of the first rows, rounded up to whole registers.</summary>
    public void Add(ShapleyTree tree, int count, VectorWidth width)
    {
        switch (width)
        {
            case VectorWidth.Bits512:
                Add512(tree, count);
                break;
            case VectorWidth.Bits256:
                Add256(tree, count);
                break;
            default:
                AddScalar(tree, count);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Add512(ShapleyTree tree, int count)
    {
        for (var n = tree.FirstNode; n < tree.EndNode; n++)
        {
            var node = _program.Nodes[n];
            var split = Vector512.Create(node.Split);
            for (var r = 0; r < count; r += 16)
            {
                var x = Vector512.LoadUnsafe(ref _tile, (nuint)(node.Column * Rows + r));
                var left = (node.MissingLeft ? ~Vector512.GreaterThanOrEqual(x, split) : Vector512.LessThan(x, split)).AsInt32();
                left.StoreUnsafe(ref _sides, (nuint)((n - tree.FirstNode) * 2 * Rows + r));
                (~left).StoreUnsafe(ref _sides, (nuint)((n - tree.FirstNode) * 2 * Rows + Rows + r));
            }
        }
        foreach (var leaf in _program.Leaves.AsSpan(tree.FirstLeaf..tree.EndLeaf))
        {
            for (var r = 0; r < count; r += 16)
                Add512(leaf, r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add512(TabledLeaf leaf, int r)
    {
        var steps = _program.Steps.AsSpan(leaf.First..leaf.End);
        var pattern = Vector512<int>.Zero;
        for (var j = 0; j < steps.Length; j++)
        {
            var holds = Vector512.LoadUnsafe(ref _sides, (nuint)(Unsafe.Add(ref _steps, steps[j].First) * Rows + r));
            for (var s = steps[j].First + 1; s < steps[j].End; s++)
                holds &= Vector512.LoadUnsafe(ref _sides, (nuint)(Unsafe.Add(ref _steps, s) * Rows + r));
            pattern |= holds & Vector512.Create(1 << j);
        }
        ref var table = ref _program.Tables[leaf.Table];
        var size = leaf.TableSize;
        for (var j = 0; j < steps.Length; j++)
        {
            ref var own = ref Unsafe.Add(ref table, j * size);
            var value = size == 16
                ? Avx512F.PermuteVar16x32(Vector512.LoadUnsafe(ref own), pattern)
                : Avx512F.PermuteVar16x32x2(Vector512.LoadUnsafe(ref own), pattern, Vector512.LoadUnsafe(ref own, 16));
            for (var part = 32; part < size; part += 32)
            {
                var other = Avx512F.PermuteVar16x32x2(Vector512.LoadUnsafe(ref own, (nuint)part), pattern, Vector512.LoadUnsafe(ref own, (nuint)part + 16));
                var here = Vector512.Equals(pattern & Vector512.Create(~31), Vector512.Create(part));
                value = Vector512.ConditionalSelect(here.AsSingle(), other, value);
            }
            var at = (nuint)(steps[j].Column * Rows + r);
            (Vector512.LoadUnsafe(ref _sums, at) + value).StoreUnsafe(ref _sums, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Add256(ShapleyTree tree, int count)
    {
        for (var n = tree.FirstNode; n < tree.EndNode; n++)
        {
            var node = _program.Nodes[n];
            var split = Vector256.Create(node.Split);
            for (var r = 0; r < count; r += 8)
            {
                var x = Vector256.LoadUnsafe(ref _tile, (nuint)(node.Column * Rows + r));
                var left = (node.MissingLeft ? ~Vector256.GreaterThanOrEqual(x, split) : Vector256.LessThan(x, split)).AsInt32();
                left.StoreUnsafe(ref _sides, (nuint)((n - tree.FirstNode) * 2 * Rows + r));
                (~left).StoreUnsafe(ref _sides, (nuint)((n - tree.FirstNode) * 2 * Rows + Rows + r));
            }
        }
        foreach (var leaf in _program.Leaves.AsSpan(tree.FirstLeaf..tree.EndLeaf))
        {
            for (var r = 0; r < count; r += 8)
                Add256(leaf, r);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add256(TabledLeaf leaf, int r)
    {
        var steps = _program.Steps.AsSpan(leaf.First..leaf.End);
        var pattern = Vector256<int>.Zero;
        for (var j = 0; j < steps.Length; j++)
        {
            var holds = Vector256.LoadUnsafe(ref _sides, (nuint)(Unsafe.Add(ref _steps, steps[j].First) * Rows + r));
            for (var s = steps[j].First + 1; s < steps[j].End; s++)
                holds &= Vector256.LoadUnsafe(ref _sides, (nuint)(Unsafe.Add(ref _steps, s) * Rows + r));
            pattern |= holds & Vector256.Create(1 << j);
        }
        ref var table = ref _program.Tables[leaf.Table];
        var size = leaf.TableSize;
        for (var j = 0; j < steps.Length; j++)
        {
            ref var own = ref Unsafe.Add(ref table, j * size);
            var value = size == 16
                ? Avx.BlendVariable(
                    Avx2.PermuteVar8x32(Vector256.LoadUnsafe(ref own), pattern), Avx2.PermuteVar8x32(Vector256.LoadUnsafe(ref own, 8), pattern), Vector256.ShiftLeft(pattern, 28).AsSingle())
                : LeafMaskKernel.Look(ref own, pattern);
            for (var part = 32; part < size; part += 32)
            {
                var here = Vector256.Equals(pattern & Vector256.Create(~31), Vector256.Create(part));
                value = Vector256.ConditionalSelect(here.AsSingle(), LeafMaskKernel.Look(ref Unsafe.Add(ref own, part), pattern), value);
            }
            var at = (nuint)(steps[j].Column * Rows + r);
            (Vector256.LoadUnsafe(ref _sums, at) + value).StoreUnsafe(ref _sums, at);
        }
    }

    void AddScalar(ShapleyTree tree, int count)
    {
        for (var r = 0; r < count; r++)
        {
            for (var n = tree.FirstNode; n < tree.EndNode; n++)
            {
                var node = _program.Nodes[n];
                var x = Unsafe.Add(ref _tile, node.Column * Rows + r);
                var left = node.MissingLeft ? !(x >= node.Split) : x < node.Split;
                Unsafe.Add(ref _sides, (n - tree.FirstNode) * 2 * Rows + r) = left ? 1 : 0;
                Unsafe.Add(ref _sides, (n - tree.FirstNode) * 2 * Rows + Rows + r) = left ? 0 : 1;
            }
            foreach (var leaf in _program.Leaves.AsSpan(tree.FirstLeaf..tree.EndLeaf))
                AddScalar(leaf, r);
        }
    }

    void AddScalar(TabledLeaf leaf, int r)
    {
        var steps = _program.Steps.AsSpan(leaf.First..leaf.End);
        var pattern = 0;
        for (var j = 0; j < steps.Length; j++)
        {
            var holds = 1;
            for (var s = steps[j].First; s < steps[j].End; s++)
                holds &= Unsafe.Add(ref _sides, Unsafe.Add(ref _steps, s) * Rows + r);
            pattern |= holds << j;
        }
        for (var j = 0; j < steps.Length; j++)
            Unsafe.Add(ref _sums, steps[j].Column * Rows + r) += _program.Tables[leaf.Table + j * leaf.TableSize + pattern];
    }
}
