namespace Holdfast.Retention.Facts;

/// <summary>Why a spell ended. The kinds compete as risks; only <see cref="Voluntary"/> is the target of prediction.</summary>
public enum Leaving
{
    /// <summary>The spell has not ended.</summary>
    None,

    /// <summary>The customer chose to leave.</summary>
    Voluntary,

    /// <summary>Death, non-payment, fraud, closed by us, failed card or top-up, left the country, insolvency.</summary>
    Involuntary,

    /// <summary>Migration, merger, recoding: nobody left.</summary>
    Administrative,
}

/// <summary>How a spell began.</summary>
public enum Origin
{
    /// <summary>A customer who was won: counts as new.</summary>
    Acquired,

    /// <summary>Back after having left: neither new nor lost.</summary>
    WonBack,

    /// <summary>Moved here from another system or branch with true tenure: neither new nor lost.</summary>
    Migrated,

    /// <summary>Came with a bought portfolio: neither new nor lost.</summary>
    Bought,
}
