using System.Runtime.CompilerServices;
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

    /// <summary>Makes room at once: lists that grow touch fresh memory again and again.</summary>
    public void Reserve(int rows)
    {
        foreach (var column in (ReadOnlySpan<List<double>>)[_frequency, _recency, _age, _weight])
            column.EnsureCapacity(rows + 8);
    }

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

    // Open addressing, a power of two of places at most half full; each holds an index into the ages plus 1.
    int[] _places = new int[1024];
    double[] _ages = new double[512], _counts = new double[512];
    int _seen, _placed, _used;

    // Called for each customer of the first and only pass: a dictionary of numbers would begin it uncompiled.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double age)
    {
        _seen++;
        if (_seen > Trial && _placed > Trial / 2 && _placed > _seen / 2)
        {
            Append(age);
            return;
        }
        var at = Place(age);
        if (_places[at] > 0)
        {
            _counts[_places[at] - 1]++;
            return;
        }
        Append(age);
        _places[at] = _used;
        if (2 * ++_placed > _places.Length)
            Grow();
    }

    public void MoveTo(DropoutRows rows)
    {
        for (var i = 0; i < _used; i++)
            rows.Add(new PurchaseSummary(0, 0, _ages[i]), _counts[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int Place(double age)
    {
        // The golden ratio's bits spread what differs in few of them; adding 0 makes -0 and 0 one.
        var at = (int)((BitConverter.DoubleToUInt64Bits(age + 0.0) * 0x9E3779B97F4A7C15) >> 33) & (_places.Length - 1);
        while (_places[at] > 0 && _ages[_places[at] - 1] != age)
            at = (at + 1) & (_places.Length - 1);
        return at;
    }

    void Append(double age)
    {
        if (_used == _ages.Length)
        {
            Array.Resize(ref _ages, 2 * _used);
            Array.Resize(ref _counts, 2 * _used);
        }
        (_ages[_used], _counts[_used]) = (age, 1);
        _used++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Grow()
    {
        var before = _places;
        _places = new int[2 * before.Length];
        foreach (var entry in before)
        {
            if (entry > 0)
                _places[Place(_ages[entry - 1])] = entry;
        }
    }
}
