using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Lifetime;

/// <summary>Negative log-likelihood of Pareto/NBD with its gradient, on logarithms of r, alpha, s, beta; equal customers are done once.</summary>
sealed class ParetoNbdLikelihood(PurchaseSummaries customers)
{
    readonly (PurchaseSummary Row, double Count)[] _rows = customers.Distinct();

    public double Purchases
    {
        get
        {
            var sum = 0.0;
            foreach (var (row, count) in _rows)
                sum += row.Frequency * count;
            return sum;
        }
    }

    public double[][] Starts()
    {
        double count = 0, age = 0;
        foreach (var (row, weight) in _rows)
        {
            count += weight;
            age += row.Age * weight;
        }
        var (meanAge, rate) = (age / count, Math.Max(Purchases, 1e-3 * count) / age);
        return [[0.5, 0.5 / rate, 0.7, 0.5 * meanAge], [1, 1 / rate, 1, meanAge], [3, 3 / rate, 3, 10 * meanAge]];
    }

    public double Evaluate(ReadOnlySpan<double> logs, Span<double> gradient)
    {
        var model = new ParetoNbd(Math.Exp(logs[0]), Math.Exp(logs[1]), Math.Exp(logs[2]), Math.Exp(logs[3]));
        gradient.Clear();
        var value = 0.0;
        foreach (var (row, count) in _rows)
            value += count * Add(model, row, count, gradient);
        gradient[0] *= -model.R;
        gradient[1] *= -model.Alpha;
        gradient[2] *= -model.S;
        gradient[3] *= -model.Beta;
        return -value;
    }

    static double Add(ParetoNbd model, PurchaseSummary row, double count, Span<double> gradient)
    {
        var (r, alpha, s, beta) = (model.R, model.Alpha, model.S, model.Beta);
        var (x, recency, _) = row;
        var integral = new ParetoNbdIntegral(model, row);
        var (logAlpha, logBeta) = (Elementary.LogOnePlus(recency / alpha), Elementary.LogOnePlus(recency / beta));
        gradient[0] += count * (GammaFunction.DigammaRise(r, x) - logAlpha + integral.ByR / integral.Total);
        gradient[1] += count * (r / alpha - (r + x) / (alpha + recency) + integral.ByAlpha / integral.Total);
        gradient[2] += count * (-logBeta + integral.ByS / integral.Total);
        gradient[3] += count * (s / beta - s / (beta + recency) + integral.ByBeta / integral.Total);
        return GammaFunction.LogRising(r, x) - r * logAlpha - x * Math.Log(alpha + recency) - s * logBeta + Math.Log(integral.Total);
    }
}
