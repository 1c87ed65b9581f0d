namespace Holdfast.Retention.Facts;

/// <summary>Ends by an emptied account: the balance is gone though agreements stand.</summary>
static class LivesPartial
{
    /// <summary>A month's balance and when it was known.</summary>
    internal readonly record struct MonthBalance(Day Month, long Balance, Day KnownOn);

    /// <summary>
    /// Balances by month of one agreement, or for -1 of the customer: as told for the customer as a whole, else the sum over agreements.
    /// </summary>
    internal static List<MonthBalance> Balances(ReadOnlySpan<Position> positions, int agreement)
    {
        var isWholeTold = false;
        foreach (var position in positions) isWholeTold |= position.Agreement == -1;
        var months = new List<MonthBalance>();
        foreach (var position in positions)
        {
            if (agreement == -1 ? isWholeTold && position.Agreement != -1 : position.Agreement != agreement) continue;
            var known = position.Known.From.Day;
            // Positions come in order of time: a month is the last one or a new one.
            if (months.Count == 0 || months[^1].Month != position.Month) months.Add(new(position.Month, 0, known));
            var sum = months[^1];
            months[^1] = new(position.Month, sum.Balance + position.Balance, known > sum.KnownOn ? known : sum.KnownOn);
        }

        return months;
    }

    /// <summary>Cuts stays where the month-end balance stayed under the share of the highest one so far for the definition's days.</summary>
    internal static List<Stay> Cut(List<Stay> stays, List<MonthBalance> balances, ChurnDefinition definition)
    {
        if (balances.Count == 0) return stays;
        var cut = new List<Stay>(stays.Count);
        foreach (var stay in stays) Cut(stay, balances, definition, cut);
        return cut;
    }

    static void Cut(Stay stay, List<MonthBalance> balances, ChurnDefinition definition, List<Stay> into)
    {
        long highest = 0;
        var start = stay.From;
        Day? emptySince = null;
        var isGone = false;
        foreach (var month in balances)
        {
            var monthEnd = month.Month.AddMonths(1);
            if (monthEnd <= stay.From || stay.To is { } to && monthEnd > to) continue;
            highest = Math.Max(highest, month.Balance);
            if (highest == 0 || month.Balance >= definition.BalanceShare * highest)
            {
                if (isGone) start = month.Month;
                isGone = false;
                emptySince = null;
                continue;
            }

            emptySince ??= monthEnd;
            if (isGone || monthEnd - emptySince.Value < definition.Days) continue;
            isGone = true;
            into.Add(Emptied(stay, start, emptySince.Value, month.KnownOn > monthEnd - 1 ? month.KnownOn : monthEnd - 1));
        }

        if (!isGone) into.Add(stay with { From = start, LagDays = definition.Days + 31 });
    }

    static Stay Emptied(Stay stay, Day start, Day since, Day known) => stay with
    {
        From = start,
        To = since,
        KnownTo = known,
        Kind = stay.Kind == Leaving.Involuntary ? stay.Kind : Leaving.Voluntary,
        How = ChurnKind.Partial,
    };
}
