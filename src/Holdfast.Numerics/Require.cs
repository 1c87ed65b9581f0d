using System.Globalization;
using System.Runtime.CompilerServices;

namespace Holdfast.Numerics;

/// <summary>The one place where this project says that a caller is wrong: the value, where it stood and what is allowed.</summary>
static class Require
{
    public static void That(bool holds, string message)
    {
        if (!holds)
            throw new ArgumentException(message);
    }

    public static void That(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref UnlessHolds message)
    {
        if (!holds)
            throw new ArgumentException(message.ToString());
    }

    public static void Length(int found, int wanted, string name)
    {
        if (found != wanted)
            throw new ArgumentException(Text($"{name} has {found} entries; {wanted} are needed"));
    }

    public static void Some(int count, string name)
    {
        if (count == 0)
            throw new ArgumentException(Text($"{name} is empty; at least one entry is needed"));
    }

    public static void Finite(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArgumentException(Text($"{name}[{i}] is {values[i]}; finite numbers are allowed"));
        }
    }

    /// <summary>Finite, and not so large that squares and sums of them overflow.</summary>
    public static void Countable(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(Math.Abs(values[i]) <= 1e100))
                throw new ArgumentException(Text($"{name}[{i}] is {values[i]}; finite numbers of at most 1e100 in size are allowed"));
        }
    }

    public static void Shares(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] is >= 0 and <= 1))
                throw new ArgumentException(Text($"{name}[{i}] is {values[i]}; 0 to 1 is allowed"));
        }
    }

    public static void OpenShares(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] is > 0 and < 1))
                throw new ArgumentException(Text($"{name}[{i}] is {values[i]}; above 0 and below 1 is allowed"));
        }
    }

    public static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, Text($"{name} is {value}; a finite number above 0 is allowed"));

    public static double NotNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, Text($"{name} is {value}; a finite number from 0 on is allowed"));

    public static double Share(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, Text($"{name} is {value}; 0 to 1 is allowed"));

    public static double OpenShare(double value, string name) =>
        value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, Text($"{name} is {value}; above 0 and below 1 is allowed"));

    public static int AtLeast(int value, int least, string name) =>
        value >= least ? value : throw new ArgumentOutOfRangeException(name, Text($"{name} is {value}; {least} or more is allowed"));

    /// <summary>Weights must be finite, not negative and not all 0; returns their sum, with an empty span standing for 1 each.</summary>
    public static double Weights(ReadOnlySpan<double> weights, int count)
    {
        if (weights.IsEmpty)
            return count;
        Length(weights.Length, count, "weights");
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || !double.IsFinite(weights[i]))
                throw new ArgumentException(Text($"weights[{i}] is {weights[i]}; finite numbers from 0 on are allowed"));
            sum += weights[i];
        }
        That(sum > 0, "the weights are all 0; at least one must be above 0");
        return sum;
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A message that is put together only where what it speaks of does not hold: checks in loops cost a comparison.</summary>
[InterpolatedStringHandler]
ref struct UnlessHolds
{
    DefaultInterpolatedStringHandler _text;

    public UnlessHolds(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = !holds;
        _text = isNeeded ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => _text.AppendFormatted(value, format);

    public override string ToString() => _text.ToStringAndClear();
}
