using Holdfast.Numerics.Classification;
using Holdfast.Simulation.Bank;

namespace Holdfast.Tests.Simulation;

public sealed class BankTruthTests
{
    static readonly List<SimulatedCustomer> Customers = Live(900);

    static List<SimulatedCustomer> There => [.. Customers.Where(c => c.Truth.State is TrueState.Here or TrueState.Leaving)];

    [Fact]
    public void The_truth_ranks_what_comes_to_pass_but_not_perfectly() =>
        Assert.InRange(ClassificationMetrics.Auc([.. There.Select(c => c.Truth.Churn90)], [.. There.Select(c => c.Truth.Leaves90)]), 0.68, 0.92);

    [Fact]
    public void P4_a_tenth_is_persuadable_and_a_twentieth_is_driven_away()
    {
        Assert.InRange(Customers.Count(c => c.Traits.Response == Response.Persuadable) / 900.0, 0.08, 0.15);
        Assert.InRange(Customers.Count(c => c.Traits.Response == Response.SleepingDog) / 900.0, 0.03, 0.075);
        Assert.All(There.Where(c => c.Truth.State == TrueState.Here && c.Traits.Response == Response.SleepingDog), c =>
            Assert.True(c.Truth.Answers[(int)BankAction.RetentionCall].Effect < 0));
    }

    [Fact]
    public void M7_about_a_third_is_unprofitable_and_revenue_is_some_150_a_year()
    {
        var years = There.Select(c => c.Rows.Balances.TakeLast(12).ToList()).Where(y => y.Count == 12).ToList();
        Assert.InRange(years.Average(y => y.Sum(b => b.Revenue)) / 100, 115, 195);
        Assert.InRange(years.Count(y => y.Sum(b => b.Revenue - b.Cost - b.CreditLoss) < 0) / (double)years.Count, 0.24, 0.40);
    }

    [Fact]
    public void A_life_without_an_end_has_all_its_months() =>
        Assert.All(There.Where(c => c.Truth.State == TrueState.Here && c.Traits.Joined < new BankSettings().FirstDay && c.Spells.Count == 1), c =>
            Assert.Equal(36, c.Rows.Balances.Count));

    static List<SimulatedCustomer> Live(int customers)
    {
        var world = new World(new BankSettings { Seed = 11, Customers = customers });
        return [.. Enumerable.Range(0, customers).Select(i => BankSimulator.Live(world, i))];
    }
}
