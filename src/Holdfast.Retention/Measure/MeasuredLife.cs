using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Measure;

/// <summary>A life with everything measures cut and weigh it by, in words, so that no order depends on codes.</summary>
/// <param name="Customer">Customer id.</param>
/// <param name="Life">The life.</param>
/// <param name="Cuts">What it may be cut by.</param>
/// <param name="Exit">Why it ended; null while it lasts.</param>
/// <param name="Money">What it cost and brought; null where the facts tell no money.</param>
public sealed record MeasuredLife(string Customer, Life Life, LifeCuts Cuts, LifeExit? Exit, LifeMoney? Money);

/// <summary>A customer's lives, for counting each customer once.</summary>
/// <param name="Lives">The lives, in order.</param>
/// <param name="Measured">The same lives with their cuts, ends and money.</param>
public sealed record MeasuredCustomer(IReadOnlyList<Life> Lives, IReadOnlyList<MeasuredLife> Measured);

/// <summary>What a life may be cut by; "" where not told.</summary>
/// <param name="Region">Region of the unit, else of residence.</param>
/// <param name="Branch">Branch or team.</param>
/// <param name="Channel">Channel of acquisition.</param>
/// <param name="Product">First product.</param>
/// <param name="Origin">acquired, won_back, migrated or bought.</param>
/// <param name="Language">Language.</param>
/// <param name="Person">Who opened it.</param>
public sealed record LifeCuts(string Region, string Branch, string Channel, string Product, string Origin, string Language, string Person)
{
    /// <summary>The cuts by name, in the order in which reports show them.</summary>
    public static IReadOnlyList<(string Name, Func<LifeCuts, string> Of)> All { get; } =
    [
        ("region", c => c.Region), ("branch", c => c.Branch), ("channel", c => c.Channel), ("product", c => c.Product),
        ("origin", c => c.Origin), ("language", c => c.Language), ("person", c => c.Person),
    ];
}

/// <summary>Why a life ended (M4).</summary>
/// <param name="Reason">Name of the reason in the taxonomy, else the source's code; "" where none was told.</param>
/// <param name="Meaning">What the taxonomy says of it; null where it does not know the code.</param>
/// <param name="Source">clerk, survey, inferred, or agreement for the code on the agreement; "" where none was told.</param>
/// <param name="ClerkAndSurveyAgree">Whether clerk and survey name the same reason; null unless both speak.</param>
public sealed record LifeExit(string Reason, Reason? Meaning, string Source, bool? ClerkAndSurveyAgree);

/// <summary>The ledger of a life; money in minor units.</summary>
/// <param name="Cost">Acquisition and onboarding.</param>
/// <param name="Margin">Margin of its observed months.</param>
/// <param name="IsComplete">Whether its months are told from the first one on.</param>
/// <param name="BreakEvenMonth">Months of tenure after which its margin had paid its cost; null where it has not.</param>
/// <param name="ObservedMonths">Months of tenure that are told.</param>
/// <param name="MonthlyMarginAtEnd">Mean margin of its last up to 12 told months.</param>
public sealed record LifeMoney(long Cost, long Margin, bool IsComplete, int? BreakEvenMonth, int ObservedMonths, long MonthlyMarginAtEnd);
