using Holdfast.Retention.Facts;

namespace Holdfast.Store.Warehouse;

/// <summary>Cells of rows that do not come from DuckDB, by the places of the columns in <see cref="FactQuery"/>: those of a pack, those of a journal.</summary>
abstract class FactCells
{
    /// <summary>Whether the cell has a value.</summary>
    public abstract bool IsValid(int column, int row);

    /// <summary>A whole number, money, day, moment or flag.</summary>
    public abstract long Whole(int column, int row);

    /// <summary>A number.</summary>
    public abstract double Number(int column, int row);

    /// <summary>A word.</summary>
    public abstract Code Code(int column, int row);

    /// <summary>A text or word as UTF-8; empty where there is none.</summary>
    public abstract ReadOnlySpan<byte> Utf8(int column, int row);

    /// <summary>A text or word, or null.</summary>
    public string? Text(int column, int row) => IsValid(column, row) ? System.Text.Encoding.UTF8.GetString(Utf8(column, row)) : null;
}
