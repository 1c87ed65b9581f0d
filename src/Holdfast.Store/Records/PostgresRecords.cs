using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Npgsql;

namespace Holdfast.Store.Records;

/// <summary>
/// Records in PostgreSQL. Units of work run side by side on pooled connections, serializable unless the work asks for less; where the
/// database finds that two cannot have happened one after the other, it refuses one and that one is run again, after some refusals alone.
/// The database groups commits by itself.
/// </summary>
sealed class PostgresRecords : RecordsDatabase
{
    const int Connections = 48;
    const int AttemptsBesideOthers = 3;
    const long MigrationLock = 0x486F6C6466617374;
    static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    readonly NpgsqlDataSource _source;
    readonly WriterThreads _threads = new(Connections);
    readonly ReaderWriterLockSlim _turns = new();

    PostgresRecords(NpgsqlDataSource source) => _source = source;

    public override Dialect Dialect => Dialect.PostgreSql;

    public static PostgresRecords Open(string connection, IReadOnlyList<Migration> migrations)
    {
        var source = Source(connection);
        var records = new PostgresRecords(source);
        try
        {
            records.Told(() => records.Migrate(migrations));
            return records;
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    public override T Read<T>(Func<RecordsTransaction, T> work) => Told(() => Once(work, IsolationLevel.RepeatableRead, readOnly: true));

    public override T Write<T>(Isolation isolation, Func<RecordsTransaction, T> work, CancellationToken cancel) => Told(() =>
    {
        var level = isolation == Isolation.Serializable ? IsolationLevel.Serializable : IsolationLevel.ReadCommitted;
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                return attempt <= AttemptsBesideOthers ? BesideOthers(() => Once(work, level, readOnly: false)) : Alone(() => Once(work, level, readOnly: false));
            }
            catch (PostgresException refused) when (IsToBeRepeated(refused) && Stopwatch.GetElapsedTime(started) < LongestRetry)
            {
                // Another length for each thread, so that the same two do not meet again.
                Thread.Sleep(Math.Min(attempt, 20) * (Environment.CurrentManagedThreadId * 7 % 5) / 2);
            }
        }
    });

    public override Task<T> WriteAsync<T>(Isolation isolation, Func<RecordsTransaction, T> work, CancellationToken cancel) => _threads.Run(() => Write(isolation, work, cancel), cancel);

    public override void Dispose()
    {
        _threads.Dispose();
        _source.Dispose();
        _turns.Dispose();
    }

    static NpgsqlDataSource Source(string connection)
    {
        try
        {
            var told = new DbConnectionStringBuilder { ConnectionString = connection };
            var settings = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = "holdfast", NoResetOnClose = true };
            if (!told.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = Connections;
            if (!told.ContainsKey("Max Auto Prepare")) settings.MaxAutoPrepare = 100;
            if (!told.ContainsKey("Include Error Detail")) settings.IncludeErrorDetail = false;
            var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);

            builder.UsePhysicalConnectionInitializer(Prepare, async fresh => await Task.Run(() => Prepare(fresh)));
            return builder.Build();
        }
        catch (ArgumentException wrong)
        {
            throw new RecordsException($"The connection string of the records is wrong: {wrong.Message} An example: Host=localhost;Database=holdfast;Username=holdfast.", wrong);
        }
    }

    // A database set to acknowledge before its log is on disk would break what Write promises. A small table read from end to end counts as
    // read wholly by a serializable transaction, and every other one that writes to it would be refused: an index reads rows. Where no index
    // serves, such a search then counts as so dear that it would be compiled each time, so that is off.
    static void Prepare(NpgsqlConnection fresh)
    {
        using var command = new NpgsqlCommand("SET enable_seqscan TO off; SET jit TO off; SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'", fresh);
        command.ExecuteNonQuery();
    }

    T BesideOthers<T>(Func<T> work)
    {
        _turns.EnterReadLock();
        try
        {
            return work();
        }
        finally
        {
            _turns.ExitReadLock();
        }
    }

    // Of many that change one row all but one are refused each time: they would hinder each other for long.
    T Alone<T>(Func<T> work)
    {
        _turns.EnterWriteLock();
        try
        {
            return work();
        }
        finally
        {
            _turns.ExitWriteLock();
        }
    }

    static bool IsToBeRepeated(PostgresException refused) => refused.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    T Once<T>(Func<RecordsTransaction, T> work, IsolationLevel isolation, bool readOnly)
    {
        using var connection = _source.OpenConnection();
        using var boundary = connection.BeginTransaction(isolation);
        var session = new PostgresSession(connection);
        if (readOnly) session.Script("SET TRANSACTION READ ONLY");
        var transaction = new RecordsTransaction(session);
        try
        {
            var answer = work(transaction);
            Commit(boundary);
            return answer;
        }
        catch (PostgresException wrote) when (wrote.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction && readOnly)
        {
            throw ReaderWrote(wrote);
        }
        finally
        {
            transaction.End();
        }
    }

    static void Commit(NpgsqlTransaction boundary)
    {
        try
        {
            boundary.Commit();
        }
        catch (NpgsqlException cut) when (cut is not PostgresException)
        {
            throw new RecordsException($"The connection to the records broke while work was being committed: it is not known whether it happened. ({cut.Message})", cut);
        }
    }

    bool Migrate(IReadOnlyList<Migration> migrations)
    {
        using var connection = _source.OpenConnection();
        using var boundary = connection.BeginTransaction();
        var session = new PostgresSession(connection);
        var transaction = new RecordsTransaction(session);
        var encoding = transaction.One($"SELECT current_setting('server_encoding') AS encoding", row => row.Text("encoding"));
        if (encoding != "UTF8") throw new RecordsException($"The database of the records keeps text as {encoding}; UTF8 is needed: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0.");
        transaction.List($"SELECT 1 FROM pg_advisory_xact_lock({MigrationLock})", _ => true);
        Migrations.Apply(migrations, session);
        boundary.Commit();
        return true;
    }

    T Told<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (NpgsqlException fault) when (Sentence(fault) is { } sentence)
        {
            throw new RecordsException(sentence, fault);
        }
    }

    // Neither password nor whole connection string is told, as messages end in logs.
    string? Sentence(NpgsqlException fault)
    {
        if (fault is not PostgresException told) return $"The records' database at {Place()} cannot be reached: {fault.Message}{(fault.InnerException is { } inner ? $": {inner.Message}" : "")}";
        return told.SqlState[..2] switch
        {
            "28" or "3D" => $"The records' database at {Place()} lets nobody in with this connection string: {told.MessageText}.",
            "40" => $"Work on the records was refused for half a minute, as others changed the same rows: {told.MessageText}.",
            "53" or "57" or "58" => $"The records' database at {Place()} cannot work now: {told.MessageText}.",
            "42" when told.SqlState == PostgresErrorCodes.InsufficientPrivilege => $"The user of the records' database may not do what is needed: {told.MessageText}. Make it the owner of the database.",
            _ => null,
        };
    }

    string Place()
    {
        var settings = new NpgsqlConnectionStringBuilder(_source.ConnectionString);
        return $"{settings.Host}:{settings.Port}, database {settings.Database ?? settings.Username}";
    }
}
