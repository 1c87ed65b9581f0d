using Holdfast.Numerics;
using Holdfast.Numerics.Allocation;
using Holdfast.Numerics.Linear;

namespace Holdfast.Tests.Numerics;

/// <summary>The quick way of large problems: its kernel at every width, and where it must give way to the thorough one.</summary>
public class LargeAllocationTests
{
    static readonly AllocationOptions _quick = new() { LargeCustomers = 1024 };

    static readonly AllocationOptions _thorough = new() { LargeCustomers = int.MaxValue };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void All_widths_choose_what_the_exact_pass_chooses(int limits)
    {
        for (ulong trial = 0; trial < 60; trial++)
        {
            var stream = new RandomStream(100 * trial + (ulong)limits);
            var problem = Random(stream, stream.Index(200), [.. Enumerable.Range(0, limits).Select(_ => new AllocationLimit(100))]);
            var lanes = AllocationLanes.Of(problem)!;
            // Prices of few bits make single precision exact.
            double[] prices = [.. Enumerable.Range(0, limits).Select(_ => (stream.Index(40) - 5) / 8.0)];
            var expected = new AllocationPricing(problem, 1).Choose(prices);
            foreach (var width in Enum.GetValues<VectorWidth>().Where(VectorWidths.Has))
            {
                var found = lanes.Choose(prices, width);
                Assert.Equal(expected.Value, found.Value);
                Assert.Equal(expected.Usage, found.Usage);
                var some = lanes.Choose(prices, VectorWidth.Scalar, 3);
                Assert.Equal(some.Usage, lanes.Choose(prices, width, 3).Usage);
                Assert.InRange(some.Value, 0, expected.Value);
            }
        }
    }

    [Fact]
    public void A_hundred_thousand_customers_get_the_same_allocation_at_every_width_with_a_small_certified_gap()
    {
        var problem = AllocatorTests.Generated(100_000, 4242, 250_000, 21_000);
        var first = Allocator.Solve(problem);
        Assert.NotNull(LargePriceSearch.Run(problem, new AllocationOptions()));
        Assert.InRange(first.Gap, 0, 1e-6);
        Assert.True(first.Used[0] <= 250_000 && first.Used[1] <= 21_000);
        foreach (var width in Enum.GetValues<VectorWidth>().Where(VectorWidths.Has))
        {
            var found = Allocator.Solve(problem, new AllocationOptions { Width = width });
            Assert.Equal(first.Chosen, found.Chosen);
            Assert.Equal(first.Prices, found.Prices);
        }
        // Each allocation is within the bound that the other proves; the thorough search ends at a gap of some millionths here.
        var thorough = Allocator.Solve(problem, _thorough);
        Assert.InRange(first.Value, thorough.Value * (1 - 1e-5), thorough.Bound);
        Assert.InRange(thorough.Value, first.Value * (1 - 1e-5), first.Bound);
    }

    [Theory]
    [InlineData(250_000, 100_000)]
    [InlineData(10_000_000, 100_000)]
    [InlineData(0, 20_000)]
    [InlineData(150_000, 20_000)]
    public void Slack_and_closed_limits_are_solved_within_the_gap(int budget, int contacts)
    {
        var result = Allocator.Solve(AllocatorTests.Generated(70_000, 99, budget, contacts));
        Assert.InRange(result.Gap, 0, 1e-5);
        Assert.True(result.Used[0] <= budget && result.Used[1] <= contacts);
    }

    [Fact]
    public void Ties_everywhere_give_way_to_the_thorough_search()
    {
        var problem = new AllocationProblem(10_000, 6_000);
        for (var i = 0; i < 20_000; i++)
        {
            problem.AddCustomer();
            problem.AddOption(10, 1, 0);
            problem.AddOption(20, 2, 1);
        }
        var result = Allocator.Solve(problem, _quick);
        Assert.Equal(100_000, result.Value);
        Assert.InRange(result.Gap, 0, 1e-7);
        Assert.Equal(Allocator.Solve(problem, _quick).Chosen, result.Chosen);
    }

    [Fact]
    public void Five_limits_with_least_amounts_are_kept_within_the_gap()
    {
        AllocationLimit[] limits = [new(30_000), new(27_500, 10_000), new(AllocationLimit.Unlimited, 35_000), new(250_000), new(32_000)];
        var problem = Random(new RandomStream(3), 10_000, limits);
        foreach (var options in (AllocationOptions[])[_quick, _thorough])
        {
            var result = Allocator.Solve(problem, options);
            Assert.Empty(result.Shortfalls);
            Assert.InRange(result.Gap, 0, 1e-4);
            for (var k = 0; k < limits.Length; k++)
                Assert.InRange(result.Used[k], limits[k].AtLeast, limits[k].AtMost);
        }
    }

    [Fact]
    public void Amounts_beyond_single_precision_are_allocated_exactly()
    {
        var stream = new RandomStream(8);
        var problem = new AllocationProblem(3_000_000_000_000);
        for (var i = 0; i < 5_000; i++)
        {
            problem.AddCustomer();
            for (var j = 0; j < 3; j++)
                problem.AddOption(stream.Index(2_000_000_000), 1 + stream.Index(2_000_000_000));
        }
        var result = Allocator.Solve(problem, _quick);
        Assert.InRange(result.Used[0], 2_990_000_000_000, 3_000_000_000_000);
        Assert.InRange(result.Gap, 0, 1e-5);
        Assert.InRange(result.Value, Allocator.Solve(problem, _thorough).Value * (1 - 1e-5), result.Bound);
    }

    static AllocationProblem Random(RandomStream stream, int customers, AllocationLimit[] limits)
    {
        var problem = new AllocationProblem(limits);
        for (var i = 0; i < customers; i++)
        {
            problem.AddCustomer();
            for (var j = stream.Index(5); j > 0; j--)
                problem.AddOption(stream.Index(1000) - 100, [.. limits.Select(_ => (long)stream.Index(20))]);
        }
        return problem;
    }
}
