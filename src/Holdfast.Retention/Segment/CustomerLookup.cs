using Holdfast.Retention.Facts;
using Holdfast.Retention.Predict;
using Holdfast.Retention.Segment.Conditions;

namespace Holdfast.Retention.Segment;

/// <summary>Everything a condition may ask of one customer.</summary>
public sealed record CustomerLookup
{
    const double DaysPerMonth = 365.25 / 12;

    /// <summary>What the history says.</summary>
    public required CustomerState State { get; init; }

    /// <summary>What the model says; null for customers who have left.</summary>
    public CustomerScore? Score { get; init; }

    /// <summary>The value of a feature by name, NaN where there is none.</summary>
    public Func<string, double> Feature { get; init; } = _ => double.NaN;

    /// <summary>Where the customer stands; null while that is being decided.</summary>
    public Standing? Standing { get; init; }

    /// <summary>Whether arrears or an attribute ask for care.</summary>
    public bool Vulnerable { get; init; }

    /// <summary>Days after which a complaint is no longer open where its closing is not told.</summary>
    public int ComplaintDays { get; init; } = 60;

    /// <summary>Whether what tells of risk is not given: customers are compared with peers who were not chosen by their risk.</summary>
    public bool WithoutRisk { get; init; }

    /// <summary>The value of a term of <see cref="ConditionVocabulary"/>; not given for a name that is not known.</summary>
    public ConditionValue Value(string name, IReadOnlyList<ConditionValue> arguments) =>
        OfScore(name) ?? OfParty(name) ?? OfHistory(name) ?? OfFunction(name, arguments) ?? OfName(name);

    ConditionValue? OfScore(string name) => name switch
    {
        "churn_probability" or "churn_low" or "churn_high" or "median_remaining_months" or "value_at_risk" or "at_risk" or "segment_churn_probability" when WithoutRisk => ConditionValue.NotGiven,
        "churn_probability" => Scored(score => score.ChurnProbability),
        "churn_low" => Scored(score => score.ChurnLow),
        "churn_high" => Scored(score => score.ChurnHigh),
        "median_remaining_months" => Scored(score => score.MedianRemainingMonths),
        "monthly_margin" => Scored(score => score.MonthlyMargin),
        "value" => Scored(score => score.Value),
        "value_at_risk" => Scored(score => score.ValueAtRisk),
        "segment_churn_probability" => Standing is null ? ConditionValue.NotGiven : ConditionValue.Of(Standing.SegmentChurn),
        "at_risk" => Standing is null ? ConditionValue.NotGiven : ConditionValue.Of(Standing.AtRisk),
        "value_decile" => Standing is null ? ConditionValue.NotGiven : ConditionValue.Of(Standing.Segment.ValueDecile),
        "stage" => Standing is null ? ConditionValue.NotGiven : ConditionValue.Of(LifecycleStages.Word(Standing.Segment.Stage)),
        "segment" => Standing is null ? ConditionValue.NotGiven : ConditionValue.Of(Standing.Segment.Segment),
        _ => null,
    };

    ConditionValue? OfParty(string name) => name switch
    {
        "age" => State.Party?.BirthDate is { } birth ? ConditionValue.Of(Years(birth)) : ConditionValue.NotGiven,
        "is_company" => State.Party is null ? ConditionValue.NotGiven : ConditionValue.Of(State.Party.Kind == PartyKind.Company),
        "language" => ConditionValue.Of(State.Party?.Language),
        "region" => ConditionValue.Of(State.Party?.Region),
        "income_band" => ConditionValue.Of(State.Party?.IncomeBand),
        "risk_band" => ConditionValue.Of(State.Party?.RiskBand),
        _ => null,
    };

    ConditionValue? OfHistory(string name) => name switch
    {
        "tenure_days" => State.Life is { } life ? ConditionValue.Of(life.TenureDays(State.AsOf)) : ConditionValue.NotGiven,
        "tenure_months" => State.Life is { } life ? ConditionValue.Of(life.TenureDays(State.AsOf) / DaysPerMonth) : ConditionValue.NotGiven,
        "life_number" => State.Life is { } life ? ConditionValue.Of(life.Number) : ConditionValue.NotGiven,
        "product_count" => ConditionValue.Of(State.Products.Count),
        "arrears" => ConditionValue.Of(State.Arrears),
        "complaint_open" => ConditionValue.Of(State.HasOpenComplaint(ComplaintDays)),
        "vulnerable" => ConditionValue.Of(Vulnerable),
        "days_until_promotion_end" => Until(StrainKind.PromotionEnd),
        "days_until_term_end" => Until(StrainKind.TermEnd),
        "days_since_activity" => Since(State.LastActivity),
        _ => null,
    };

    ConditionValue? OfFunction(string name, IReadOnlyList<ConditionValue> arguments) => name switch
    {
        "has_product" => ConditionValue.Of(State.Holds(Text(arguments, 0))),
        "days_since_contact" => Since(Last(OurContacts(Text(arguments, 0)).Select(contact => contact.Day))),
        "contacts" => ConditionValue.Of(OurContacts(Text(arguments, 1)).Count(contact => State.AsOf - contact.Day <= arguments[0].Number)),
        "days_since_offer" => Since(Last(State.Offers.Where(offer => offer.Action == Text(arguments, 0)).Select(offer => offer.Made))),
        "accepted" => ConditionValue.Of(State.Offers.Any(offer => offer.Action == Text(arguments, 0) && offer.Accepted)),
        "days_since_event" => Since(Last(Events(arguments))),
        "events" => ConditionValue.Of(Events(arguments).Count(day => State.AsOf - day <= arguments[1].Number)),
        "feature" => ConditionValue.Of(Feature(Text(arguments, 0))),
        "attribute" => State.Attributes.GetValueOrDefault(Text(arguments, 0)),
        _ => null,
    };

    ConditionValue OfName(string name)
    {
        var feature = Feature(name);
        return double.IsNaN(feature) ? State.Attributes.GetValueOrDefault(name) : ConditionValue.Of(feature);
    }

    ConditionValue Scored(Func<CustomerScore, double> value) => Score is null ? ConditionValue.NotGiven : ConditionValue.Of(value(Score));

    ConditionValue Since(Day? day) => day is { } known ? ConditionValue.Of(State.AsOf - known) : ConditionValue.NotGiven;

    ConditionValue Until(StrainKind kind)
    {
        foreach (var strain in State.Strains)
        {
            if (strain.Kind == kind && strain.Day >= State.AsOf) return ConditionValue.Of(strain.Day - State.AsOf);
        }

        return ConditionValue.NotGiven;
    }

    int Years(Day birth)
    {
        var years = State.AsOf.Date.Year - birth.Date.Year;
        return birth.Date.AddYears(years) > State.AsOf.Date ? years - 1 : years;
    }

    IEnumerable<PastContact> OurContacts(string purpose) =>
        State.Contacts.Where(contact => !contact.Inbound && (purpose.Length == 0 || contact.Purpose == purpose));

    IReadOnlyList<Day> Events(IReadOnlyList<ConditionValue> arguments) => State.EventDays.GetValueOrDefault(Text(arguments, 0)) ?? [];

    static Day? Last(IEnumerable<Day> days)
    {
        Day? last = null;
        foreach (var day in days) last = day;
        return last;
    }

    static string Text(IReadOnlyList<ConditionValue> arguments, int index) => index < arguments.Count ? arguments[index].Text ?? "" : "";
}
