using System.Runtime.InteropServices;

namespace Holdfast.Numerics.Allocation;

/// <summary>
/// Customers with their options, and the limits all of them share. Fill it customer by customer, in an order that does not
/// change from run to run: the order breaks ties.
/// </summary>
public sealed class AllocationProblem
{
    readonly AllocationLimit[] _limits;
    readonly long[] _most;
    readonly long[] _customerMost;
    readonly List<int> _first = [0];
    readonly List<long> _values = [];
    readonly List<long> _usage = [];

    /// <summary>Starts a problem with upper limits only.</summary>
    /// <param name="limits">What there is of each thing options use, such as minor units of money or minutes; 0 or more each; none is allowed.</param>
    /// <exception cref="ArgumentException">A limit is negative.</exception>
    public AllocationProblem(params ReadOnlySpan<long> limits)
        : this(Array.ConvertAll(limits.ToArray(), limit => new AllocationLimit(limit)))
    {
    }

    /// <summary>Starts a problem.</summary>
    /// <param name="limits">The limits of each thing options use; none is allowed.</param>
    /// <exception cref="ArgumentException">A limit is negative, or its least amount is above its most.</exception>
    public AllocationProblem(IEnumerable<AllocationLimit> limits)
    {
        _limits = [.. limits];
        for (var k = 0; k < _limits.Length; k++)
        {
            Require.That(_limits[k].AtMost >= 0, $"limits[{k}] is {_limits[k].AtMost}; 0 or more is allowed");
            Require.That(
                _limits[k].AtLeast >= 0 && _limits[k].AtLeast <= _limits[k].AtMost,
                $"limits[{k}] wants at least {_limits[k].AtLeast}; 0 to its most, {_limits[k].AtMost}, is allowed");
        }
        (_most, _customerMost) = (new long[_limits.Length], new long[_limits.Length]);
    }

    AllocationProblem(AllocationProblem of, AllocationLimit[] limits, List<long>? values = null)
    {
        (_limits, _first, _usage, _most, _customerMost) = (limits, of._first, of._usage, of._most, of._customerMost);
        (_values, LeastValue, MostValue, LeastWorth) = (of._values, of.LeastValue, of.MostValue, of.LeastWorth);
        if (values is null)
            return;
        (_values, LeastValue, MostValue, LeastWorth) = (values, 0, values.Count == 0 ? 0 : values.Max(), 0);
    }

    /// <summary>The limits.</summary>
    public ReadOnlySpan<AllocationLimit> Limits => _limits;

    /// <summary>How many customers have been added.</summary>
    public int CustomerCount => _first.Count - 1;

    /// <summary>How many options all customers have together.</summary>
    public int OptionCount => _values.Count;

    internal ReadOnlySpan<int> First => CollectionsMarshal.AsSpan(_first);

    internal ReadOnlySpan<long> Values => CollectionsMarshal.AsSpan(_values);

    internal ReadOnlySpan<long> Usage => CollectionsMarshal.AsSpan(_usage);

    /// <summary>The smallest value of an option, or 0.</summary>
    internal long LeastValue { get; private set; }

    /// <summary>The largest value of an option, or 0.</summary>
    internal long MostValue { get; private set; }

    /// <summary>No allocation is worth less: every customer's worst option.</summary>
    internal double LeastWorth { get; private set; }

    /// <summary>Adds a customer without options; the options that follow are its.</summary>
    /// <returns>The customer's index.</returns>
    public int AddCustomer()
    {
        _first.Add(_values.Count);
        Array.Clear(_customerMost);
        return CustomerCount - 1;
    }

    /// <summary>Adds an option to the customer added last. Doing nothing is always possible and is worth 0; it is not added.</summary>
    /// <param name="value">What the option is worth, such as minor units of money; may be negative (then only a least amount can make it chosen).</param>
    /// <param name="usage">How much it uses of each limit, 0 or more.</param>
    /// <returns>The option's index within its customer.</returns>
    /// <exception cref="ArgumentException">There is no customer yet, the usage has another length than the limits, or an entry is negative.</exception>
    /// <exception cref="OverflowException">What all customers use of a limit at most is more than a long holds.</exception>
    public int AddOption(long value, params ReadOnlySpan<long> usage)
    {
        Require.That(CustomerCount > 0, "an option needs a customer; add one first");
        Require.Length(usage.Length, _limits.Length, nameof(usage));
        for (var k = 0; k < usage.Length; k++)
        {
            Require.That(usage[k] >= 0, $"usage[{k}] of option {_values.Count - _first[^2]} of customer {CustomerCount - 1} is {usage[k]}; 0 or more is allowed");
            if (usage[k] <= _customerMost[k])
                continue;
            _most[k] = checked(_most[k] + usage[k] - _customerMost[k]);
            _customerMost[k] = usage[k];
        }
        (LeastValue, MostValue) = (Math.Min(LeastValue, value), Math.Max(MostValue, value));
        // Options of one customer exclude each other, so this is more than needed, and still a bound.
        LeastWorth += Math.Min(0, value);
        _values.Add(value);
        _usage.AddRange(usage);
        return ++CollectionsMarshal.AsSpan(_first)[^1] - 1 - _first[^2];
    }

    /// <summary>The most that may be used of a limit; where there is no upper limit, what all customers use at most.</summary>
    internal long Ceiling(int limit) =>
        _limits[limit].AtMost == AllocationLimit.Unlimited ? Math.Max(_most[limit], _limits[limit].AtLeast) : _limits[limit].AtMost;

    /// <summary>The least that must be used of a limit.</summary>
    internal long Floor(int limit) => _limits[limit].AtLeast;

    /// <summary>The same customers under other limits; shares their options.</summary>
    internal AllocationProblem With(AllocationLimit[] limits) => new(this, limits);

    /// <summary>The same customers within the upper limits alone, where an option is worth what it uses of one limit: how much of it can be reached.</summary>
    internal AllocationProblem ReachOf(int limit)
    {
        var values = new List<long>(OptionCount);
        for (var o = 0; o < OptionCount; o++)
            values.Add(_usage[o * _limits.Length + limit]);
        return new AllocationProblem(this, Array.ConvertAll(_limits, l => new AllocationLimit(l.AtMost)), values);
    }
}
