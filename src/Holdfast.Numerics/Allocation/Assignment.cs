using System.Runtime.CompilerServices;

namespace Holdfast.Numerics.Allocation;

/// <summary>A change of one customer's option (counted over all customers, -1 for none) and what it loses against the best one at the prices.</summary>
readonly record struct Move(double Regret, int Customer, int Option);

/// <summary>Who has which option, what that is worth and uses; exact, in whole numbers.</summary>
sealed class Assignment
{
    readonly AllocationProblem _problem;
    readonly int[] _options;
    readonly long[] _used;
    readonly long[] _ceilings;
    readonly long[] _floors;

    /// <summary>Gives every customer its best option at the prices; the limits may be broken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Assignment(AllocationProblem problem, ReadOnlySpan<double> prices)
    {
        _problem = problem;
        _options = new int[problem.CustomerCount];
        _used = new long[problem.Limits.Length];
        (_ceilings, _floors) = (new long[_used.Length], new long[_used.Length]);
        for (var k = 0; k < _used.Length; k++)
            (_ceilings[k], _floors[k]) = (problem.Ceiling(k), problem.Floor(k));
        var pricing = new AllocationPricing(problem, 1);
        var usage = problem.Usage;
        for (var i = 0; i < _options.Length; i++)
        {
            var best = _options[i] = pricing.Best(i, prices);
            if (best < 0)
                continue;
            Value = checked(Value + problem.Values[best]);
            for (var k = 0; k < _used.Length; k++)
                _used[k] = checked(_used[k] + usage[best * _used.Length + k]);
        }
    }

    public long Value { get; private set; }

    public ReadOnlySpan<long> Used => _used;

    public int this[int customer] => _options[customer];

    /// <summary>True when every limit is kept.</summary>
    public bool Feasible
    {
        get
        {
            for (var k = 0; k < _used.Length; k++)
            {
                if (Over(k) > 0 || Under(k) > 0)
                    return false;
            }
            return true;
        }
    }

    /// <summary>Least amounts count unless they stand in the way of the upper limits.</summary>
    public bool CountsFloors { get; set; } = true;

    /// <summary>By how much an upper limit is exceeded; 0 or less when it is not.</summary>
    public long Over(int limit) => _used[limit] - _ceilings[limit];

    /// <summary>By how much a least amount is missed; 0 or less when it is not.</summary>
    public long Under(int limit) => CountsFloors ? _floors[limit] - _used[limit] : long.MinValue;

    /// <summary>What prices make of the room that is left: no allocation is better by more than this and the regrets together.</summary>
    public double Slack(ReadOnlySpan<double> prices)
    {
        var slack = 0.0;
        for (var k = 0; k < prices.Length; k++)
            slack += prices[k] * ((prices[k] > 0 ? _ceilings[k] : _floors[k]) - _used[k]);
        return slack;
    }

    public long Worth(int option) => option < 0 ? 0 : _problem.Values[option];

    /// <summary>What a move adds to the use of a limit.</summary>
    public long Extra(int customer, int option, int limit) => Usage(option, limit) - Usage(_options[customer], limit);

    /// <summary>True when a move breaks no limit that holds and widens no break.</summary>
    public bool Fits(int customer, int option)
    {
        for (var k = 0; k < _used.Length; k++)
        {
            var extra = Extra(customer, option, k);
            if ((extra > 0 && Over(k) + extra > 0) || (extra < 0 && CountsFloors && Under(k) - extra > 0))
                return false;
        }
        return true;
    }

    public void Set(int customer, int option)
    {
        for (var k = 0; k < _used.Length; k++)
            _used[k] = checked(_used[k] + Extra(customer, option, k));
        Value = checked(Value + Worth(option) - Worth(_options[customer]));
        _options[customer] = option;
    }

    /// <summary>Index of each option within its customer, -1 for none.</summary>
    public int[] Chosen()
    {
        var chosen = new int[_options.Length];
        for (var i = 0; i < chosen.Length; i++)
            chosen[i] = _options[i] < 0 ? -1 : _options[i] - _problem.First[i];
        return chosen;
    }

    long Usage(int option, int limit) => option < 0 ? 0 : _problem.Usage[option * _used.Length + limit];
}
