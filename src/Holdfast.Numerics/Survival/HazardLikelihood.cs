using Holdfast.Numerics.Regression;

namespace Holdfast.Numerics.Survival;

/// <summary>The binomial likelihood of person-periods with gradient and expected information; rows are walked period by period.</summary>
sealed class HazardLikelihood
{
    readonly PersonPeriods _periods;
    readonly HazardLink _link;
    readonly int _baseCount, _n;
    readonly double[] _atPeriod, _weights, _scores, _cross;

    public HazardLikelihood(PersonPeriods periods, HazardLink link)
    {
        (_periods, _link) = (periods, link);
        (_baseCount, _n) = (periods.Degree + 1, periods.TermCount);
        var periodCount = periods.Powers.Length / _baseCount;
        (_atPeriod, _weights, _scores) = (new double[periodCount], new double[periodCount], new double[periodCount]);
        _cross = new double[_baseCount];
        (Gradient, Information) = (new double[_n], new double[_n * _n]);
        var events = 0.0;
        for (var i = 0; i < periods.Count; i++)
        {
            PersonPeriods += periods.Weight[i] * Math.Max(0, periods.Last[i] - periods.First[i] + 1);
            events += periods.IsEvent[i] ? periods.Weight[i] : 0;
        }
        Require.That(events > 0 && events < PersonPeriods, $"{events} of {PersonPeriods} person-periods have the event; some must and some must not");
        var share = events / PersonPeriods;
        Start = link == HazardLink.Logit ? Math.Log(share / (1 - share)) : Math.Log(-Math.Log(1 - share));
    }

    public double PersonPeriods { get; }

    /// <summary>Linear predictor of a hazard that is the same for all.</summary>
    public double Start { get; }

    public double LogLikelihood { get; private set; }

    public double[] Gradient { get; }

    public double[] Information { get; }

    public static double Mean(HazardLink link, double eta) => link == HazardLink.Logit ? Logistic.Probability(eta) : OneLessExp(Math.Exp(eta));

    public double Evaluate(ReadOnlySpan<double> theta)
    {
        Array.Clear(Gradient);
        Array.Clear(Information);
        Array.Clear(_weights);
        Array.Clear(_scores);
        LogLikelihood = 0;
        for (var t = 1; t < _atPeriod.Length; t++)
        {
            _atPeriod[t] = 0;
            for (var k = 0; k < _baseCount; k++)
                _atPeriod[t] += theta[k] * _periods.Powers[t * _baseCount + k];
        }
        for (var i = 0; i < _periods.Count; i++)
            AddRow(i, theta[_baseCount..]);
        AddPeriods();
        for (var i = 0; i < _n; i++)
        {
            for (var j = i + 1; j < _n; j++)
                Information[i * _n + j] = Information[j * _n + i];
        }
        return LogLikelihood;
    }

    void AddRow(int row, ReadOnlySpan<double> beta)
    {
        var z = _periods.Z.AsSpan(row * beta.Length, beta.Length);
        var (fixedPart, score, weight) = (0.0, 0.0, _periods.Weight[row]);
        for (var j = 0; j < z.Length; j++)
            fixedPart += beta[j] * z[j];
        _cross.AsSpan().Clear();
        for (var t = _periods.First[row]; t <= _periods.Last[row]; t++)
        {
            var cell = Cell(fixedPart + _atPeriod[t], _periods.IsEvent[row] && t == _periods.Last[row]);
            LogLikelihood += weight * cell.Log;
            score += cell.Score;
            _scores[t] += weight * cell.Score;
            _weights[t] += weight * cell.Weight;
            for (var k = 0; k < _cross.Length; k++)
                _cross[k] += cell.Weight * _periods.Powers[t * _baseCount + k];
        }
        for (var i = 0; i < z.Length; i++)
        {
            var at = (_baseCount + i) * _n;
            Gradient[_baseCount + i] += weight * score * z[i];
            for (var k = 0; k < _baseCount; k++)
                Information[at + k] += weight * _cross[k] * z[i];
            for (var j = 0; j <= i; j++)
                Information[at + _baseCount + j] += weight * _cross[0] * z[i] * z[j];
        }
    }

    void AddPeriods()
    {
        for (var t = 1; t < _weights.Length; t++)
        {
            for (var i = 0; i < _baseCount; i++)
            {
                Gradient[i] += _scores[t] * _periods.Powers[t * _baseCount + i];
                for (var j = 0; j <= i; j++)
                    Information[i * _n + j] += _weights[t] * _periods.Powers[t * _baseCount + i] * _periods.Powers[t * _baseCount + j];
            }
        }
    }

    // Log-likelihood of one person-period, its slope and its expected curvature in the linear predictor.
    (double Log, double Score, double Weight) Cell(double eta, bool leaves)
    {
        if (_link == HazardLink.Logit)
        {
            var p = Logistic.Probability(eta);
            return (leaves ? -Logistic.Softplus(-eta) : -Logistic.Softplus(eta), (leaves ? 1 : 0) - p, p * (1 - p));
        }
        var rate = Math.Exp(Math.Min(eta, 30));
        var (hazard, stays) = (OneLessExp(rate), Math.Exp(-rate));
        return (leaves ? Math.Log(hazard) : -rate, leaves ? rate * stays / hazard : -rate, rate * rate * stays / hazard);
    }

    // 1 - exp(-x) without losing small x (Kahan).
    static double OneLessExp(double x)
    {
        var u = Math.Exp(-x);
        return u == 1 ? x : u == 0 ? 1 : (1 - u) * x / -Math.Log(u);
    }
}
