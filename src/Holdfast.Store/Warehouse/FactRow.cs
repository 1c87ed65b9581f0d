using Holdfast.Native.DuckDb;
using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>One row of a kind of fact while it is read, its columns by their place in the query.</summary>
readonly ref struct FactRow
{
    readonly DuckDbResult _result;
    readonly FactCells? _cells;
    readonly int _row;
    readonly CustomerReading _customer;

    /// <summary>A row of a chunk.</summary>
    /// <param name="result">The chunk.</param>
    /// <param name="row">The row within it.</param>
    /// <param name="customer">What is read beside it.</param>
    public FactRow(DuckDbResult result, int row, CustomerReading customer) => (_result, _row, _customer) = (result, row, customer);

    /// <summary>A row of cells that lie elsewhere.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="row">The row.</param>
    /// <param name="customer">What is read beside it.</param>
    public FactRow(FactCells cells, int row, CustomerReading customer) => (_result, _cells, _row, _customer) = (null!, cells, row, customer);

    /// <summary>From when until when it was held true; the query puts these two columns after the ordinal.</summary>
    public Known Known => new(At(1), IsValid(2) ? At(2) : Instant.Never);

    /// <summary>A word.</summary>
    public Code Code(int column) => _cells?.Code(column, _row) ?? _customer.Words.Of(_result[column], _row);

    /// <summary>A text, or null.</summary>
    public string? Text(int column) => _cells is { } cells ? cells.Text(column, _row) : _result[column].Text(_row);

    /// <summary>A moment.</summary>
    public Instant At(int column) => new(_cells is { } cells ? cells.Whole(column, _row) : _result[column].Values<long>()[_row]);

    /// <summary>A day.</summary>
    public Day Day(int column) => new(_cells is { } cells ? (int)cells.Whole(column, _row) : _result[column].Values<int>()[_row]);

    /// <summary>A day, or null.</summary>
    public Day? DayIfGiven(int column) => IsValid(column) ? Day(column) : null;

    /// <summary>A whole number or money; 0 where it is not given.</summary>
    public long Whole(int column) => WholeIfGiven(column) ?? 0;

    /// <summary>A whole number or money, or null.</summary>
    public long? WholeIfGiven(int column) => !IsValid(column) ? null : _cells is { } cells ? cells.Whole(column, _row) : _result[column].Values<long>()[_row];

    /// <summary>A number; NaN where it is not given.</summary>
    public double Number(int column) => !IsValid(column) ? double.NaN : _cells is { } cells ? cells.Number(column, _row) : _result[column].Values<double>()[_row];

    /// <summary>A flag.</summary>
    /// <param name="column">The column.</param>
    /// <param name="otherwise">What it is where it is not given.</param>
    public bool Flag(int column, bool otherwise) => !IsValid(column) ? otherwise : _cells is { } cells ? cells.Whole(column, _row) != 0 : _result[column].Values<byte>()[_row] != 0;

    /// <summary>Number of the agreement that the column names; -1 where it names none of the customer's.</summary>
    public int Agreement(int column) => IsValid(column) ? _customer.AgreementNumber(Utf8(column)) : -1;

    /// <summary>Number of the agreement of this row, given one where it is new.</summary>
    public int NewAgreement(int column) => _customer.AddAgreement(Utf8(column));

    /// <summary>Whether the row tells of something learned late, or replaced since.</summary>
    public bool IsLate => IsValid(2) || (_cells is { } cells ? cells.Whole(3, _row) : _result[3].Values<byte>()[_row]) != 0;

    bool IsValid(int column) => _cells is { } cells ? cells.IsValid(column, _row) : _result[column].IsValid(_row);

    ReadOnlySpan<byte> Utf8(int column) => _cells is { } cells ? cells.Utf8(column, _row) : _result[column].Utf8(_row);
}
