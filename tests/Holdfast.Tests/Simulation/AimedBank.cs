using Holdfast.Simulation.Bank;
using Holdfast.Simulation.Bank.Aims;

namespace Holdfast.Tests.Simulation;

/// <summary>Lives whole sample banks of the default size, side by side with the same banks without promotion ends, and measures them.</summary>
static class AimedBank
{
    public const int Customers = 8_000;

    /// <summary>The figures of one bank.</summary>
    public static IReadOnlyList<Aim> Of(ulong seed)
    {
        var aims = new BankAims(new World(SettingsOf(seed)));
        ForEach(seed, (customer, without) => aims.Add(customer, without));
        return aims.All();
    }

    /// <summary>Every customer of one bank in order, and the same customer's relationships where promotions do not end.</summary>
    public static void ForEach(ulong seed, Action<SimulatedCustomer, IReadOnlyList<TrueSpell>> take)
    {
        const int Block = 500;
        var settings = SettingsOf(seed);
        World world = new(settings), without = new(settings with { PromotionsEnd = false });
        var block = new (SimulatedCustomer Customer, IReadOnlyList<TrueSpell> Without)[Block];
        for (var from = 0; from < Customers; from += Block)
        {
            var start = from;
            Parallel.For(0, Block, i => block[i] = (BankSimulator.Live(world, start + i), BankSimulator.Spells(without, start + i)));
            foreach (var (customer, spells) in block) take(customer, spells);
        }
    }

    /// <summary>The first customers of a bank.</summary>
    public static void Some(ulong seed, int customers, Action<SimulatedCustomer> take)
    {
        for (var i = 0; i < customers; i++) take(One(seed, i));
    }

    /// <summary>One customer of a bank.</summary>
    public static SimulatedCustomer One(ulong seed, int index) => BankSimulator.Live(new World(SettingsOf(seed)), index);

    static BankSettings SettingsOf(ulong seed) => new() { Seed = seed, Customers = Customers };
}
