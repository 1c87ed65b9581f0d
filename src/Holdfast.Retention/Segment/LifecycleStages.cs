using Holdfast.Retention.Facts;

namespace Holdfast.Retention.Segment;

/// <summary>What the stage of a customer's life is told from.</summary>
/// <param name="State">What the history says.</param>
/// <param name="MedianRemainingMonths">Predicted median remaining life, months; NaN where there is no score.</param>
/// <param name="IsFalling">Whether that remaining life is falling.</param>
/// <param name="AtRisk">Whether P(churn) is more than twice the segment's.</param>
/// <param name="EventsAreTold">Whether the business tells events of customers at all.</param>
public sealed record StageQuestion(CustomerState State, double MedianRemainingMonths, bool IsFalling, bool AtRisk, bool EventsAreTold);

/// <summary>The stage of a customer's life (S2). The first that fits counts: a customer is in exactly one.</summary>
public static class LifecycleStages
{
    const double DaysPerMonth = 365.25 / 12;

    static readonly string[] Words = ["acquired", "onboarding", "habit_forming", "mid_life", "last_third", "at_risk", "lapsed", "churned", "won_back"];

    /// <summary>The stage's word in conditions and files, such as mid_life.</summary>
    public static string Word(LifecycleStage stage) => Words[(int)stage];

    /// <summary>The stage of a word.</summary>
    /// <exception cref="ArgumentException">No stage has this word.</exception>
    public static LifecycleStage OfWord(string word) => Array.IndexOf(Words, word) is var index and >= 0
        ? (LifecycleStage)index
        : throw new ArgumentException($"'{word}' is no stage of life; allowed: {string.Join(", ", Words)}");

    /// <summary>The stage a customer is in.</summary>
    public static LifecycleStage Of(StageQuestion question, Stages borders)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(borders);
        var state = question.State;
        if (!state.IsCustomer) return LifecycleStage.Churned;
        var life = state.Life!;
        var tenureDays = life.TenureDays(state.AsOf);
        var unused = question.EventsAreTold && (state.LastActivity is not { } last || last < life.Joined);
        if (life.Number == 1 && tenureDays < borders.OnboardingDays)
            return tenureDays < 1 || unused ? LifecycleStage.Acquired : LifecycleStage.Onboarding;
        if (IsLapsed(question, tenureDays, borders)) return LifecycleStage.Lapsed;
        if (question.AtRisk) return LifecycleStage.AtRisk;
        if (life.Number > 1 && tenureDays < borders.WonBackDays) return LifecycleStage.WonBack;
        if (IsLastThird(question, tenureDays, borders)) return LifecycleStage.LastThird;
        return tenureDays < borders.HabitDays ? LifecycleStage.HabitForming : LifecycleStage.MidLife;
    }

    static bool IsLapsed(StageQuestion question, int tenureDays, Stages borders) =>
        question.EventsAreTold
        && (question.State.LastActivity is { } last ? question.State.AsOf - last : tenureDays) > borders.LapsedDays;

    /// <summary>tenure / (tenure + r) >= 2/3 with r under 24 months or falling; for a contract that runs to a term, by its term.</summary>
    static bool IsLastThird(StageQuestion question, int tenureDays, Stages borders)
    {
        if (question.State.TermShare is { } share) return share >= borders.LastThirdShare;
        var remaining = question.MedianRemainingMonths;
        var tenure = tenureDays / DaysPerMonth;
        return (remaining < borders.LastThirdMonths || question.IsFalling) && tenure / (tenure + remaining) >= borders.LastThirdShare;
    }
}
