using System.Runtime.InteropServices;

namespace Holdfast.Numerics.Allocation;

/// <summary>
/// Customers with their options, and the limits all of them share. Fill it customer by customer, in an order that does not
/// change from run to run: the order breaks ties.
/// </summary>
public sealed class AllocationProblem
{
    readonly long[] _limits;
    readonly List<int> _first = [0];
    readonly List<long> _values = [];
    readonly List<long> _usage = [];

    /// <summary>Starts a problem.</summary>
    /// <param name="limits">What there is of each thing options use, such as minor units of money or minutes; 0 or more each; none is allowed.</param>
    /// <exception cref="ArgumentException">A limit is negative.</exception>
    public AllocationProblem(params ReadOnlySpan<long> limits)
    {
        for (var k = 0; k < limits.Length; k++)
            Require.That(limits[k] >= 0, Require.Text($"limits[{k}] is {limits[k]}; 0 or more is allowed"));
        _limits = limits.ToArray();
    }

    /// <summary>The limits.</summary>
    public ReadOnlySpan<long> Limits => _limits;

    /// <summary>How many customers have been added.</summary>
    public int CustomerCount => _first.Count - 1;

    /// <summary>How many options all customers have together.</summary>
    public int OptionCount => _values.Count;

    internal ReadOnlySpan<int> First => CollectionsMarshal.AsSpan(_first);

    internal ReadOnlySpan<long> Values => CollectionsMarshal.AsSpan(_values);

    internal ReadOnlySpan<long> Usage => CollectionsMarshal.AsSpan(_usage);

    /// <summary>Adds a customer without options; the options that follow are its.</summary>
    /// <returns>The customer's index.</returns>
    public int AddCustomer()
    {
        _first.Add(_values.Count);
        return CustomerCount - 1;
    }

    /// <summary>Adds an option to the customer added last. Doing nothing is always possible and is worth 0; it is not added.</summary>
    /// <param name="value">What the option is worth, such as minor units of money; may be negative (then it is never chosen).</param>
    /// <param name="usage">How much it uses of each limit, 0 or more.</param>
    /// <returns>The option's index within its customer.</returns>
    /// <exception cref="ArgumentException">There is no customer yet, the usage has another length than the limits, or an entry is negative.</exception>
    public int AddOption(long value, params ReadOnlySpan<long> usage)
    {
        Require.That(CustomerCount > 0, "an option needs a customer; add one first");
        Require.Length(usage.Length, _limits.Length, nameof(usage));
        for (var k = 0; k < usage.Length; k++)
            Require.That(usage[k] >= 0, Require.Text($"usage[{k}] of option {_values.Count - _first[^2]} of customer {CustomerCount - 1} is {usage[k]}; 0 or more is allowed"));
        _values.Add(value);
        _usage.AddRange(usage);
        return ++CollectionsMarshal.AsSpan(_first)[^1] - 1 - _first[^2];
    }
}
