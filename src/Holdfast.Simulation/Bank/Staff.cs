using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>A member of staff.</summary>
/// <param name="Number">Staff number.</param>
/// <param name="Name">Name.</param>
/// <param name="Branch">Branch, from 0.</param>
/// <param name="From">First day.</param>
/// <param name="To">First day no longer; null while employed.</param>
public sealed record StaffMember(int Number, string Name, int Branch, Day From, Day? To);

/// <summary>The people of the branches.</summary>
public static class Staff
{
    /// <summary>People in one branch.</summary>
    public const int PerBranch = 12;

    const int Careless = 5;

    /// <summary>Number of the member of staff who opened a customer's account.</summary>
    public static int OpenedBy(int customer, int branch) => OfBranch(branch, customer * 7 % PerBranch);

    /// <summary>Number of a member of staff by branch and place in it, both from 0.</summary>
    public static int OfBranch(int branch, int place) => 100 + branch * PerBranch + place;

    /// <summary>Whether somebody codes reasons for leaving with care; five of the twelve of every branch do not.</summary>
    public static bool CodesWell(World world, int number)
    {
        ArgumentNullException.ThrowIfNull(world);
        var (branch, place) = Math.DivRem(number - OfBranch(0, 0), PerBranch);
        Span<int> ranks = stackalloc int[PerBranch];
        for (var i = 0; i < PerBranch; i++) ranks[i] = i;
        world.StreamOf(branch, "coding").Shuffle(ranks);
        return ranks[place] >= Careless;
    }

    /// <summary>Everybody who works in the branches.</summary>
    public static IReadOnlyList<StaffMember> Of(World world)
    {
        var members = new List<StaffMember>();
        for (var branch = 0; branch < world.Branches; branch++)
        {
            for (var place = 0; place < PerBranch; place++)
            {
                var number = OfBranch(branch, place);
                var luck = world.StreamOf(number, "staff");
                var from = world.Settings.FirstDay - luck.Index(5_000);
                Day? to = luck.Bernoulli(0.2) ? world.Settings.FirstDay + luck.Index(7 * world.Settings.Weeks) : null;
                members.Add(new StaffMember(number, Names.Pick("en", luck), branch, from, to));
            }
        }

        return members;
    }
}
