namespace Holdfast.Retention.Predict.Windows;

/// <summary>What became of a customer after a cut-off.</summary>
public enum Outcome
{
    /// <summary>No customer at the cut-off by what was known then, gone before the window opened, or the life was merged away.</summary>
    LeftOut,

    /// <summary>Still a customer when the window closed.</summary>
    Stayed,

    /// <summary>Left of free will within the window: the target.</summary>
    Left,

    /// <summary>Left within the window for another reason (a competing risk): no positive, counted among those who did not leave of free will.</summary>
    LeftOtherwise,
}

/// <summary>One customer at one cut-off, without any fact of what came after but the outcome.</summary>
/// <param name="Life">The life that lasted at the cut-off by what was known then.</param>
/// <param name="Cutoff">The cut-off.</param>
/// <param name="Outcome">What became of the customer.</param>
public readonly record struct Labelled(Facts.Life Life, Facts.Day Cutoff, Outcome Outcome);
