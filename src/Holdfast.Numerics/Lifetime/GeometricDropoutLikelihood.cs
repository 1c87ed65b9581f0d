using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Holdfast.Numerics.Distributions;
using Holdfast.Numerics.Linear;

namespace Holdfast.Numerics.Lifetime;

/// <summary>
/// Negative log-likelihood of BG/NBD and MBG/NBD with its gradient, on logarithms of r, alpha, a, b. Customers without a repeat purchase
/// matter by their age only and are counted by age; the gamma functions depend on the count x only and are done once per x; what is left
/// per customer is ln( ((alpha + recency) / (alpha + age))^(r + x) + a / (b + x - 1 + m) ), where m is 1 for MBG/NBD, 0 for BG/NBD.
/// </summary>
sealed class GeometricDropoutLikelihood
{
    // Counts above this are rare; their gamma functions are computed one by one.
    const int TableSize = 4096;

    const int SampleSize = 50_000;

    readonly double _m, _rows;
    readonly DropoutRows _customers = new();
    readonly DropoutRows _idle = new();
    readonly (double X, double Count)[] _counts;

    // One pass, compiled fully at once like those below: it is run once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public GeometricDropoutLikelihood(PurchaseSummaries customers, bool leavesAtOnce, bool mustRepeat = true)
    {
        ArgumentNullException.ThrowIfNull(customers);
        _m = leavesAtOnce ? 1 : 0;
        _rows = customers.Count;
        var table = new double[TableSize + 1];
        var rare = new SortedDictionary<double, double>();
        var idle = new AgeCounts();
        var (frequency, recency, age) = (customers.Frequency, customers.Recency, customers.Age);
        var (again, sumAge, sumFrequency) = (0, 0.0, 0.0);
        foreach (var x in frequency)
            again += x > 0 ? 1 : 0;
        _customers.Reserve(again);
        for (var i = 0; i < frequency.Length; i++)
        {
            var x = frequency[i];
            sumAge += age[i];
            sumFrequency += x;
            if (x <= TableSize)
                table[(int)x]++;
            else
                rare[x] = rare.GetValueOrDefault(x) + 1;
            if (x == 0)
                idle.Add(age[i]);
            else
                _customers.Add(new PurchaseSummary(x, recency[i], age[i]), 1);
        }
        Require.That(!mustRepeat || _customers.Count > 0, $"none of {customers.Count} customers bought again; at least one repeat purchase is needed");
        _counts = [.. table.Select((count, x) => ((double)x, count)).Where(entry => entry.count > 0), .. rare.Select(entry => (entry.Key, entry.Value))];
        idle.MoveTo(leavesAtOnce ? _customers : _idle);
        _customers.Close();
        _idle.Close();
        (MeanAge, MeanFrequency) = (sumAge / _rows, sumFrequency / _rows);
    }

    /// <summary>Fits the four parameters; above a hundred thousand customers by way of a sample of every so many.</summary>
    public static LifetimeFit<TModel> Fit<TModel>(PurchaseSummaries customers, bool leavesAtOnce, Func<double[], TModel> model)
    {
        var all = new GeometricDropoutLikelihood(customers, leavesAtOnce);
        if (customers.Count < 2 * SampleSize)
            return LifetimeFitting.Fit(all.Evaluate, customers.Count, all.Starts(), model);
        var sample = new GeometricDropoutLikelihood(customers.Every(customers.Count / SampleSize), leavesAtOnce, mustRepeat: false);
        return LifetimeFitting.Fit(all.Evaluate, customers.Count, (sample.Evaluate, sample._rows), all.Starts(), model);
    }

    double MeanAge { get; }

    double MeanFrequency { get; }

    /// <summary>Where to begin: one repeat purchase per four ages is usual, leaving a quarter of the time; then wider and narrower mixtures.</summary>
    public double[][] Starts()
    {
        var rate = Math.Max(MeanFrequency, 1e-3) / MeanAge;
        return [[0.5, 0.5 / rate, 1, 3], [0.2, 0.2 / rate, 0.5, 5], [3, 3 / rate, 2, 20], [10, 10 / rate, 0.3, 0.5]];
    }

    public static double At(PurchaseSummaries customers, bool leavesAtOnce, ReadOnlySpan<double> parameters)
    {
        Span<double> logs = stackalloc double[4], gradient = stackalloc double[4];
        for (var i = 0; i < 4; i++)
            logs[i] = Math.Log(Require.Positive(parameters[i], "a parameter"));
        return -new GeometricDropoutLikelihood(customers, leavesAtOnce, mustRepeat: false).Evaluate(logs, gradient);
    }

    public double Evaluate(ReadOnlySpan<double> logs, Span<double> gradient) =>
        Vector512.IsHardwareAccelerated ? Evaluate<Lanes512>(logs, gradient)
        : Vector256.IsHardwareAccelerated ? Evaluate<Lanes256>(logs, gradient)
        : Evaluate<Lanes1>(logs, gradient);

    internal double Evaluate<TLanes>(ReadOnlySpan<double> logs, Span<double> gradient)
        where TLanes : struct, ILanes<TLanes>
    {
        Span<double> p = stackalloc double[4];
        for (var i = 0; i < 4; i++)
            p[i] = Math.Exp(logs[i]);
        gradient.Clear();
        var value = AddCounts(p, gradient) + AddIdle<TLanes>(p, gradient) + AddCustomers<TLanes>(p, gradient);
        for (var i = 0; i < 4; i++)
            gradient[i] *= -p[i];
        return -value;
    }

    // ln Gamma(r + x) / Gamma(r) + r ln alpha + ln B(a, b + x + m) / B(a, b), per distinct x.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    double AddCounts(ReadOnlySpan<double> p, Span<double> gradient)
    {
        var (r, alpha, a, b) = (p[0], p[1], p[2], p[3]);
        var sum = 0.0;
        var (rise, slope, position) = (0.0, 0.0, 0);
        foreach (var (x, count) in _counts)
        {
            if (x <= TableSize)
            {
                // Gamma ratios of whole steps by recurrence: exact, and cheap as x grows.
                for (; position < x; position++)
                {
                    rise += Math.Log(r + position);
                    slope += 1 / (r + position);
                }
            }
            else
            {
                (rise, slope) = (GammaFunction.LogRising(r, x), GammaFunction.DigammaRise(r, x));
            }
            var n = x + _m;
            var bs = n > 0 ? GammaFunction.LogRising(b, n) - GammaFunction.LogRising(a + b, n) : 0;
            var both = GammaFunction.DigammaRise(a + b, n);
            sum += count * (rise + bs);
            gradient[0] += count * slope;
            gradient[2] -= count * both;
            gradient[3] += count * (GammaFunction.DigammaRise(b, n) - both);
        }
        gradient[0] += _rows * Math.Log(alpha);
        gradient[1] += _rows * r / alpha;
        return sum + _rows * r * Math.Log(alpha);
    }

    // -r ln(alpha + age) of those who cannot have left. Compiled fully at once: a fit is only some passes long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    double AddIdle<TLanes>(ReadOnlySpan<double> p, Span<double> gradient)
        where TLanes : struct, ILanes<TLanes>
    {
        var (logs, inverses) = (TLanes.All(0), TLanes.All(0));
        var alpha = TLanes.All(p[1]);
        for (var i = 0; i < _idle.Padded; i += TLanes.Count)
        {
            var weight = TLanes.Load(_idle.Weight, i);
            var end = alpha + TLanes.Load(_idle.Age, i);
            logs += weight * TLanes.Log(end);
            inverses += weight / end;
        }
        gradient[0] -= TLanes.Sum(logs);
        gradient[1] -= p[0] * TLanes.Sum(inverses);
        return -p[0] * TLanes.Sum(logs);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    double AddCustomers<TLanes>(ReadOnlySpan<double> p, Span<double> gradient)
        where TLanes : struct, ILanes<TLanes>
    {
        var (r, alpha, a, b) = (TLanes.All(p[0]), TLanes.All(p[1]), TLanes.All(p[2]), TLanes.All(p[3] - 1 + _m));
        var one = TLanes.All(1);
        var (sum, dr, dalpha, da, db) = (TLanes.All(0), TLanes.All(0), TLanes.All(0), TLanes.All(0), TLanes.All(0));
        for (var i = 0; i < _customers.Padded; i += TLanes.Count)
        {
            var weight = TLanes.Load(_customers.Weight, i);
            var x = TLanes.Load(_customers.Frequency, i);
            var (last, end) = (alpha + TLanes.Load(_customers.Recency, i), alpha + TLanes.Load(_customers.Age, i));
            var power = r + x;
            var logLast = TLanes.Log(last);
            var ratio = logLast - TLanes.Log(end);
            var stayed = TLanes.Exp(power * ratio);
            var odds = one / (b + x);
            var total = stayed + a * odds;
            var share = stayed / total;
            sum += weight * (TLanes.Log(total) - power * logLast);
            dr += weight * (share * ratio - logLast);
            dalpha += weight * power * (share * (one / last - one / end) - one / last);
            da += weight * odds / total;
            db += weight * (one - share) * odds;
        }
        gradient[0] += TLanes.Sum(dr);
        gradient[1] += TLanes.Sum(dalpha);
        gradient[2] += TLanes.Sum(da);
        gradient[3] -= TLanes.Sum(db);
        return TLanes.Sum(sum);
    }
}
