namespace Holdfast.Retention.Facts;

/// <summary>Stays as the sources tell them: by spells, else by agreements.</summary>
static class LivesTold
{
    internal static List<Stay> Stays(History known, Business business, Day asOf)
    {
        var stays = new List<Stay>();
        foreach (var spell in known.Spells.Span) stays.Add(OfSpell(spell, known, business));
        if (stays.Count > 0) return stays;
        foreach (var agreement in InOrder(known.Agreements.Span)) stays.AddRange(OfAgreement(agreement, known, business, asOf));
        return stays;
    }

    static Stay OfSpell(Spell spell, History known, Business business)
    {
        var first = InOrder(known.Agreements.Span).FirstOrDefault(a => Overlaps(a, spell));
        var reason = spell.Left is { } left ? ReasonNear(left, known) : Code.None;
        var kind = spell.Left is null ? Leaving.None
            : spell.Kind != Leaving.None ? spell.Kind
            : KindOf(reason, known, business);
        return new Stay(spell.Joined, spell.Left, KnownOf(spell.Left, spell.Known), kind, spell.Left is null ? null : ChurnKind.Closed)
        {
            Origin = spell.Origin,
            Channel = spell.Channel,
            Unit = spell.Unit,
            OpenedBy = spell.OpenedBy,
            Product = first?.Product ?? Code.None,
            EndReason = reason,
            AcquisitionCost = spell.AcquisitionCost,
        };
    }

    static bool Overlaps(Agreement agreement, Spell spell) =>
        (spell.Left is not { } left || agreement.Started < left) && (agreement.Ended is not { } ended || ended >= spell.Joined);

    // The reason coded on the agreement that ended last around the day of leaving, else the one stated by clerk or customer.
    static Code ReasonNear(Day left, History known)
    {
        var reason = Code.None;
        var nearest = default(Day);
        foreach (var agreement in InOrder(known.Agreements.Span))
        {
            if (agreement.Ended is not { } ended || !agreement.EndReason.IsGiven || Math.Abs(ended - left) > 31) continue;
            if (reason.IsGiven && ended < nearest) continue;
            reason = agreement.EndReason;
            nearest = ended;
        }

        if (reason.IsGiven) return reason;
        foreach (var exit in known.ExitReasons.Span)
        {
            if (Math.Abs(exit.At.Day - left) <= 31) return exit.Reason;
        }

        return Code.None;
    }

    static List<Stay> OfAgreement(Agreement agreement, History known, Business business, Day asOf)
    {
        var definitions = Definitions(business, known.Codes.Name(agreement.Product));
        List<Stay> stays = [Told(agreement, known, business)];
        foreach (var definition in definitions)
        {
            if (definition.Kind == ChurnKind.NotRenewed) stays = [Lapsed(stays[0], agreement, definition, asOf)];
        }

        foreach (var definition in definitions)
        {
            if (definition.Product is null) continue;
            if (definition.Kind == ChurnKind.Partial)
                stays = LivesPartial.Cut(stays, LivesPartial.Balances(known.Positions.Span, agreement.Number), definition);
            if (definition.Kind == ChurnKind.Silent) stays = LivesSilent.Cut(stays, OfAgreementOnly(known, agreement.Number), definition, asOf);
        }

        return stays;
    }

    static Stay Told(Agreement agreement, History known, Business business)
    {
        var start = new Stay(agreement.Started, null, null, Leaving.None, null) { Product = agreement.Product };
        if (agreement.Ended is not { } ended) return start;
        var next = agreement.ReplacedBy is null ? null : InOrder(known.Agreements.Span).FirstOrDefault(a => a.Id == agreement.ReplacedBy);
        var to = next is not null && next.Started > ended ? next.Started : ended;
        var kind = agreement.ReplacedBy is null ? KindOf(agreement.EndReason, known, business) : Leaving.Administrative;
        return start with
        {
            To = to,
            KnownTo = KnownOf(to, agreement.Known),
            Kind = kind,
            How = ChurnKind.Closed,
            EndReason = agreement.EndReason,
        };
    }

    static Stay Lapsed(Stay stay, Agreement agreement, ChurnDefinition definition, Day asOf)
    {
        if (agreement.TermEnds is not { } term || term <= stay.From) return stay;
        var judged = term + definition.GraceDays;
        if (judged >= asOf || stay.To is { } to && to <= judged) return stay with { LagDays = definition.GraceDays };
        return stay with
        {
            To = term,
            KnownTo = KnownOf(judged, agreement.Known),
            Kind = stay.Kind == Leaving.None ? Leaving.Voluntary : stay.Kind,
            How = ChurnKind.NotRenewed,
            LagDays = definition.GraceDays,
        };
    }

    static ChurnDefinition[] Definitions(Business business, string product)
    {
        var own = business.Churn.Where(d => d.Product == product).ToArray();
        return own.Length > 0 ? own : [.. business.Churn.Where(d => d.Product is null)];
    }

    static History OfAgreementOnly(History known, int agreement)
    {
        var events = new List<Event>();
        foreach (var happened in known.Events.Span)
        {
            if (happened.Agreement == agreement) events.Add(happened);
        }

        return known with { Events = events.ToArray() };
    }

    static IEnumerable<Agreement> InOrder(ReadOnlySpan<Agreement> agreements)
    {
        if (agreements.Length < 2) return agreements.ToArray();
        return agreements.ToArray().OrderBy(a => a.Started.Number).ThenBy(a => a.Id, StringComparer.Ordinal);
    }

    static Leaving KindOf(Code reason, History known, Business business) =>
        business.Reasons.TryGetValue(known.Codes.Name(reason), out var meaning) && meaning.Kind != Leaving.None
            ? meaning.Kind
            : Leaving.Voluntary;

    static Day? KnownOf(Day? ended, Known known)
    {
        if (ended is not { } day) return null;
        return known.From.Day > day ? known.From.Day : day;
    }
}
