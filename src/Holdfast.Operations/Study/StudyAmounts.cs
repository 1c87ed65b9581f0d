using System.Globalization;

namespace Holdfast.Operations.Study;

/// <summary>Amounts of a column as whole numbers of its smallest unit, so that sums are exact: 12.5 and 3.25 become 1250 and 325.</summary>
/// <param name="Values">The whole numbers, one per row.</param>
/// <param name="Decimals">Digits after the decimal point of the unit.</param>
sealed record StudyAmounts(long[] Values, int Decimals)
{
    const int MostDecimals = 9;

    // Sums over many rows must fit too.
    const decimal Most = 1e15m;

    /// <summary>Reads a column; the unit is as fine as its finest amount, or as the finest of some others.</summary>
    /// <exception cref="HoldfastException">A value is no amount, is below the least allowed, or is too large or fine.</exception>
    public static StudyAmounts Of(StudyTable table, string column, bool negative, IEnumerable<decimal> others)
    {
        var texts = table.Column(column);
        var amounts = new decimal[texts.Length];
        for (var row = 0; row < texts.Length; row++)
        {
            amounts[row] = Parse(texts[row]) ?? throw StudyColumns.Wrong(table, row, column, StudyText.Say($"an amount below {Most:G0} with at most {MostDecimals} decimals"));
            if (!negative && amounts[row] < 0) throw StudyColumns.Wrong(table, row, column, "0 or more");
        }

        var decimals = amounts.Concat(others).Select(amount => amount.Scale).DefaultIfEmpty((byte)0).Max();
        var whole = new long[amounts.Length];
        for (var row = 0; row < amounts.Length; row++)
            whole[row] = Whole(amounts[row], decimals) ?? throw StudyColumns.Wrong(table, row, column, StudyText.Say($"an amount below {Most:G0} in units of {Math.Pow(10, -decimals)}"));
        // Whoever adds up to less than a long holds, in any selection, never overflows.
        if (whole.Sum(amount => (decimal)Math.Abs(amount)) > long.MaxValue / 4)
            throw new HoldfastException(StudyText.Say($"{table.File}, column '{column}': the amounts add up to more than can be counted in units of {Math.Pow(10, -decimals)}. Round them."));
        return new StudyAmounts(whole, decimals);
    }

    /// <summary>A number without superfluous zeros; null where the text is none, or one too large or too fine.</summary>
    public static decimal? Parse(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) < Most && Trimmed(amount) is { Scale: <= MostDecimals } trimmed
            ? trimmed : null;

    /// <summary>An amount in units of this column; null where it is too large.</summary>
    public long? InUnits(decimal amount) => Whole(amount, Decimals);

    /// <summary>An amount of units as a number.</summary>
    public double Number(double units) => units / Math.Pow(10, Decimals);

    static long? Whole(decimal amount, int decimals)
    {
        for (var i = 0; i < decimals; i++) amount *= 10;
        return Math.Abs(amount) < Most ? (long)amount : null;
    }

    // Dividing by one with many zeros drops those at the end.
    static decimal Trimmed(decimal amount) => amount / 1.000000000000000000000000000000m;
}
