using Holdfast.Numerics;
using Holdfast.Numerics.Allocation;

namespace Holdfast.Tests.Numerics;

/// <summary>Least amounts that must be used: kept, priced, or named when they cannot be met.</summary>
public class AllocationFloorTests
{
    [Fact]
    public void Small_random_cases_with_least_amounts_equal_brute_force()
    {
        var infeasible = 0;
        for (ulong trial = 0; trial < 300; trial++)
        {
            var stream = new RandomStream(7000 + trial);
            AllocationLimit[] limits = [.. Enumerable.Range(0, 1 + stream.Index(3)).Select(_ => Limit(stream))];
            var (problem, table) = Random(stream, 1 + stream.Index(6), limits);
            var best = Brute(table, limits, 0, new long[limits.Length]);
            var result = Allocator.Solve(problem);
            Assert.True(result.ProvenOptimal);
            Check(table, limits, result);
            if (best is null)
            {
                infeasible++;
                Assert.NotEmpty(result.Shortfalls);
                Assert.Equal(double.PositiveInfinity, result.Gap);
                continue;
            }
            Assert.True(result.Value == best, $"trial {trial}: {result.Value} instead of {best}");
            Assert.Empty(result.Shortfalls);
            Assert.True(result.Bound >= best - 1e-6);
        }
        Assert.InRange(infeasible, 20, 200);
    }

    [Fact]
    public void A_least_number_of_contacts_is_met_and_has_a_price_below_nothing()
    {
        var free = Allocator.Solve(AllocatorTests.Generated(2000, 20251, 15000, 400));
        var problem = AllocatorTests.Generated(2000, 20251, 15000, 400).With([new(15000), new(900, 700)]);
        var result = Allocator.Solve(problem);
        Assert.Empty(result.Shortfalls);
        Assert.InRange(result.Used[1], 700, 900);
        Assert.InRange(result.Used[0], 0, 15000);
        Assert.InRange(result.Gap, 0, 1e-4);
        // More than 400 contacts pay while their price is above 0; forced ones beyond that do not.
        var open = Allocator.Solve(AllocatorTests.Generated(2000, 20251, 15000, 400).With([new(15000), new(900)]));
        Assert.True(open.Value >= result.Value && open.Value >= free.Value);
        Assert.Equal(open.Used[1] < 700, result.Prices[1] < 0);
    }

    [Fact]
    public void Forced_contacts_take_those_who_lose_least()
    {
        var problem = new AllocationProblem([new AllocationLimit(AllocationLimit.Unlimited, 2)]);
        foreach (var value in (long[])[-5, -1, -3, -9])
        {
            problem.AddCustomer();
            problem.AddOption(value, 1);
        }
        var result = Allocator.Solve(problem);
        Assert.Equal([-1, 0, 0, -1], result.Chosen);
        Assert.Equal(-4, result.Value);
        Assert.InRange(result.Prices[0], -5, -3);
    }

    [Fact]
    public void A_least_amount_out_of_reach_is_named_with_the_most_that_can_be_reached()
    {
        var problem = new AllocationProblem([new AllocationLimit(100), new AllocationLimit(50, 9), new AllocationLimit(50, 1)]);
        for (var i = 0; i < 10; i++)
        {
            problem.AddCustomer();
            problem.AddOption(5, 25, 2, 1);
        }
        var result = Allocator.Solve(problem);
        var missed = Assert.Single(result.Shortfalls);
        Assert.Equal(new AllocationShortfall(1, 9, 8, 8), missed);
        Assert.True(missed.IsOutOfReach);
        Assert.Equal(100, result.Used[0]);
        Assert.Equal(4, result.Used[2]);
        Assert.True(result.ProvenOptimal);
    }

    [Fact]
    public void Least_amounts_that_exclude_each_other_are_told_apart_from_those_out_of_reach()
    {
        var problem = new AllocationProblem([new AllocationLimit(10, 6), new AllocationLimit(10, 6)]);
        for (var i = 0; i < 10; i++)
        {
            problem.AddCustomer();
            problem.AddOption(3, 1, 0);
            problem.AddOption(2, 0, 1);
        }
        var result = Allocator.Solve(problem);
        var missed = Assert.Single(result.Shortfalls);
        Assert.False(missed.IsOutOfReach);
        Assert.Equal(10, result.Used[0] + result.Used[1]);
        Assert.True(result.ProvenOptimal);
    }

    [Fact]
    public void Large_infeasible_cases_come_to_an_end()
    {
        var problem = AllocatorTests.Generated(20_000, 777, 50_000, 4_000).With([new(50_000), new(15_000, 14_000)]);
        var result = Allocator.Solve(problem);
        var missed = Assert.Single(result.Shortfalls);
        Assert.True(missed.IsOutOfReach);
        // A contact costs 8 or more, so 50,000 buy at most 6,250.
        Assert.Equal((1, 14_000, 6_250), (missed.Limit, missed.AtLeast, missed.Most));
        Assert.InRange(result.Used[0], 0, 50_000);
    }

    [Fact]
    public void Sensitivity_tells_the_value_of_a_tenth_more_and_less()
    {
        var problem = AllocatorTests.Generated(2000, 20251, 5000, 400);
        var result = Allocator.Solve(problem);
        var found = Allocator.Sensitivity(problem, result);
        Assert.Equal(2, found.Count);
        for (var k = 0; k < 2; k++)
        {
            Assert.Equal(result.Prices[k], found[k].Price);
            Assert.Null(found[k].AtLeast);
            var tenth = problem.Limits[k].AtMost / 10;
            // The value of a limit rises, ever more slowly; the price is its slope.
            Assert.InRange(found[k].AtMost!.More!.Value, result.Value, result.Bound + tenth * result.Prices[k]);
            Assert.True(found[k].AtMost!.Less!.Value <= result.Bound - tenth * result.Prices[k]);
            Assert.Equal(Allocator.Solve(AllocatorTests.Generated(2000, 20251, k == 0 ? 5500 : 5000, k == 1 ? 440 : 400)).Value, found[k].AtMost!.More);
        }
    }

    [Fact]
    public void Limits_that_cannot_be_are_refused()
    {
        Assert.Contains("limits[0] wants at least 6", Assert.Throws<ArgumentException>(() => new AllocationProblem([new AllocationLimit(5, 6)])).Message, StringComparison.Ordinal);
        Assert.Contains("0 to its most", Assert.Throws<ArgumentException>(() => new AllocationProblem([new AllocationLimit(5, -1)])).Message, StringComparison.Ordinal);
    }

    static AllocationLimit Limit(RandomStream stream)
    {
        var least = stream.Index(3) == 0 ? 0 : stream.Index(40);
        return new AllocationLimit(stream.Index(4) == 0 ? AllocationLimit.Unlimited : least + stream.Index(25), least);
    }

    static (AllocationProblem Problem, List<List<(long Value, long[] Usage)>> Table) Random(RandomStream stream, int customers, AllocationLimit[] limits)
    {
        var problem = new AllocationProblem(limits);
        var table = new List<List<(long Value, long[] Usage)>>();
        for (var i = 0; i < customers; i++)
        {
            problem.AddCustomer();
            table.Add([.. Enumerable.Range(0, stream.Index(5)).Select(_ => ((long)stream.Index(60) - 20, limits.Select(_ => (long)stream.Index(20)).ToArray()))]);
            foreach (var (value, usage) in table[^1])
                problem.AddOption(value, usage);
        }
        return (problem, table);
    }

    static long? Brute(List<List<(long Value, long[] Usage)>> table, AllocationLimit[] limits, int customer, long[] used)
    {
        if (used.Zip(limits).Any(p => p.First > p.Second.AtMost)) return null;
        if (customer == table.Count) return used.Zip(limits).All(p => p.First >= p.Second.AtLeast) ? 0 : null;
        var best = Brute(table, limits, customer + 1, used);
        foreach (var (value, usage) in table[customer])
        {
            if (value + Brute(table, limits, customer + 1, [.. used.Zip(usage, (a, b) => a + b)]) is { } found && !(found <= best)) best = found;
        }
        return best;
    }

    static void Check(List<List<(long Value, long[] Usage)>> table, AllocationLimit[] limits, AllocationResult result)
    {
        var chosen = result.Chosen.Select((option, i) => (option, i)).Where(c => c.option >= 0).Select(c => table[c.i][c.option]).ToList();
        Assert.Equal(chosen.Sum(c => c.Value), result.Value);
        for (var k = 0; k < limits.Length; k++)
        {
            Assert.Equal(chosen.Sum(c => c.Usage[k]), result.Used[k]);
            Assert.True(result.Used[k] <= limits[k].AtMost);
            Assert.Equal(result.Used[k] < limits[k].AtLeast, result.Shortfalls.Any(s => s.Limit == k && s.Reached == result.Used[k] && s.AtLeast == limits[k].AtLeast && s.Most >= s.Reached));
        }
    }
}
