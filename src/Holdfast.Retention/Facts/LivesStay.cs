namespace Holdfast.Retention.Facts;

/// <summary>A stretch of time with us before replacement is looked at: raw material of a <see cref="Life"/>.</summary>
/// <param name="From">First day.</param>
/// <param name="To">First day no longer; null while it lasts.</param>
/// <param name="KnownTo">First day on which the end was known; null while it lasts.</param>
/// <param name="Kind">Why it ended.</param>
/// <param name="How">How the end was recognised; null while it lasts.</param>
sealed record Stay(Day From, Day? To, Day? KnownTo, Leaving Kind, ChurnKind? How)
{
    internal static Comparer<Stay> ByStart { get; } = Comparer<Stay>.Create(Compare);

    internal Origin Origin { get; init; }

    internal Code Channel { get; init; }

    internal Code Unit { get; init; }

    internal Code OpenedBy { get; init; }

    internal Code Product { get; init; }

    internal Code EndReason { get; init; }

    internal long? AcquisitionCost { get; init; }

    internal int LagDays { get; init; }

    /// <summary>Both as one: how it began from the first, how it ended from the one that ended last, the unit from the newest.</summary>
    internal Stay JoinedWith(Stay next)
    {
        var last = EndsAfter(next) ? this : next;
        return this with
        {
            To = last.To,
            KnownTo = last.KnownTo,
            Kind = last.Kind,
            How = last.How,
            EndReason = last.EndReason,
            LagDays = Math.Max(LagDays, next.LagDays),
            Unit = Given(next.Unit, Unit),
            Channel = Given(Channel, next.Channel),
            OpenedBy = Given(OpenedBy, next.OpenedBy),
            Product = Given(Product, next.Product),
            AcquisitionCost = AcquisitionCost ?? next.AcquisitionCost,
        };
    }

    static Code Given(Code first, Code second) => first.IsGiven ? first : second;

    bool EndsAfter(Stay other)
    {
        if (To is not { } to) return true;
        if (other.To is not { } otherTo) return false;
        return to != otherTo ? to > otherTo : Weight(Kind) >= Weight(other.Kind);
    }

    // Where several agreements end on one day a death or a choice tells more than the recoding that came with it.
    static int Weight(Leaving kind) => kind switch { Leaving.Involuntary => 3, Leaving.Voluntary => 2, Leaving.Administrative => 1, _ => 0 };

    static int Compare(Stay left, Stay right)
    {
        var byStart = left.From.CompareTo(right.From);
        if (byStart != 0) return byStart;
        return (left.To?.Number ?? int.MaxValue).CompareTo(right.To?.Number ?? int.MaxValue);
    }
}
