using static Holdfast.Retention.Segment.Conditions.ConditionType;

namespace Holdfast.Retention.Segment.Conditions;

/// <summary>The terms that every workspace has; docs/conditions.md lists them and a test holds the two together.</summary>
static class StandardTerms
{
    public static IReadOnlyList<ConditionTerm> All { get; } =
    [
        new("churn_probability", Number, "Probability of voluntary churn within the horizon, 0..1."),
        new("churn_low", Number, "Lower end of its 80 % interval, 0..1."),
        new("churn_high", Number, "Upper end of its 80 % interval, 0..1."),
        new("segment_churn_probability", Number, "Mean of churn_probability among the customer's peers, 0..1: those in the same segment before risk is looked at."),
        new("at_risk", Truth, "Whether churn_probability is more than twice the segment's."),
        new("median_remaining_months", Number, "Median remaining life, months."),
        new("monthly_margin", Number, "Expected margin per month, minor units."),
        new("value", Number, "Expected future margin over the value horizon, minor units."),
        new("value_at_risk", Number, "churn_probability x the margin lost with the customer, minor units."),
        new("value_decile", Number, "Tenth by value, 1 (lowest) to 10 (highest)."),
        new("stage", Text, "Stage of life: acquired, onboarding, habit_forming, mid_life, last_third, at_risk, lapsed, churned, won_back."),
        new("segment", Text, "Id of the named segment; only in actions.yaml."),
        new("tenure_days", Number, "Days since the current life began."),
        new("tenure_months", Number, "Months since the current life began, a month being 365.25/12 days."),
        new("life_number", Number, "1 in the first life, 2 after having come back once."),
        new("product_count", Number, "Products held."),
        new("age", Number, "Age in whole years."),
        new("is_company", Truth, "Whether the party is a company."),
        new("language", Text, "BCP 47 tag of the customer's language."),
        new("region", Text, "Region of residence."),
        new("income_band", Text, "Income band as the source words it."),
        new("risk_band", Text, "Credit-risk band as the source words it."),
        new("arrears", Number, "Overdue at the last month's end, minor units."),
        new("complaint_open", Truth, "Whether a complaint waits for an answer."),
        new("vulnerable", Truth, "Whether arrears or an attribute named in policy.yaml ask for care."),
        new("days_until_promotion_end", Number, "Days until the next promotion ends."),
        new("days_until_term_end", Number, "Days until the next term ends."),
        new("days_since_activity", Number, "Days since the last event that the customer initiated."),
        new("has_product", Truth, "Whether the customer holds the product.", [Text]),
        new("days_since_contact", Number, "Days since our last contact, of a purpose where one is given.", [Text], 1),
        new("contacts", Number, "Our contacts in the last so many days, of a purpose where one is given.", [Number, Text], 1),
        new("days_since_offer", Number, "Days since an action was last offered.", [Text]),
        new("accepted", Truth, "Whether the customer ever took the action's offer.", [Text]),
        new("days_since_event", Number, "Days since the last event of a kind.", [Text]),
        new("events", Number, "Events of a kind in the last so many days (at most 365).", [Text, Number]),
        new("feature", Number, "A feature by name, for names that are no plain word.", [Text]),
        new("attribute", Any, "An attribute by name, for names that are no plain word.", [Text]),
    ];
}
