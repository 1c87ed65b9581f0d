namespace Holdfast.Retention.Predict.Answers;

/// <summary>
/// Turns the chance of sounding inclined into how much likelier than others a customer is to be inclined. Some sound inclined out of
/// politeness, and do so whoever they are: what the least inclined of all show is nothing but that, and is taken off everybody's chance.
/// </summary>
/// <remarks>
/// <b>Source</b>: Blanchard, Lee and Scott 2010 (the share of a mixture's noise is its smallest share among the groups told apart).
/// </remarks>
/// <param name="Polite">Chance of sounding inclined out of politeness, 0..1.</param>
/// <param name="Mean">Mean chance of sounding inclined, 0..1.</param>
public readonly record struct Leaning(double Polite, double Mean)
{
    // The least of all predictions is the luckiest error of the model; a twentieth of them lies below what is taken.
    const double LeastShare = 0.05;
    const double Least = 1e-3;

    /// <summary>Most times the mean customer.</summary>
    public const double Most = 4;

    /// <summary>Where nothing tells who is inclined: everybody is the mean customer.</summary>
    public static Leaning Untold => default;

    /// <summary>The scale of customers' chances.</summary>
    /// <param name="chances">Chances of sounding inclined of customers who were reached, 0..1, any order.</param>
    public static Leaning Of(IReadOnlyList<double> chances)
    {
        ArgumentNullException.ThrowIfNull(chances);
        if (chances.Count == 0) return Untold;
        var ordered = chances.Order().ToArray();
        return new Leaning(ordered[(int)(LeastShare * (ordered.Length - 1))], chances.Average());
    }

    /// <summary>How much likelier than the mean customer one is to be inclined, 0..4.</summary>
    /// <param name="chance">The customer's chance of sounding inclined, 0..1.</param>
    public double Lean(double chance) => Mean - Polite < Least ? 1 : Math.Clamp((chance - Polite) / (Mean - Polite), 0, Most);
}
