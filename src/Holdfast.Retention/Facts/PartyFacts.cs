namespace Holdfast.Retention.Facts;

/// <summary>A person or a company.</summary>
public enum PartyKind
{
    /// <summary>A natural person.</summary>
    Person,

    /// <summary>A company or another body.</summary>
    Company,
}

/// <summary>Who a party is. Key: party; a newer <c>known_at</c> replaces the whole row.</summary>
/// <param name="At">When it was so.</param>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Kind">Person or company.</param>
/// <param name="Name">The name to greet with, or null.</param>
/// <param name="BirthDate">Day of birth or founding, or null.</param>
/// <param name="Language">BCP 47 language tag such as <c>fa</c>, or null.</param>
/// <param name="Household">Id of the household, or null.</param>
/// <param name="Region">Region of residence, or null.</param>
/// <param name="IncomeBand">Income band as the source words it, or null.</param>
/// <param name="RiskBand">Credit-risk band as the source words it, or null.</param>
public sealed record Party(
    Instant At,
    Known Known,
    PartyKind Kind,
    string? Name,
    Day? BirthDate,
    string? Language,
    string? Household,
    string? Region,
    string? IncomeBand,
    string? RiskBand);

/// <summary>One named property of a party. Key: party + name; a newer <c>known_at</c> replaces it.</summary>
/// <param name="At">When it was so.</param>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Name">The attribute's name as the mapping gives it.</param>
/// <param name="Text">Its value as a word; <see cref="Code.None"/> where it is a number.</param>
/// <param name="Number">Its value as a number; NaN where it is a word.</param>
public readonly record struct PartyAttribute(Instant At, Known Known, Code Name, Code Text, double Number);

/// <summary>A way to reach a party. Key: party + kind + value.</summary>
/// <param name="At">When it was so.</param>
/// <param name="Known">From when until when it was held true.</param>
/// <param name="Kind">phone, email, sms, app, letter.</param>
/// <param name="Value">The number or address.</param>
/// <param name="Preferred">Whether the party asked to be reached here.</param>
/// <param name="State">works, bounced, unreachable or recycled.</param>
/// <param name="Consent">Whether the party may be contacted here for marketing.</param>
public sealed record ContactPoint(Instant At, Known Known, Code Kind, string Value, bool Preferred, Code State, bool Consent);
