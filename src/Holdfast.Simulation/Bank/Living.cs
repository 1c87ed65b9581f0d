using Holdfast.Numerics;
using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>Who is living: what the customer is like, the customer's own luck, and the diary.</summary>
/// <param name="Traits">What the customer is like.</param>
/// <param name="Luck">The customer's own stream.</param>
/// <param name="Diary">Takes what happens; null where nobody asks.</param>
readonly record struct Living(Traits Traits, RandomStream Luck, List<Moment>? Diary)
{
    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => Luck.Uniform() < probability;

    /// <summary>Writes into the diary, where there is one.</summary>
    public void Note(Day day, Happening what, int detail = 0) => Diary?.Add(new Moment(day, what, detail));
}
