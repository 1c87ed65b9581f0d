using Holdfast.Numerics.Distributions;

namespace Holdfast.Numerics.Survival;

/// <summary>On which scale the interval of a survival share is symmetric.</summary>
public enum SurvivalInterval
{
    /// <summary>ln(-ln S): never leaves 0..1; the default here and in lifelines.</summary>
    LogLog,

    /// <summary>ln S: the default of R's survfit.</summary>
    Log,

    /// <summary>S itself, cut to 0..1.</summary>
    Plain,
}

/// <summary>Intervals of shares from the error of their logarithm. Source: Kalbfleisch and Prentice 2002, 1.4.</summary>
readonly struct SurvivalBand(SurvivalInterval kind, double level)
{
    readonly double _z = NormalDistribution.TwoSided(level);

    /// <summary>The interval of S; S = 1 is certain, S = 0 must be dealt with by the caller.</summary>
    public Interval Around(double s, double errorOfLog)
    {
        if (s >= 1)
            return new Interval(1, 1);
        var half = _z * errorOfLog;
        var spread = half / -Math.Log(s);
        return kind switch
        {
            SurvivalInterval.Plain => new Interval(Math.Max(0, s - s * half), Math.Min(1, s + s * half)),
            SurvivalInterval.Log => new Interval(s * Math.Exp(-half), Math.Min(1, s * Math.Exp(half))),
            _ => new Interval(Math.Pow(s, Math.Exp(spread)), Math.Pow(s, Math.Exp(-spread))),
        };
    }

    /// <summary>The same for a cumulative hazard H = -ln S; the hazard stays 0 or more.</summary>
    public Interval AroundHazard(double h, double error)
    {
        if (h <= 0)
            return new Interval(0, 0);
        var half = _z * error;
        return kind switch
        {
            SurvivalInterval.Log => new Interval(Math.Max(0, h - half), h + half),
            SurvivalInterval.LogLog => new Interval(h * Math.Exp(-half / h), h * Math.Exp(half / h)),
            _ => new Interval(half > -1 ? -Math.Log(Math.Min(1, Math.Exp(-h) * (1 + half))) : 0, half < 1 ? h - Math.Log(1 - half) : double.PositiveInfinity),
        };
    }
}
