namespace Holdfast.Numerics.Allocation;

/// <summary>The best prices found and what they prove.</summary>
sealed record PriceResult(double[] Prices, double Bound, Convergence Convergence);

/// <summary>
/// Minimises the Lagrangian dual: sum over customers of max(0, best net value) + prices x limits. Each evaluation is a bound and
/// a new column of the master; prices are tried between the master's and the best ones so far, which keeps them from
/// jumping. Large problems are solved on every 64th, then every 8th customer first: their prices are nearly right.
/// </summary>
static class PriceSearch
{
    const int EnoughCustomers = 8192;

    public static PriceResult Run(AllocationProblem problem, AllocationOptions options)
    {
        PriceResult? result = null;
        foreach (var stride in (int[])[64, 8, 1])
        {
            if (stride == 1 || problem.CustomerCount / stride >= EnoughCustomers)
                result = Refine(problem, stride, result?.Prices, options);
        }
        return result!;
    }

    /// <summary>Nearly right prices, from the smallest sample that is enough.</summary>
    public static double[] Sample(AllocationProblem problem, AllocationOptions options)
    {
        var stride = problem.CustomerCount / 64 >= EnoughCustomers ? 64 : problem.CustomerCount / 8 >= EnoughCustomers ? 8 : 1;
        return Refine(problem, stride, null, options).Prices;
    }

    static PriceResult Refine(AllocationProblem problem, int stride, double[]? start, AllocationOptions options)
    {
        var stage = new Stage(problem, stride);
        if (start is not null)
            stage.Surround(start);
        // The stages before the last only aim; their accuracy is limited by the sample.
        var tolerance = stride == 1 ? options.Tolerance : 1e-6;
        for (var step = 1; ; step++)
        {
            stage.Master.Solve();
            var left = stage.Left;
            if (left <= tolerance || stage.IsHopeless)
                return new PriceResult(stage.BestPrices, stage.Bound, new Convergence(step, ConvergenceReason.GradientSmall, left));
            if (step >= options.MaximumSteps)
                return new PriceResult(stage.BestPrices, stage.Bound, new Convergence(step, ConvergenceReason.IterationLimit, left));
            if (!stage.Try(stage.Between(0.5)) && !stage.Try(stage.Master.Prices))
                return new PriceResult(stage.BestPrices, stage.Bound, new Convergence(step, ConvergenceReason.NoFurtherStep, left));
        }
    }

    /// <summary>One stage: limits scaled to the sample, and to 1 inside the master so that its numbers are alike.</summary>
    sealed class Stage
    {
        readonly AllocationProblem _problem;
        readonly int _stride;
        readonly double[] _ceilings;
        readonly double[] _floors;
        readonly double[] _units;

        public Stage(AllocationProblem problem, int stride)
        {
            (_problem, _stride) = (problem, stride);
            var share = new AllocationPricing(problem, stride).Share;
            // What one unit can be worth at most: all that options differ by. Missing a floor costs more.
            var penalty = 8 * (problem.MostValue - (double)problem.LeastValue + 1);
            var rows = new (double Ceiling, double Floor, double Penalty)[problem.Limits.Length];
            (_ceilings, _floors, _units) = (new double[rows.Length], new double[rows.Length], new double[rows.Length]);
            for (var k = 0; k < rows.Length; k++)
            {
                (_ceilings[k], _floors[k]) = (problem.Ceiling(k) * share, problem.Floor(k) * share);
                _units[k] = Math.Max(1, _ceilings[k]);
                rows[k] = (_ceilings[k] > 0 ? _ceilings[k] / _units[k] : 0, _floors[k] / _units[k], penalty * _units[k]);
            }
            Master = new PriceMaster(rows);
            BestPrices = new double[rows.Length];
            Bound = double.PositiveInfinity;
            Evaluate(BestPrices);
        }

        public PriceMaster Master { get; }

        public double Bound { get; private set; }

        public double[] BestPrices { get; private set; }

        /// <summary>True when the bound is below anything customers can be worth: then nothing keeps the limits.</summary>
        public bool IsHopeless => Bound < _problem.LeastWorth - 1;

        public double Left => Bound > Master.Value ? (Bound - Master.Value) / Math.Max(Math.Abs(Bound), 1) : 0;

        /// <summary>Evaluates prices and, a little to each side, their neighbours: enough columns to pin the master there.</summary>
        public void Surround(double[] prices)
        {
            Evaluate(prices);
            foreach (var factor in (double[])[0.98, 1.02, 0.998, 1.002])
            {
                for (var k = 0; k < prices.Length; k++)
                {
                    if (prices[k] == 0)
                        continue;
                    var moved = prices.AsSpan().ToArray();
                    moved[k] *= factor;
                    Evaluate(moved);
                }
            }
        }

        /// <summary>Prices on the way from the best ones to the master's.</summary>
        public double[] Between(double way)
        {
            var prices = new double[_units.Length];
            for (var k = 0; k < prices.Length; k++)
                prices[k] = BestPrices[k] + way * (Master.Prices[k] / _units[k] - BestPrices[k]);
            return prices;
        }

        /// <summary>Evaluates prices; false when neither the bound nor the master can gain by them.</summary>
        public bool Try(double[] prices)
        {
            var asked = ReferenceEquals(prices, Master.Prices) ? Between(1) : prices;
            var before = Bound;
            var (worth, usage) = Evaluate(asked);
            var gain = worth + Master.Constant;
            for (var k = 0; k < usage.Length; k++)
                gain -= Master.Prices[k] * usage[k];
            return Bound < before || gain > Master.Value + 1e-12 * Math.Abs(Master.Value);
        }

        (double Worth, double[] Usage) Evaluate(double[] prices)
        {
            var choice = new AllocationPricing(_problem, _stride).Choose(prices);
            var bound = choice.Value;
            var usage = new double[prices.Length];
            for (var k = 0; k < prices.Length; k++)
            {
                bound += prices[k] * ((prices[k] > 0 ? _ceilings[k] : _floors[k]) - choice.Usage[k]);
                usage[k] = choice.Usage[k] / _units[k];
            }
            Master.Add(choice.Value, usage);
            if (bound < Bound)
                (Bound, BestPrices) = (bound, prices);
            return (choice.Value, usage);
        }
    }
}
