using Holdfast.Numerics;
using Holdfast.Numerics.Allocation;

namespace Holdfast.Bench;

/// <summary>Allocation of 8 actions among a million customers under a budget and a number of contacts.</summary>
static class AllocationBench
{
    const int Customers = 1_000_000;
    const int Actions = 8;

    public static Figure Run()
    {
        var problem = Problem();
        var (result, seconds) = Figure.Of(() => Allocator.Solve(problem));
        var isRight = result.Gap <= 1e-5 && result.Used[0] <= problem.Limits[0].AtMost && result.Used[1] <= problem.Limits[1].AtMost;
        return new Figure(
            "allocate 8 actions to 1 M customers, two limits", seconds, FormattableString.Invariant($"{Customers / seconds / 1e6:0.00} M customers a second"),
            "0.6 with a gap of at most 0.001 %", isRight, FormattableString.Invariant($"both limits kept, certified gap {result.Gap * 100:0.0000000} %"));
    }

    static AllocationProblem Problem()
    {
        var stream = new RandomStream(1);
        var problem = new AllocationProblem(2_500_000, 200_000);
        for (var i = 0; i < Customers; i++)
        {
            problem.AddCustomer();
            var atStake = stream.Uniform() * stream.Uniform(50, 1000);
            for (var j = 0; j < Actions; j++)
            {
                var cost = 1 + stream.Index(20 * (j + 1));
                problem.AddOption((long)(100 * (atStake * stream.Uniform(-0.05, 0.05 * (j + 1)) - cost)), cost, j > 0 ? 1 : 0);
            }
        }

        return problem;
    }
}
