using Holdfast.Native.DuckDb;

namespace Holdfast.Operations.Ingest;

/// <summary>Walks over the numbers in a result's first column, one at a time.</summary>
sealed class RowNumbers(DuckDbResult result) : IDisposable
{
    int _row = -1;

    /// <summary>Whether there is a current number.</summary>
    public bool HasCurrent { get; private set; }

    /// <summary>The current number.</summary>
    public long Current => result[0].Whole(_row);

    /// <summary>Goes to the next one; false at the end.</summary>
    public bool MoveNext()
    {
        _row++;
        if (_row < result.RowCount) return HasCurrent = true;
        _row = 0;
        return HasCurrent = result.Next();
    }

    /// <inheritdoc/>
    public void Dispose() => result.Dispose();
}
