using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Holdfast.Store.Records;

/// <summary>A connection to the file, with its prepared commands kept by their text.</summary>
sealed class SqliteSession : RecordsConnection
{
    const int KeptCommands = 200;
    const int WaitMilliseconds = 30_000;

    readonly SqliteConnection _connection;
    readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    SqliteSession(SqliteConnection connection) => _connection = connection;

    public override Dialect Dialect => Dialect.Sqlite;

    /// <summary>Whether a transaction is open: some faults end it behind one's back.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle!) == 0;

    public static SqliteSession Open(string file, bool writes)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);

            // synchronous=FULL: with WAL, a commit returns only after the log is on disk. Another process that writes is waited for.
            // secure_delete=ON: what is deleted is overwritten; else an erased person's id stays in the file till its page is used again.
            session.Script($"PRAGMA secure_delete=ON; PRAGMA busy_timeout={WaitMilliseconds}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA query_only={(writes ? "OFF" : "ON")}");
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public override DbCommand Rent(Statement statement)
    {
        var text = statement.Text;
        if (!_prepared.Remove(text, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = text;
        }

        for (var i = 0; i < statement.Parameters.Count; i++)
        {
            if (command.Parameters.Count == i) command.Parameters.Add(new SqliteParameter { ParameterName = "$" + (i + 1) });
            command.Parameters[i].Value = statement.Parameters[i].Value;
        }

        return command;
    }

    public override void Return(DbCommand command)
    {
        if (_prepared.Count >= KeptCommands || !_prepared.TryAdd(command.CommandText, (SqliteCommand)command)) command.Dispose();
    }

    public override void Dispose()
    {
        foreach (var command in _prepared.Values) command.Dispose();
        _connection.Dispose();
    }
}
