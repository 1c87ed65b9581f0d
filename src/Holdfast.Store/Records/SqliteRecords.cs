using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Holdfast.Store.Records;

/// <summary>Records in one SQLite file: many read at once, each from a moment of its own, while one thread writes for all.</summary>
sealed class SqliteRecords : RecordsDatabase
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly string _file;
    readonly GroupCommit _writer;
    readonly ConcurrentBag<SqliteSession> _idle = [];

    SqliteRecords(string file, GroupCommit writer) => (_file, _writer) = (file, writer);

    public override Dialect Dialect => Dialect.Sqlite;

    public static SqliteRecords Open(string file, IReadOnlyList<Migration> migrations) => SqliteFaults.Told(file, () =>
    {
        SQLitePCL.Batteries_V2.Init();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);

        // Hashes of passwords and keys will lie in it: readable by its owner alone. SQLite gives its log the same rights.
        if (!OperatingSystem.IsWindows()) new FileStream(file, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly }).Dispose();
        var session = SqliteSession.Open(file, writes: true);
        try
        {
            session.Script("PRAGMA journal_mode=WAL");
            session.Script("BEGIN IMMEDIATE");
            Migrations.Apply(migrations, session);
            session.Script("COMMIT");
            return new SqliteRecords(file, new GroupCommit(session, file));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    });

    public override T Read<T>(Func<RecordsTransaction, T> work) => SqliteFaults.Told(_file, () =>
    {
        var session = _idle.TryTake(out var idle) ? idle : SqliteSession.Open(_file, writes: false);
        var transaction = new RecordsTransaction(session);
        try
        {
            session.Script("BEGIN");
            var answer = work(transaction);
            session.Script("COMMIT");
            return answer;
        }
        catch (SqliteException wrote) when (wrote.SqliteErrorCode == SQLitePCL.raw.SQLITE_READONLY)
        {
            throw ReaderWrote(wrote);
        }
        finally
        {
            transaction.End();
            if (session.InTransaction) session.Script("ROLLBACK");
            _idle.Add(session);
        }
    });

    public override T Write<T>(Isolation isolation, Func<RecordsTransaction, T> work, CancellationToken cancel) => WriteAsync(isolation, work, cancel).GetAwaiter().GetResult();

    public override Task<T> WriteAsync<T>(Isolation isolation, Func<RecordsTransaction, T> work, CancellationToken cancel) => _writer.Add(work, cancel);

    public override void Dispose()
    {
        _writer.Dispose();
        while (_idle.TryTake(out var session)) session.Dispose();
    }
}

/// <summary>What SQLite's faults mean to the user.</summary>
static class SqliteFaults
{
    public static T Told<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException fault) when (Sentence(fault, file) is { } sentence)
        {
            throw new RecordsException(sentence, fault);
        }
    }

    /// <summary>The fault as a sentence; null where the statement is at fault and not the world.</summary>
    public static string? Sentence(SqliteException fault, string file) => fault.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => $"The records in {file} are locked by another process for longer than half a minute. Stop it or try again.",
        SQLitePCL.raw.SQLITE_FULL => $"The disk of {file} is full: nothing was written. Make room and try again.",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => $"The records in {file} are damaged ({fault.Message.TrimEnd('.')}). Restore the newest backup.",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM => $"The records in {file} may not be written by this user. Grant it the right to write there.",
        SQLitePCL.raw.SQLITE_CANTOPEN => $"The records in {file} cannot be opened: the file or its folder may not be read and written by this user, or {file} is a folder.",
        SQLitePCL.raw.SQLITE_IOERR => $"The disk failed on {file}: {fault.Message}",
        _ => null,
    };
}
