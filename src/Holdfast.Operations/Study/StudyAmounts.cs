using System.Globalization;

namespace Holdfast.Operations.Study;

/// <summary>Amounts of a column as whole numbers of its smallest unit, so that sums are exact: 12.5 and 3.25 become 1250 and 325.</summary>
/// <param name="Values">The whole numbers, one per row.</param>
/// <param name="Decimals">Digits after the decimal point of the unit.</param>
/// <param name="Note">What the user should know of how they were read; null where they are exact.</param>
sealed record StudyAmounts(long[] Values, int Decimals, string? Note)
{
    /// <summary>Most digits after the decimal point that are counted.</summary>
    public const int MostDecimals = 9;

    // Sums over many rows must fit too.
    const decimal Most = 1e15m;

    // Whoever adds up to less than a long holds, in any selection, never overflows.
    const decimal MostInAll = long.MaxValue / 4;

    /// <summary>
    /// Reads a column; the unit is as fine as its finest amount, or as the finest of some others. Amounts finer than 9 decimals, as
    /// models write them, are rounded to the finest unit in which all of them can be counted.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="isUse">Whether it is something that is used up: then no amount is below 0, and what is rounded is rounded up, so that no limit is passed.</param>
    /// <param name="others">Amounts that must be counted in the same unit.</param>
    /// <exception cref="HoldfastException">A value is no amount, is below the least allowed, or is too large.</exception>
    public static StudyAmounts Of(StudyTable table, string column, bool isUse, IEnumerable<decimal> others)
    {
        var amounts = Read(table, column, isUse);
        var finest = amounts.Concat(others).Select(amount => (int)amount.Scale).DefaultIfEmpty(0).Max();
        if (finest > MostDecimals) return Rounded(amounts, column, isUse);
        var whole = new long[amounts.Length];
        for (var row = 0; row < amounts.Length; row++)
            whole[row] = Whole(amounts[row], finest) ?? throw StudyColumns.Wrong(table, row, column, StudyText.Say($"an amount below {Most:G0} in units of {Math.Pow(10, -finest)}"));
        if (whole.Sum(amount => (decimal)Math.Abs(amount)) > MostInAll)
            throw new HoldfastException(StudyText.Say($"{table.File}, column '{column}': the amounts add up to more than can be counted in units of {Math.Pow(10, -finest)}. Round them."));
        return new StudyAmounts(whole, finest, null);
    }

    /// <summary>A number without superfluous zeros; null where the text is none, or one too large.</summary>
    public static decimal? Parse(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) < Most ? Trimmed(amount) : null;

    static decimal[] Read(StudyTable table, string column, bool isUse)
    {
        var texts = table.Column(column);
        var amounts = new decimal[texts.Length];
        for (var row = 0; row < texts.Length; row++)
        {
            amounts[row] = Parse(texts[row]) ?? throw StudyColumns.Wrong(table, row, column, StudyText.Say($"an amount below {Most:G0}"));
            if (isUse && amounts[row] < 0) throw StudyColumns.Wrong(table, row, column, "0 or more");
        }

        return amounts;
    }

    static StudyAmounts Rounded(decimal[] amounts, string column, bool isUse)
    {
        var (largest, all) = (amounts.Max(Math.Abs), amounts.Sum(Math.Abs));
        var decimals = MostDecimals;
        while (decimals > 0 && (Scaled(largest, decimals) >= Most || Scaled(all, decimals) + amounts.Length > MostInAll)) decimals--;
        var rounding = isUse ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToEven;
        return new StudyAmounts(
            [.. amounts.Select(amount => (long)Scaled(decimal.Round(amount, decimals, rounding), decimals))],
            decimals,
            StudyText.Say($"Column '{column}' has amounts with more than {MostDecimals} decimals: they were rounded {(isUse ? "up " : "")}to {decimals}."));
    }

    /// <summary>An amount in units of this column; null where it is too large.</summary>
    public long? InUnits(decimal amount) => Whole(amount, Decimals);

    /// <summary>An amount of units as a number.</summary>
    public double Number(double units) => units / Math.Pow(10, Decimals);

    static long? Whole(decimal amount, int decimals)
    {
        var units = Scaled(amount, decimals);
        return Math.Abs(units) < Most ? (long)units : null;
    }

    static decimal Scaled(decimal amount, int decimals)
    {
        for (var i = 0; i < decimals; i++) amount *= 10;
        return amount;
    }

    // Dividing by one with many zeros drops those at the end.
    static decimal Trimmed(decimal amount) => amount / 1.000000000000000000000000000000m;
}
