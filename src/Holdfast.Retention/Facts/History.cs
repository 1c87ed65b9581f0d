namespace Holdfast.Retention.Facts;

/// <summary>
/// One customer's facts in order of time: the one thing folds see. Immutable.
/// Facts are ordered by when they happened, then by key, then by when they were learned; corrections stand beside what
/// they correct until <see cref="HistoryView.AsOf"/> picks what was known.
/// </summary>
public sealed record History
{
    /// <summary>The customer's id as the sources give it; of several ids told to be one customer's, the one that stands for all.</summary>
    public required string Customer { get; init; }

    /// <summary>The ids the facts were told under where several are one customer's; empty where it is <see cref="Customer"/> alone.</summary>
    public IReadOnlyList<string> ToldAs { get; init; } = [];

    /// <summary>The dictionary of all codes in this history.</summary>
    public required Codes Codes { get; init; }

    /// <summary>Versions of who the party is.</summary>
    public ReadOnlyMemory<Party> Parties { get; init; }

    /// <summary>Named properties.</summary>
    public ReadOnlyMemory<PartyAttribute> Attributes { get; init; }

    /// <summary>Ways to reach the party.</summary>
    public ReadOnlyMemory<ContactPoint> ContactPoints { get; init; }

    /// <summary>Lives as told by the sources; empty where only agreements or events are told.</summary>
    public ReadOnlyMemory<Spell> Spells { get; init; }

    /// <summary>Agreements; positions and events name them by <see cref="Agreement.Number"/>.</summary>
    public ReadOnlyMemory<Agreement> Agreements { get; init; }

    /// <summary>Parts in agreements.</summary>
    public ReadOnlyMemory<Holding> Holdings { get; init; }

    /// <summary>Month-end states.</summary>
    public ReadOnlyMemory<Position> Positions { get; init; }

    /// <summary>What happened.</summary>
    public ReadOnlyMemory<Event> Events { get; init; }

    /// <summary>Contacts.</summary>
    public ReadOnlyMemory<Contact> Contacts { get; init; }

    /// <summary>Offers.</summary>
    public ReadOnlyMemory<Offer> Offers { get; init; }

    /// <summary>What the party said.</summary>
    public ReadOnlyMemory<Feedback> Feedback { get; init; }

    /// <summary>Reasons for leaving.</summary>
    public ReadOnlyMemory<ExitReason> ExitReasons { get; init; }

    /// <summary>Arms of experiments.</summary>
    public ReadOnlyMemory<Assignment> Assignments { get; init; }

    /// <summary>Whether any fact was learned after it happened or was ever replaced: then a prefix by time is not what was known.</summary>
    public bool HasLateFacts { get; init; }
}
