using System.Buffers.Binary;
using Holdfast.Native.Posix;
using Holdfast.Retention.Facts;
using Holdfast.Store.Warehouse;

namespace Holdfast.Store.Live;

/// <summary>The rows of one kind in a pack. Safe for many readers at once.</summary>
/// <param name="file">The mapped file.</param>
/// <param name="directory">Where its parts are.</param>
/// <param name="kind">The kind.</param>
/// <param name="codes">The dictionary, which begins with the pack's words in their order.</param>
sealed class PackCells(MappedFile file, PackDirectory directory, PackedKind kind, Codes codes) : FactCells
{
    // The place of a kind's own time among the columns of FactQuery, where it is told as a moment: the first after known_at, until and late.
    const int Time = 4;

    readonly PackedColumn[] _columns = [.. kind.Columns];
    readonly long _heap = directory.Sections["heap"];

    /// <summary>The rows of a customer: the first, and the one after the last.</summary>
    public (int From, int To) Rows(int customer)
    {
        var starts = file.Span(kind.Starts + 4L * customer, 8);
        return (BinaryPrimitives.ReadInt32LittleEndian(starts), BinaryPrimitives.ReadInt32LittleEndian(starts[4..]));
    }

    /// <inheritdoc/>
    public override bool IsValid(int column, int row) => _columns[column - 1].Form == PackedForm.Number ? !double.IsNaN(Number(column, row)) : Code(_columns[column - 1], row) != 0;

    /// <inheritdoc/>
    public override long Whole(int column, int row)
    {
        var packed = _columns[column - 1];
        var value = unchecked(packed.Base + packed.Scale * (long)(Code(packed, row) - 1));
        return packed.Form == PackedForm.Late ? value + Whole(Time, row) : value;
    }

    /// <inheritdoc/>
    public override double Number(int column, int row) => BitConverter.UInt64BitsToDouble(Code(_columns[column - 1], row));

    /// <inheritdoc/>
    public override Code Code(int column, int row) =>
        _columns[column - 1].Form == PackedForm.Word ? new Code((int)Code(_columns[column - 1], row)) : codes.Of(Text(column, row));

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Utf8(int column, int row)
    {
        var packed = _columns[column - 1];
        var code = Code(packed, row);
        if (code == 0) return default;
        return packed.Form == PackedForm.Word ? System.Text.Encoding.UTF8.GetBytes(codes.Name(new Code((int)code))) : Heap(file, _heap + (long)code - 1);
    }

    /// <summary>A text of the heap: 32 bits of length, then UTF-8.</summary>
    public static ReadOnlySpan<byte> Heap(MappedFile file, long at) => file.Span(at + 4, BinaryPrimitives.ReadInt32LittleEndian(file.Span(at, 4)));

    ulong Code(PackedColumn packed, int row) => packed.Width switch
    {
        0 => (ulong)packed.Same,
        1 => file.Span(packed.Offset + row, 1)[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(file.Span(packed.Offset + 2L * row, 2)),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(file.Span(packed.Offset + 4L * row, 4)),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(file.Span(packed.Offset + 8L * row, 8)),
    };
}
