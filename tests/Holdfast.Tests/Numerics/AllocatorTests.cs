using Holdfast.Numerics;
using Holdfast.Numerics.Allocation;

namespace Holdfast.Tests.Numerics;

public class AllocatorTests
{
    // Optimum and linear relaxation by scipy 1.10 milp/linprog (HiGHS, gap 0); n = 8 also by brute force. In hundredths.
    [Theory]
    [InlineData(8, 12345, 60, 3, 109.17, 109.17)]
    [InlineData(8, 12345, 22, 3, 101.75, 104.42)]
    [InlineData(200, 12345, 600, 40, 3833.17, 3834.10)]
    [InlineData(200, 12345, 1500, 40, 4074.55, 4074.55)]
    [InlineData(2000, 20251, 5000, 400, 35532.85, 35533.102857142796)]
    [InlineData(2000, 20251, 15000, 400, 38984.63, 38984.63)]
    [InlineData(20000, 777, 50000, 4000, 349672.98, 349672.9964705865)]
    [InlineData(20000, 777, 150000, 4000, 387754.63, 387754.63)]
    public void Generated_cases_reach_the_optimum_of_the_exact_solver(int customers, int seed, int budget, int contacts, double optimum, double relaxation)
    {
        var result = Allocator.Solve(Generated(customers, seed, budget, contacts), new AllocationOptions { Tolerance = 1e-12 });
        Assert.Equal(relaxation * 100, result.Bound, 0.01);
        Assert.InRange(result.Used[0], 0, budget);
        Assert.InRange(result.Used[1], 0, contacts);
        Assert.InRange(result.Gap, 0, customers >= 20_000 ? 1e-5 : customers >= 200 ? 1e-3 : 1);
        Assert.Equal((long)Math.Round(optimum * 100), result.Value);
    }

    [Fact]
    public void Small_random_cases_equal_brute_force_and_are_proven()
    {
        for (ulong trial = 0; trial < 300; trial++)
        {
            var (problem, table) = Small(new RandomStream(trial), limits: 1 + (int)(trial % 3));
            var result = Allocator.Solve(problem);
            var best = Brute(table, [.. problem.Limits.ToArray().Select(l => l.AtMost)], 0);
            Assert.True(result.Value == best, $"trial {trial}: {result.Value} instead of {best}");
            Assert.True(result.ProvenOptimal);
            Assert.True(result.Bound >= best - 1e-6);
            Check(problem, table, result);
        }
    }

    [Fact]
    public void Limits_are_never_exceeded_and_the_certificate_holds()
    {
        for (ulong trial = 0; trial < 200; trial++)
        {
            var stream = new RandomStream(1000 + trial);
            var (problem, table) = Random(stream, 20 + stream.Index(400), stream.Index(5));
            var result = Allocator.Solve(problem, new AllocationOptions { SearchNodes = 2000 });
            Check(problem, table, result);
            Assert.True(result.Value <= result.Bound + 1e-6 && result.Value >= 0);
        }
    }

    [Fact]
    public void More_of_a_limit_is_never_worth_less_than_nothing_nor_more_than_its_price()
    {
        var less = Allocator.Solve(Generated(2000, 20251, 5000, 400));
        var more = Allocator.Solve(Generated(2000, 20251, 5100, 400));
        Assert.InRange(more.Bound - less.Bound, 0, 100 * less.Prices[0] + 1e-6);
    }

    [Fact]
    public void Ties_everywhere_fill_the_limit_with_the_first_customers()
    {
        var problem = new AllocationProblem(500);
        for (var i = 0; i < 1000; i++)
        {
            problem.AddCustomer();
            problem.AddOption(10, 1);
            problem.AddOption(10, 1);
        }
        var result = Allocator.Solve(problem);
        Assert.Equal(5000, result.Value);
        Assert.Equal(500, result.Used[0]);
        Assert.InRange(result.Gap, 0, 1e-7);
        Assert.Equal(Allocator.Solve(problem).Chosen, result.Chosen);
    }

    [Fact]
    public void Slack_limits_cost_nothing_and_everyone_gets_the_best()
    {
        var problem = new AllocationProblem(1000, 1000);
        problem.AddCustomer();
        problem.AddOption(5, 1, 0);
        Assert.Equal(1, problem.AddOption(7, 3, 1));
        problem.AddCustomer();
        problem.AddOption(-4, 1, 1);
        problem.AddCustomer();
        var result = Allocator.Solve(problem);
        Assert.Equal([1, -1, -1], result.Chosen);
        Assert.Equal([0.0, 0.0], result.Prices);
        Assert.Equal(0, result.Gap);
        Assert.True(result.ProvenOptimal);
    }

    [Fact]
    public void Limits_of_nothing_give_nobody_anything_that_uses_them()
    {
        var problem = new AllocationProblem(0, 5);
        problem.AddCustomer();
        problem.AddOption(100, 1, 0);
        problem.AddOption(30, 0, 5);
        problem.AddCustomer();
        problem.AddOption(20, 0, 5);
        Assert.Equal([1, -1], Allocator.Solve(problem).Chosen);
    }

    [Fact]
    public void Nobody_and_no_limits_are_allowed()
    {
        Assert.Equal(0, Allocator.Solve(new AllocationProblem(10)).Value);
        var problem = new AllocationProblem();
        problem.AddCustomer();
        problem.AddOption(3);
        Assert.Equal(3, Allocator.Solve(problem).Value);
    }

    [Fact]
    public void Wrong_input_is_named()
    {
        Assert.Contains("limits[1] is -1", Assert.Throws<ArgumentException>(() => new AllocationProblem(1, -1)).Message, StringComparison.Ordinal);
        var problem = new AllocationProblem(5);
        Assert.Throws<ArgumentException>(() => problem.AddOption(1, 1));
        problem.AddCustomer();
        Assert.Throws<ArgumentException>(() => problem.AddOption(1, 1, 1));
        Assert.Contains("customer 0 is -3", Assert.Throws<ArgumentException>(() => problem.AddOption(1, -3)).Message, StringComparison.Ordinal);
    }

    // MINSTD, s = 48271 s mod 2147483647; options mail, call and offer; values rounded half to even as in Python.
    internal static AllocationProblem Generated(int customers, long seed, int budget, int contacts)
    {
        double Draw() => (seed = 48271 * seed % 2147483647) / 2147483647.0;
        var problem = new AllocationProblem(budget, contacts);
        for (var i = 0; i < customers; i++)
        {
            var (risk, value) = (Draw(), 50 + 950 * Draw());
            double[] effects = [0.05 * Draw(), 0.25 * Draw() - 0.05, 0.40 * Draw() - 0.10];
            int[] costs = [1, 8, 20 + (int)Math.Floor(60 * Draw())];
            problem.AddCustomer();
            for (var j = 0; j < 3; j++)
                problem.AddOption((long)Math.Round(100 * (risk * value * effects[j] - costs[j])), costs[j], j > 0 ? 1 : 0);
        }
        return problem;
    }

    static (AllocationProblem Problem, List<List<(long Value, long[] Usage)>> Table) Small(RandomStream stream, int limits) => Random(stream, 1 + stream.Index(6), limits);

    static (AllocationProblem Problem, List<List<(long Value, long[] Usage)>> Table) Random(RandomStream stream, int customers, int limits)
    {
        long[] caps = [.. Enumerable.Range(0, limits).Select(_ => (long)stream.Index(8 * customers))];
        var problem = new AllocationProblem(caps);
        var table = new List<List<(long Value, long[] Usage)>>();
        for (var i = 0; i < customers; i++)
        {
            problem.AddCustomer();
            var options = new List<(long Value, long[] Usage)>();
            for (var j = stream.Index(5); j > 0; j--)
            {
                options.Add((stream.Index(60) - 10, [.. Enumerable.Range(0, limits).Select(_ => (long)stream.Index(20))]));
                problem.AddOption(options[^1].Value, options[^1].Usage);
            }
            table.Add(options);
        }
        return (problem, table);
    }

    static long Brute(List<List<(long Value, long[] Usage)>> table, long[] left, int customer)
    {
        if (customer == table.Count) return 0;
        var best = Brute(table, left, customer + 1);
        foreach (var (value, usage) in table[customer])
        {
            long[] rest = [.. left.Zip(usage, (a, b) => a - b)];
            if (rest.All(r => r >= 0)) best = Math.Max(best, value + Brute(table, rest, customer + 1));
        }
        return best;
    }

    static void Check(AllocationProblem problem, List<List<(long Value, long[] Usage)>> table, AllocationResult result)
    {
        var chosen = result.Chosen.Select((option, i) => (option, i)).Where(c => c.option >= 0).Select(c => table[c.i][c.option]).ToList();
        Assert.Equal(chosen.Sum(c => c.Value), result.Value);
        for (var k = 0; k < problem.Limits.Length; k++)
        {
            Assert.Equal(chosen.Sum(c => c.Usage[k]), result.Used[k]);
            Assert.True(result.Used[k] <= problem.Limits[k].AtMost);
        }
    }
}
