namespace Holdfast.Retention.Predict.Effects;

/// <summary>One customer of an experiment.</summary>
/// <param name="Treated">Whether the action was assigned, whoever was reached: the effect is that of deciding for the action.</param>
/// <param name="Risk">Log-odds of the calibrated probability on the day of the assignment.</param>
/// <param name="Left">Whether the customer left of free will within the horizon after it.</param>
public readonly record struct Trial(bool Treated, double Risk, bool Left)
{
    /// <summary>How much likelier than others the customer is to be inclined when contacted, 0 and up; 1 for the mean customer, and for all where nothing tells it.</summary>
    public double Lean { get; init; } = 1;
}
