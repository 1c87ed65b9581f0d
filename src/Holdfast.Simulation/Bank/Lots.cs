using Holdfast.Numerics.Distributions;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>
/// What chance gives one customer for life, dealt by quota: of each hundred customers as many join in the years lived as the bank's
/// flow brings, and the hundred's draws for one purpose are spread evenly over 0..1 and shuffled.
/// </summary>
/// <remarks>
/// Each draw by itself is as random as any; only that a hundred of them leave no part of 0..1 empty is arranged (stratified
/// sampling), so that some thousand customers show the world's rates with less luck of the draw. Nothing depends on other customers.
/// </remarks>
sealed class Lots
{
    /// <summary>Mean years that a customer who joined within 25 years before a day has been one and will be counted: the base of a day is so many years' joiners.</summary>
    const double BaseYears = 6.4;

    const int Hundred = 100;
    readonly World _world;
    readonly int _index;
    readonly int _rank;
    readonly int _count;
    readonly bool _joinsLater;

    /// <summary>The lots of a customer.</summary>
    /// <param name="world">The world.</param>
    /// <param name="index">Place in the world, from 0.</param>
    /// <param name="joinsLater">Whether the customer joins after the last day made.</param>
    public Lots(World world, int index, bool joinsLater = false)
    {
        _world = world;
        _index = index;
        _joinsLater = joinsLater;
        var newcomers = joinsLater ? Hundred : Newcomers(world.Settings.Years, index / Hundred);
        var place = Place("arrival", Hundred, index % Hundred);
        IsNewcomer = place < newcomers;
        _rank = IsNewcomer ? place : place - newcomers;
        _count = IsNewcomer ? newcomers : Hundred - newcomers;
    }

    /// <summary>Whether the customer joins in the years lived; the others were there on the first day.</summary>
    public bool IsNewcomer { get; }

    /// <summary>A number in 0..1, spread evenly over the newcomers, or over the others, of the hundred.</summary>
    public double Uniform(string purpose) =>
        (Place(purpose, _count, _rank) + _world.StreamOf(_index, purpose).Uniform()) / _count;

    /// <summary>A standard-normal number.</summary>
    public double Normal(string purpose) => NormalDistribution.Quantile(Uniform(purpose));

    /// <summary>An exponential number with mean 1.</summary>
    public double Exponential(string purpose) => -Math.Log(1 - Uniform(purpose));

    /// <summary>True with a probability.</summary>
    public bool Chance(string purpose, double probability) => Uniform(purpose) < probability;

    /// <summary>The first day of a newcomer.</summary>
    public Day Joined()
    {
        var settings = _world.Settings;
        return settings.FirstDay + (int)(Uniform("joined") * (settings.LastDay - settings.FirstDay + 1));
    }

    /// <summary>
    /// Who may have recommended the bank to a newcomer, or to whom somebody who was there on the first day may have recommended it:
    /// pairs within the hundred; null for those left over.
    /// </summary>
    public int? Friend()
    {
        if (_joinsLater) return null;
        var newcomers = Newcomers(_world.Settings.Years, _index / Hundred);
        var friends = Shuffled("friends", Hundred - newcomers);
        var place = !IsNewcomer ? Array.IndexOf(friends, _rank) : _rank < friends.Length ? newcomers + friends[_rank] : Hundred;
        if (place >= (IsNewcomer ? Hundred : newcomers)) return null;
        var other = _index / Hundred * Hundred + Array.IndexOf(Shuffled("arrival", Hundred), place);
        return other < _world.Settings.Customers ? other : null;
    }

    static int Newcomers(int years, int block)
    {
        var each = Hundred * years / (years + BaseYears);
        return (int)(each * (block + 1)) - (int)(each * block);
    }

    int Place(string purpose, int count, int rank) => Shuffled(IsNewcomer ? purpose + " new" : purpose, count)[rank];

    int[] Shuffled(string key, int count)
    {
        var places = new int[count];
        for (var i = 0; i < count; i++) places[i] = i;
        _world.StreamOf(_index / Hundred, key + " places").Shuffle(places.AsSpan());
        return places;
    }
}
