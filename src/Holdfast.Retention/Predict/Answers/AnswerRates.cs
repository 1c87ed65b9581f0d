namespace Holdfast.Retention.Predict.Answers;

/// <summary>
/// How an action was answered in the past, on average: the catalogue's take rate counts as <see cref="PriorContacts"/> contacts, so that an
/// action that was never offered keeps it and one that often was goes by what came of it.
/// </summary>
/// <param name="Contacts">Contacts about the action.</param>
/// <param name="Reached">Of them, reached.</param>
/// <param name="Taken">Of them, taken.</param>
/// <param name="Assumed">Take rate of the catalogue, 0..1.</param>
public readonly record struct AnswerRates(int Contacts, int Reached, int Taken, double Assumed)
{
    /// <summary>Contacts the catalogue's take rate is worth.</summary>
    public const int PriorContacts = 30;

    /// <summary>Share of contacts that end in taking.</summary>
    public double TakeRate => (Taken + PriorContacts * Assumed) / (Contacts + PriorContacts);

    /// <summary>Share of the reached that take, where so many of all are reached; below 1.</summary>
    /// <param name="reachedShare">Share of all contacts that reach, 0..1.</param>
    public double TakeRateOfReached(double reachedShare)
    {
        var reached = Reached + PriorContacts * reachedShare;
        return Math.Clamp((Taken + PriorContacts * Assumed) / Math.Max(1e-9, reached), 1e-4, 1 - 1e-4);
    }
}
