using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Numerics.Linear;

/// <summary>
/// Doubles worked on together: one kernel text gives the paths for 512 bits, 256 bits and one number at a time. Lanes are joined
/// in a fixed order, so a path gives the same bits wherever it runs.
/// </summary>
interface ILanes<T>
    where T : struct, ILanes<T>
{
    static abstract int Count { get; }

    static abstract T All(double value);

    static abstract T Load(ReadOnlySpan<double> values, int index);

    static abstract T operator +(T x, T y);

    static abstract T operator -(T x, T y);

    static abstract T operator *(T x, T y);

    static abstract T operator /(T x, T y);

    static abstract T Log(T x);

    static abstract T Exp(T x);

    static abstract double Sum(T x);
}

readonly struct Lanes512(Vector512<double> v) : ILanes<Lanes512>
{
    readonly Vector512<double> _v = v;

    public static int Count => 8;

    public static Lanes512 All(double value) => new(Vector512.Create(value));

    public static Lanes512 Load(ReadOnlySpan<double> values, int index) => new(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index));

    public static Lanes512 operator +(Lanes512 x, Lanes512 y) => new(x._v + y._v);

    public static Lanes512 operator -(Lanes512 x, Lanes512 y) => new(x._v - y._v);

    public static Lanes512 operator *(Lanes512 x, Lanes512 y) => new(x._v * y._v);

    public static Lanes512 operator /(Lanes512 x, Lanes512 y) => new(x._v / y._v);

    public static Lanes512 Log(Lanes512 x) => new(Vector512.Log(x._v));

    public static Lanes512 Exp(Lanes512 x) => new(Vector512.Exp(x._v));

    public static double Sum(Lanes512 x) => Lanes256.Sum(new(x._v.GetLower())) + Lanes256.Sum(new(x._v.GetUpper()));
}

readonly struct Lanes256(Vector256<double> v) : ILanes<Lanes256>
{
    readonly Vector256<double> _v = v;

    public static int Count => 4;

    public static Lanes256 All(double value) => new(Vector256.Create(value));

    public static Lanes256 Load(ReadOnlySpan<double> values, int index) => new(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index));

    public static Lanes256 operator +(Lanes256 x, Lanes256 y) => new(x._v + y._v);

    public static Lanes256 operator -(Lanes256 x, Lanes256 y) => new(x._v - y._v);

    public static Lanes256 operator *(Lanes256 x, Lanes256 y) => new(x._v * y._v);

    public static Lanes256 operator /(Lanes256 x, Lanes256 y) => new(x._v / y._v);

    public static Lanes256 Log(Lanes256 x) => new(Vector256.Log(x._v));

    public static Lanes256 Exp(Lanes256 x) => new(Vector256.Exp(x._v));

    public static double Sum(Lanes256 x) => x._v.GetElement(0) + x._v.GetElement(2) + (x._v.GetElement(1) + x._v.GetElement(3));
}

readonly struct Lanes1(double v) : ILanes<Lanes1>
{
    readonly double _v = v;

    public static int Count => 1;

    public static Lanes1 All(double value) => new(value);

    public static Lanes1 Load(ReadOnlySpan<double> values, int index) => new(values[index]);

    public static Lanes1 operator +(Lanes1 x, Lanes1 y) => new(x._v + y._v);

    public static Lanes1 operator -(Lanes1 x, Lanes1 y) => new(x._v - y._v);

    public static Lanes1 operator *(Lanes1 x, Lanes1 y) => new(x._v * y._v);

    public static Lanes1 operator /(Lanes1 x, Lanes1 y) => new(x._v / y._v);

    public static Lanes1 Log(Lanes1 x) => new(Math.Log(x._v));

    public static Lanes1 Exp(Lanes1 x) => new(Math.Exp(x._v));

    public static double Sum(Lanes1 x) => x._v;
}
