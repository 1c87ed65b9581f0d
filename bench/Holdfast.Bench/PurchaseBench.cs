using Holdfast.Numerics;
using Holdfast.Numerics.Lifetime;

namespace Holdfast.Bench;

/// <summary>BG/NBD fitted to a million customers drawn from it.</summary>
static class PurchaseBench
{
    const int Customers = 1_000_000;

    /// <summary>Customers who joined over twelve weeks.</summary>
    public static Figure Run() => Run(84, "");

    /// <summary>Customers who joined over eight years, on any of 3,000 days.</summary>
    public static Figure RunCalendar() => Run(3_000, " of 3,000 ages");

    static Figure Run(int days, string kind)
    {
        var truth = new BgNbd(0.243, 4.414, 0.793, 2.426);
        var customers = Draw(truth, days);
        var (fit, seconds) = Figure.Of(() => BgNbd.Fit(customers));
        var apart = new[] { truth.R, truth.Alpha, truth.A, truth.B }.Zip(fit.Parameters, (t, p) => Math.Abs(p.Value - t) / p.StandardError).Max();
        var isRight = fit.Convergence.Settled && apart < 4 && Math.Abs(fit.Model.LogLikelihood(customers) - fit.LogLikelihood) < 1e-9 * Math.Abs(fit.LogLikelihood);
        return new Figure(
            $"fit BG/NBD to 1 M customers{kind}, with standard errors", seconds, FormattableString.Invariant($"{Customers / seconds / 1e6:0.00} M customers a second"), "0.3", isRight,
            FormattableString.Invariant($"{fit.Convergence.Reason} after {fit.Convergence.Iterations} steps, gradient {fit.Convergence.GradientNorm:0.0e+0} a customer, largest distance from the truth {apart:0.0} standard errors"));
    }

    // Joining and observation are counted in days, as CDNOW's were.
    static PurchaseSummaries Draw(BgNbd model, int days)
    {
        var (x, recency, age) = (new double[Customers], new double[Customers], new double[Customers]);
        var root = new RandomStream(1);
        for (var i = 0; i < Customers; i++)
        {
            var stream = root.Split((ulong)i);
            age[i] = (189 + stream.Index(days)) / 7.0;
            var (rate, leave) = (Math.Max(stream.Gamma(model.R, 1 / model.Alpha), 1e-12), stream.Beta(model.A, model.B));
            for (var now = stream.Exponential(rate); now <= age[i]; now += stream.Exponential(rate))
            {
                (x[i], recency[i]) = (x[i] + 1, now);
                if (stream.Bernoulli(leave)) break;
            }
        }

        return new PurchaseSummaries(x, recency, age);
    }
}
