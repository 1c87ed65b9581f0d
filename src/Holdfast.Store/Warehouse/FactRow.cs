using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>One row of a kind of fact while it is read, its columns by their place in the query.</summary>
/// <param name="result">The chunk.</param>
/// <param name="row">The row within it.</param>
/// <param name="customer">What is read beside it.</param>
readonly ref struct FactRow(DuckDbResult result, int row, CustomerReading customer)
{
    /// <summary>From when until when it was held true; the query puts these two columns after the ordinal.</summary>
    public Known Known => new(At(1), result[2].IsValid(row) ? At(2) : Instant.Never);

    /// <summary>A word.</summary>
    public Code Code(int column) => customer.Words.Of(result[column], row);

    /// <summary>A text, or null.</summary>
    public string? Text(int column) => result[column].Text(row);

    /// <summary>A moment.</summary>
    public Instant At(int column) => new(result[column].Values<long>()[row]);

    /// <summary>A day.</summary>
    public Day Day(int column) => new(result[column].Values<int>()[row]);

    /// <summary>A day, or null.</summary>
    public Day? DayIfGiven(int column) => result[column].IsValid(row) ? Day(column) : null;

    /// <summary>A whole number or money; 0 where it is not given.</summary>
    public long Whole(int column) => WholeIfGiven(column) ?? 0;

    /// <summary>A whole number or money, or null.</summary>
    public long? WholeIfGiven(int column) => result[column].IsValid(row) ? result[column].Values<long>()[row] : null;

    /// <summary>A number; NaN where it is not given.</summary>
    public double Number(int column) => result[column].IsValid(row) ? result[column].Values<double>()[row] : double.NaN;

    /// <summary>A flag.</summary>
    /// <param name="column">The column.</param>
    /// <param name="otherwise">What it is where it is not given.</param>
    public bool Flag(int column, bool otherwise) => result[column].IsValid(row) ? result[column].Values<byte>()[row] != 0 : otherwise;

    /// <summary>Number of the agreement that the column names; -1 where it names none of the customer's.</summary>
    public int Agreement(int column) => result[column].IsValid(row) ? customer.AgreementNumber(result[column].Utf8(row)) : -1;

    /// <summary>Number of the agreement of this row, given one where it is new.</summary>
    public int NewAgreement(int column) => customer.AddAgreement(result[column].Utf8(row));
}
