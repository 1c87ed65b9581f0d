using Holdfast.Numerics;
using Holdfast.Numerics.Survival;

namespace Holdfast.Tests.Numerics.Survival;

/// <summary>The fast kernels against plain formulas, and the same bits with every width of vectors.</summary>
public class CoxKernelTests
{
    const int Columns = 11;

    [Fact]
    public void Exponentials_are_those_of_the_library_to_the_last_digits()
    {
        var stream = new RandomStream(21);
        double[] x = [.. Enumerable.Range(0, 10_001).Select(i => i < 9_000 ? stream.Uniform(-30, 30) : stream.Uniform(-690, 690)), 0, -0.0, 1e-300];
        var found = (double[])x.Clone();
        ExpKernel.Apply(found);
        for (var i = 0; i < x.Length; i++)
            Assert.Equal(1, found[i] / Math.Exp(x[i]), 1e-15);
    }

    [Fact]
    public void The_kernel_is_what_the_definition_says_with_strata_late_entries_weights_and_ties()
    {
        var root = new RandomStream(22);
        for (var trial = 0; trial < 200; trial++)
        {
            var stream = root.Split((ulong)trial);
            var n = 5 + stream.Index(40);
            var world = new World(stream, n, trial % 3 == 0, trial % 2 == 0);
            var sorted = CoxSample.Of(world.Sample, world.Rows, Columns);
            var efron = trial % 4 < 2;
            var kernel = new CoxKernel(sorted, efron);
            double[] beta = [.. Enumerable.Range(0, Columns).Select(_ => stream.Normal() / 3)];
            var value = kernel.Evaluate(beta);
            double[] raw = [.. beta.Select((b, j) => b / sorted.Scales[j])];
            Assert.Equal(world.LogLikelihood(raw, efron), value, 1e-9);
            var (gradient, information) = ((double[])kernel.Gradient.Clone(), (double[])kernel.Information.Clone());
            for (var j = 0; j < Columns; j += 3)
            {
                const double step = 1e-5;
                var (up, down) = ((double[])beta.Clone(), (double[])beta.Clone());
                (up[j], down[j]) = (beta[j] + step, beta[j] - step);
                var (high, low) = (kernel.Evaluate(up), 0.0);
                var above = (double[])kernel.Gradient.Clone();
                low = kernel.Evaluate(down);
                Assert.Equal((high - low) / (2 * step), gradient[j], 1e-4);
                for (var k = 0; k < Columns; k++)
                    Assert.Equal((kernel.Gradient[k] - above[k]) / (2 * step), information[j * Columns + k], 1e-4);
            }
        }
    }

    // Run with DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0 and DOTNET_EnableHWIntrinsic=0, this gave the same bits.
    [Fact]
    public void The_same_rows_give_the_same_bits_on_every_processor()
    {
        var world = new World(new RandomStream(23), 3_000, true, true);
        var kernel = new CoxKernel(CoxSample.Of(world.Sample, world.Rows, Columns), true);
        kernel.Evaluate([.. Enumerable.Range(1, Columns).Select(j => 0.05 * j)]);
        var hash = 14695981039346656037UL;
        foreach (var number in kernel.Gradient.Concat(kernel.Information))
            hash = (hash ^ BitConverter.DoubleToUInt64Bits(number)) * 1099511628211UL;
        Assert.Equal(1667133703800855263UL, hash);
    }

    sealed class World
    {
        readonly double[] _entries, _exits, _weights;
        readonly bool[] _events;
        readonly int[] _strata;

        public World(RandomStream stream, int count, bool late, bool weighted)
        {
            (_exits, _events, _strata) = (new double[count], new bool[count], new int[count]);
            (_entries, _weights) = (new double[late ? count : 0], new double[weighted ? count : 0]);
            Rows = [.. Enumerable.Range(0, count * Columns).Select(_ => stream.Normal())];
            for (var i = 0; i < count; i++)
            {
                (_exits[i], _events[i], _strata[i]) = (1 + stream.Index(12), stream.Index(3) > 0, stream.Index(3) - 1);
                if (late)
                    _entries[i] = stream.Index((int)_exits[i]);
                if (weighted)
                    _weights[i] = stream.Index(4) * 0.5;
            }
            (_events[0], _exits[0]) = (true, 13);
            if (weighted)
                _weights[0] = 1;
        }

        public double[] Rows { get; }

        public SurvivalSample Sample => new() { Entries = _entries, Exits = _exits, Events = _events, Weights = _weights, Strata = _strata };

        public double LogLikelihood(double[] beta, bool efron)
        {
            double Weight(int i) => _weights.Length == 0 ? 1 : _weights[i];
            double Eta(int i) => Enumerable.Range(0, Columns).Sum(j => beta[j] * Rows[i * Columns + j]);
            var sum = 0.0;
            var leaving = Enumerable.Range(0, _exits.Length).Where(i => _events[i] && Weight(i) > 0).GroupBy(i => (_strata[i], _exits[i]));
            foreach (var tied in leaving)
            {
                var all = Enumerable.Range(0, _exits.Length).Where(i => _strata[i] == tied.Key.Item1 && _exits[i] >= tied.Key.Item2 && (_entries.Length == 0 || _entries[i] < tied.Key.Item2)).Sum(i => Weight(i) * Math.Exp(Eta(i)));
                var (own, count, weight) = (tied.Sum(i => Weight(i) * Math.Exp(Eta(i))), tied.Count(), tied.Sum(Weight));
                sum += tied.Sum(i => Weight(i) * Eta(i));
                for (var l = 0; l < count; l++)
                    sum -= weight / count * Math.Log(all - (efron ? (double)l / count * own : 0));
            }
            return sum;
        }
    }
}
