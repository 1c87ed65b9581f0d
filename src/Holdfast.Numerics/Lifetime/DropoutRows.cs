using System.Runtime.InteropServices;

namespace Holdfast.Numerics.Lifetime;

/// <summary>Columns of weighted customers, filled up to a multiple of 8 with customers of weight 0.</summary>
sealed class DropoutRows
{
    readonly List<double> _frequency = [], _recency = [], _age = [], _weight = [];

    public int Count { get; private set; }

    public int Padded => _weight.Count;

    public ReadOnlySpan<double> Frequency => CollectionsMarshal.AsSpan(_frequency);

    public ReadOnlySpan<double> Recency => CollectionsMarshal.AsSpan(_recency);

    public ReadOnlySpan<double> Age => CollectionsMarshal.AsSpan(_age);

    public ReadOnlySpan<double> Weight => CollectionsMarshal.AsSpan(_weight);

    public void Add(PurchaseSummary customer, double weight)
    {
        _frequency.Add(customer.Frequency);
        _recency.Add(customer.Recency);
        _age.Add(customer.Age);
        _weight.Add(weight);
        Count++;
    }

    public void Close()
    {
        while (_weight.Count % 8 != 0)
        {
            _frequency.Add(1);
            _recency.Add(1);
            _age.Add(1);
            _weight.Add(0);
        }
    }
}

/// <summary>Customers without a repeat purchase, counted by age; where hardly two ages are equal it stops looking and keeps them one by one.</summary>
sealed class AgeCounts
{
    const int Trial = 4096;

    readonly Dictionary<double, int> _places = [];
    readonly List<(double Age, double Count)> _ages = [];
    int _seen;

    public void Add(double age)
    {
        _seen++;
        if (_seen > Trial && _places.Count > Trial / 2 && _places.Count > _seen / 2)
        {
            _ages.Add((age, 1));
            return;
        }
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, age, out var known);
        if (!known)
        {
            place = _ages.Count;
            _ages.Add((age, 1));
        }
        else
        {
            _ages[place] = (age, _ages[place].Count + 1);
        }
    }

    public void MoveTo(DropoutRows rows)
    {
        foreach (var (age, count) in _ages)
            rows.Add(new PurchaseSummary(0, 0, age), count);
    }
}
