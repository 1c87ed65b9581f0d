using Holdfast.Numerics;
using Holdfast.Numerics.Lifetime;

namespace Holdfast.Tests.Numerics.Lifetime;

/// <summary>Customers drawn from the buy-till-you-die models themselves.</summary>
static class PurchaseWorld
{
    public static PurchaseSummaries Geometric(BgNbd model, int customers, ulong seed, bool leavesAtOnce = false) => Draw(customers, seed, (stream, age) =>
    {
        var (rate, leave) = (stream.Gamma(model.R, 1 / model.Alpha), stream.Beta(model.A, model.B));
        var (count, last, now) = (0, 0.0, 0.0);
        if (leavesAtOnce && stream.Bernoulli(leave)) return new PurchaseSummary(0, 0, age);
        while ((now += stream.Exponential(Math.Max(rate, 1e-12))) <= age)
        {
            (count, last) = (count + 1, now);
            if (stream.Bernoulli(leave)) break;
        }

        return new PurchaseSummary(count, last, age);
    });

    public static PurchaseSummaries Pareto(ParetoNbd model, int customers, ulong seed) => Draw(customers, seed, (stream, age) =>
    {
        var (rate, leave) = (stream.Gamma(model.R, 1 / model.Alpha), stream.Gamma(model.S, 1 / model.Beta));
        var end = Math.Min(age, stream.Exponential(Math.Max(leave, 1e-12)));
        var (count, last) = (0, 0.0);
        for (var now = stream.Exponential(Math.Max(rate, 1e-12)); now <= end; now += stream.Exponential(Math.Max(rate, 1e-12))) (count, last) = (count + 1, now);
        return new PurchaseSummary(count, last, age);
    });

    public static CohortLosses Cohort(BetaDiscreteWeibull model, int customers, int periods, ulong seed)
    {
        var (lost, kept) = (new double[periods], new double[periods]);
        var root = new RandomStream(seed);
        for (var i = 0; i < customers; i++)
        {
            var u = root.Split((ulong)i).Uniform();
            var t = Enumerable.Range(1, periods).FirstOrDefault(p => model.Survival(p) < u);
            if (t > 0) lost[t - 1]++;
            else kept[^1]++;
        }

        return new CohortLosses(lost, kept);
    }

    static PurchaseSummaries Draw(int customers, ulong seed, Func<RandomStream, double, PurchaseSummary> draw)
    {
        var root = new RandomStream(seed);
        var rows = Enumerable.Range(0, customers).Select(i =>
        {
            var stream = root.Split((ulong)i);
            return draw(stream, stream.Uniform(27, 52));
        }).ToArray();
        return new PurchaseSummaries([.. rows.Select(r => r.Frequency)], [.. rows.Select(r => r.Recency)], [.. rows.Select(r => r.Age)]);
    }
}
