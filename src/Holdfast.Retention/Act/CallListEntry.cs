namespace Holdfast.Retention.Act;

/// <summary>One line of the call list: what a clerk needs, and nothing a customer could be hurt by reading.</summary>
public sealed record CallListEntry
{
    /// <summary>Place in the list, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Customer id.</summary>
    public required string Customer { get; init; }

    /// <summary>Name to greet with; "" where not told.</summary>
    public required string Name { get; init; }

    /// <summary>Id of the action.</summary>
    public required string Action { get; init; }

    /// <summary>What to do, the action's name.</summary>
    public required string Task { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Script for this reason; "" where the catalogue has none.</summary>
    public required string Script { get; init; }

    /// <summary>The offer, in the customer's language where the catalogue has it; "" where there is none.</summary>
    public required string Offer { get; init; }

    /// <summary>Language the offer is written in, BCP 47 tag.</summary>
    public required string OfferLanguage { get; init; }

    /// <summary>Writing direction of that language: ltr or rtl.</summary>
    public required string Direction { get; init; }

    /// <summary>The customer's language, BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>Channel the decision chose.</summary>
    public required string Channel { get; init; }

    /// <summary>Ways to reach the customer that work and are allowed, best first.</summary>
    public required IReadOnlyList<WayToReach> Ways { get; init; }

    /// <summary>Margin that may be lost, rounded to two digits, minor units.</summary>
    public required long ValueAtStakeMinor { get; init; }

    /// <summary>Last day to act, <c>yyyy-MM-dd</c>.</summary>
    public required string Deadline { get; init; }

    /// <summary>Branch or team that owns the customer; "" where not told.</summary>
    public required string Owner { get; init; }
}

/// <summary>A way to reach a customer.</summary>
/// <param name="Kind">phone, email, sms, app or letter.</param>
/// <param name="Value">Number or address.</param>
public sealed record WayToReach(string Kind, string Value);
