namespace Holdfast.Numerics.Allocation;

/// <summary>A change of one customer's option (counted over all customers, -1 for none) and what it loses against the best one at the prices.</summary>
readonly record struct Move(double Regret, int Customer, int Option);

/// <summary>Who has which option, what that is worth and uses; exact, in whole numbers.</summary>
sealed class Assignment
{
    readonly AllocationProblem _problem;
    readonly int[] _options;
    readonly long[] _used;

    /// <summary>Gives every customer its best option at the prices; the limits may be broken.</summary>
    public Assignment(AllocationProblem problem, ReadOnlySpan<double> prices)
    {
        _problem = problem;
        _options = new int[problem.CustomerCount];
        _used = new long[problem.Limits.Length];
        var pricing = new AllocationPricing(problem, 1);
        for (var i = 0; i < _options.Length; i++)
        {
            _options[i] = -1;
            Set(i, pricing.Best(i, prices));
        }
    }

    public long Value { get; private set; }

    public ReadOnlySpan<long> Used => _used;

    public int this[int customer] => _options[customer];

    public bool Feasible
    {
        get
        {
            for (var k = 0; k < _used.Length; k++)
            {
                if (_used[k] > _problem.Limits[k])
                    return false;
            }
            return true;
        }
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
            if (extra > 0 && _used[k] + extra > _problem.Limits[k])
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
