using System.Globalization;
using Holdfast.Native.DuckDb;

namespace Holdfast.Store.Warehouse;

/// <summary>
/// A load: staging tables <c>staged_&lt;kind&gt;</c> with the columns of <see cref="Retention.Facts.FactCatalog"/> (money and whole
/// BIGINT, day DATE, instant TIMESTAMP, code and text VARCHAR, flag BOOLEAN, number DOUBLE), then <c>source</c> VARCHAR and <c>row</c>
/// BIGINT, the row of the source the fact came from. Of equals the first row of the first source by name is kept.
/// </summary>
public sealed class FactLoad : IDisposable
{
    readonly WarehouseFolder _folder;
    bool _isUnlimited;

    internal FactLoad(WarehouseFolder folder, DuckDbSettings settings)
    {
        _folder = folder;

        // DuckDB makes the folder it spills to, but none above it.
        Directory.CreateDirectory(folder.Root);
        Connection = DuckDbConnection.Open(settings);
        foreach (var table in FactTable.All) Connection.Execute($"CREATE TABLE {table.Staged}({table.StagedDefinition})");
    }

    /// <summary>Newest journal segment whose facts are staged; 0 for none. The manifest will tell that they are in it.</summary>
    internal long JournalSegment { get; init; }

    /// <summary>The connection with the staging tables.</summary>
    public DuckDbConnection Connection { get; }

    /// <summary>
    /// Stores what is new among the staged facts: finds duplicates and corrections by key, writes sorted files and publishes the next
    /// manifest. Where another publisher was faster it starts again from what that one published, so nothing is lost. Publishing the
    /// same facts again stores nothing.
    /// </summary>
    /// <exception cref="InvalidDataException">A stored file is missing or damaged.</exception>
    /// <exception cref="DuckDbException">DuckDB failed, for one because the disk is full.</exception>
    /// <exception cref="IOException">The disk refused to keep the files.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled: nothing was published.</exception>
    public LoadOutcome Publish(CancellationToken cancel)
    {
        _folder.Create();
        using var publishing = _folder.Lock(shared: true, cancel);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var (current, next) = _folder.CurrentAndNext();
            if (Attempt(current, next, cancel) is not { } outcome) continue;
            if (outcome.Published) CollectGarbage();
            return outcome;
        }
    }

    // A key told millions of times cannot be judged in pieces. Then the limit becomes four fifths of the machine's: a load that takes more memory is better than none.
    LoadOutcome? Attempt(Manifest current, long next, CancellationToken cancel)
    {
        try
        {
            return new LoadAttempt(Connection, _folder, current, next) { JournalSegment = JournalSegment }.Run(cancel);
        }
        catch (DuckDbException full) when (!_isUnlimited && full.Message.StartsWith("Out of Memory", StringComparison.Ordinal))
        {
            _isUnlimited = true;

            // RESET would change what DuckDB says of the limit and not the limit.
            Connection.Execute(string.Create(CultureInfo.InvariantCulture, $"SET memory_limit = '{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_250_000}MB'"), cancel);
            return null;
        }
    }

    // The facts are published: what could not be removed now is removed the next time.
    void CollectGarbage()
    {
        try
        {
            Garbage.Collect(_folder);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();
}
