namespace Holdfast.Store.Records;

/// <summary>
/// The records of a workspace: accounts, jobs and what else needs transactions. SQLite by default, PostgreSQL by a connection string,
/// with the same meaning: a unit of work sees one moment, happens wholly or not at all, as if alone, and once it is
/// acknowledged it outlives a power cut.
/// </summary>
/// <remarks>
/// A unit of work is short, touches nothing but its transaction and may be run again from its start where PostgreSQL asks for that;
/// it never starts another one. Conflicts of keys are asked for in SQL (ON CONFLICT), not caught.
/// </remarks>
public abstract class RecordsDatabase : IDisposable
{
    private protected RecordsDatabase()
    {
    }

    /// <summary>Which database it is.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>Number of the newest layout this program knows.</summary>
    public static int NewestLayout(Dialect dialect) => Migrations.Of(dialect).Count;

    /// <summary>Opens the records, makes them where there are none, and brings older ones to the layout of this program.</summary>
    /// <param name="connection">Connection string of PostgreSQL; null or empty for SQLite.</param>
    /// <param name="file">The file of SQLite; its folder is made where it is missing.</param>
    /// <exception cref="RecordsException">They cannot be reached, are damaged, or were made by a newer program.</exception>
    public static RecordsDatabase Open(string? connection, string file) =>
        string.IsNullOrWhiteSpace(connection) ? SqliteRecords.Open(file, Migrations.Of(Dialect.Sqlite)) : PostgresRecords.Open(connection, Migrations.Of(Dialect.PostgreSql));

    /// <summary>Reads, at one moment.</summary>
    /// <exception cref="RecordsException">The records cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The work tried to write.</exception>
    public abstract T Read<T>(Func<RecordsTransaction, T> work);

    private protected static InvalidOperationException ReaderWrote(Exception cause) => new("Work that only reads tried to write; use Write.", cause);

    /// <summary>Does a unit of work and waits until it is safe on disk.</summary>
    /// <returns>What the work returned.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before the work began; once begun it is brought to its end.</exception>
    /// <exception cref="RecordsException">The records cannot be written; nothing of the work has happened, unless the message says that it is not known.</exception>
    public T Write<T>(Func<RecordsTransaction, T> work, CancellationToken cancel) => Write(Isolation.Serializable, work, cancel);

    /// <summary>Does a unit of work that may need less than to be alone, and waits until it is safe on disk.</summary>
    /// <inheritdoc cref="Write{T}(Func{RecordsTransaction, T}, CancellationToken)"/>
    public abstract T Write<T>(Isolation isolation, Func<RecordsTransaction, T> work, CancellationToken cancel);

    /// <summary>Does a unit of work on a thread of the records; the task ends when it is safe on disk.</summary>
    /// <inheritdoc cref="Write{T}(Func{RecordsTransaction, T}, CancellationToken)"/>
    public Task<T> WriteAsync<T>(Func<RecordsTransaction, T> work, CancellationToken cancel) => WriteAsync(Isolation.Serializable, work, cancel);

    /// <summary>Does a unit of work that may need less than to be alone on a thread of the records; the task ends when it is safe on disk.</summary>
    /// <inheritdoc cref="Write{T}(Func{RecordsTransaction, T}, CancellationToken)"/>
    public abstract Task<T> WriteAsync<T>(Isolation isolation, Func<RecordsTransaction, T> work, CancellationToken cancel);

    /// <summary>Waits for work that was begun and closes the records.</summary>
    public abstract void Dispose();
}
