namespace Holdfast.Retention.Facts;

/// <summary>
/// The one derivation of <see cref="Life"/>s: every rate, curve, label and score counts what this returns.
/// </summary>
/// <remarks>
/// 1. Only what was known before <c>asOf</c> is used: <see cref="HistoryView.AsOf"/> is called inside, so a caller may pass any history.
/// An end is told exactly where <c>KnownLeft &lt; asOf</c>; till then the life lasts.
/// 2. Where spells are told they are the word of the sources; else the customer's agreements together make the life; else the
/// events the customer initiated. Told ends always count.
/// 3. <see cref="ChurnKind.Partial"/> and <see cref="ChurnKind.NotRenewed"/>, where listed, add ends to the told ones;
/// <see cref="ChurnKind.NotRenewed"/> is judged where no spell is told. <see cref="ChurnKind.Silent"/> is used where it is the
/// first definition for the customer as a whole, or where neither spells nor agreements are told.
/// 4. A definition with a product judges the agreements of that product, in place of those without one.
/// 5. Back within <see cref="ChurnDefinition.ReplacedWithinDays"/> days is the same life; later is a new one, won back.
/// 6. A joint account is one decision: holdings alone make no life.
/// <para><b>Cost</b>: O(n) in the facts of the customer, O(n log n) in spells and agreements.</para>
/// </remarks>
public static class Lives
{
    /// <summary>The lives of a customer as known before <paramref name="asOf"/>, in order; empty for a party that never was a customer.</summary>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IReadOnlyList<Life> Of(History history, Business business, Day asOf)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(business);
        var known = history.AsOf(asOf.Start);
        var stays = LivesTold.Stays(known, business, asOf);
        if (OfWhole(business, ChurnKind.Partial) is { } partial)
            stays = LivesPartial.Cut(stays, LivesPartial.Balances(known.Positions.Span, -1), partial);
        if (SilenceOf(business, stays.Count > 0) is { } silent) stays = LivesSilent.Cut(stays, known, silent, asOf);
        return Number(Joined(stays, ReplacedWithinDays(business)));
    }

    /// <summary>Days within which a customer who is back counts as never gone: the closed definition's, else the first one's, else 30.</summary>
    public static int ReplacedWithinDays(Business business)
    {
        ArgumentNullException.ThrowIfNull(business);
        var definition = OfWhole(business, ChurnKind.Closed) ?? (business.Churn.Count > 0 ? business.Churn[0] : null);
        return definition?.ReplacedWithinDays ?? 30;
    }

    static ChurnDefinition? OfWhole(Business business, ChurnKind kind)
    {
        foreach (var definition in business.Churn)
        {
            if (definition.Kind == kind && definition.Product is null) return definition;
        }

        return null;
    }

    static ChurnDefinition? SilenceOf(Business business, bool isTold)
    {
        var silent = OfWhole(business, ChurnKind.Silent);
        if (!isTold) return silent;
        foreach (var definition in business.Churn)
        {
            if (definition.Product is null) return definition.Kind == ChurnKind.Silent ? definition : null;
        }

        return null;
    }

    static List<Stay> Joined(List<Stay> stays, int replacedWithinDays)
    {
        if (stays.Count < 2) return stays;
        stays.Sort(Stay.ByStart);
        var joined = new List<Stay> { stays[0] };
        foreach (var stay in stays.Skip(1))
        {
            if (joined[^1].To is { } to && stay.From - to > replacedWithinDays) joined.Add(stay);
            else joined[^1] = joined[^1].JoinedWith(stay);
        }

        return joined;
    }

    static Life[] Number(List<Stay> stays)
    {
        var lives = new Life[stays.Count];
        var earlierDays = 0;
        for (var i = 0; i < lives.Length; i++)
        {
            var stay = stays[i];
            var origin = i == 0 || stay.Origin is Origin.Migrated or Origin.Bought ? stay.Origin : Origin.WonBack;
            lives[i] = new Life(stay.From, stay.To, stay.KnownTo, stay.Kind, origin, stay.Channel, stay.Unit, stay.OpenedBy,
                stay.Product, stay.AcquisitionCost, i + 1)
            {
                How = stay.How,
                EndReason = stay.EndReason,
                EarlierDays = earlierDays,
                LagDays = stay.LagDays,
            };
            earlierDays += stay.To is { } to ? to - stay.From : 0;
        }

        return lives;
    }
}
