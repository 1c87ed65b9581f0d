using Holdfast.Retention.Facts;

namespace Holdfast.Simulation.Bank;

/// <summary>Lets customers live and writes down what the bank's systems would hold of them.</summary>
public static class BankSimulator
{
    /// <summary>
    /// One customer from the first to the last day made. What it returns depends on the settings and the customer's own number only,
    /// so that customers may be made in any order and by any number of threads.
    /// </summary>
    public static SimulatedCustomer Live(World world, int index) => Live(world, index, null, new Course(world.Settings.LastDay, []));

    /// <summary>One customer who lives on after the last day made.</summary>
    /// <param name="world">The world.</param>
    /// <param name="index">Place in the world, from 0.</param>
    /// <param name="newcomer">Day of joining of a customer who joins after the last day made, see <see cref="Newcomers"/>; null for the others.</param>
    /// <param name="course">Until when, and the contacts carried out.</param>
    public static SimulatedCustomer Live(World world, int index, Day? newcomer, Course course)
    {
        var luck = world.StreamOf(index, "ledger");
        var life = new Told(world, Lifetime.Begin(world, index, newcomer, course.Contacts), course);
        var rows = new CustomerRows { Profile = Profiles.Draw(world, life.Traits, luck) };
        Profiles.Reach(life.Traits, luck, rows.Reaches);
        var ledger = new Ledger(world, life.Traits, luck, rows);
        ledger.Open(life.Now);
        life.LiveOn(ledger);
        var truth = life.Truth();
        return new SimulatedCustomer(life.Traits, life.Now, life.Spells, rows, truth, life.Result(truth));
    }

    /// <summary>What one course truly brings, without writing anything down: the other side of a pair.</summary>
    /// <inheritdoc cref="Live(World, int, Day?, Course)"/>
    public static CourseResult Result(World world, int index, Day? newcomer, Course course)
    {
        var life = new Told(world, Lifetime.Begin(world, index, newcomer, course.Contacts), course);
        life.LiveOn(null);
        return life.Result(life.Truth());
    }

    /// <summary>One customer's true relationships until the last day made, without writing anything down.</summary>
    public static IReadOnlyList<TrueSpell> Spells(World world, int index)
    {
        var life = new Told(world, Lifetime.Begin(world, index), new Course(world.Settings.LastDay, []));
        life.LiveOn(null);
        return life.Spells;
    }
}

/// <summary>One customer's life: what the world knows and what the systems hold.</summary>
/// <param name="Traits">What the customer is like.</param>
/// <param name="Last">Where the customer stood when the telling ends, or at leaving.</param>
/// <param name="Spells">When the customer truly was one, in order of time.</param>
/// <param name="Rows">What the systems hold; rows may lie after the last day told and are then not yet written.</param>
/// <param name="Truth">What is true on the day after the last day told.</param>
/// <param name="Result">What the life brought since the last day made.</param>
public sealed record SimulatedCustomer(Traits Traits, Standing Last, IReadOnlyList<TrueSpell> Spells, CustomerRows Rows, Truth Truth, CourseResult Result);

/// <summary>One relationship as it truly was.</summary>
/// <param name="From">First day.</param>
/// <param name="Until">First day no longer one, in silence too; the day after the last day told where it lasts.</param>
/// <param name="Ending">How it ended; <see cref="Ending.None"/> where it lasts.</param>
public readonly record struct TrueSpell(Day From, Day Until, Ending Ending);
