using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Numerics.Linear;

/// <summary>
/// Singles that start on a cache line and stay there, so that no wide load touches two lines: kernels that do little but load take
/// a third longer without.
/// </summary>
readonly struct AlignedFloats
{
    const int LineBytes = 64;

    readonly float[] _values;
    readonly int _start;

    /// <summary>Makes room for some values, all 0.</summary>
    public AlignedFloats(int count)
    {
        // A pinned array does not move, so its address may be looked at.
        _values = GC.AllocateArray<float>(count + LineBytes / sizeof(float), pinned: true);
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref Unsafe.As<float, byte>(ref MemoryMarshal.GetArrayDataReference(_values)));
        _start = (int)((LineBytes - address % LineBytes) % LineBytes) / sizeof(float);
        Length = count;
    }

    /// <summary>How many values there are.</summary>
    public int Length { get; }

    /// <summary>The first value.</summary>
    public ref float First => ref _values[_start];

    /// <summary>All values.</summary>
    public Span<float> Span => _values.AsSpan(_start, Length);
}
