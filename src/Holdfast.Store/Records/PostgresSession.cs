using System.Data.Common;
using Npgsql;

namespace Holdfast.Store.Records;

/// <summary>A connection of the pool. Npgsql prepares what is run often by itself.</summary>
sealed class PostgresSession(NpgsqlConnection connection) : RecordsConnection
{
    public override Dialect Dialect => Dialect.PostgreSql;

    public override DbCommand Rent(Statement statement)
    {
        var command = new NpgsqlCommand(statement.Text, connection);
        foreach (var (type, value) in statement.Parameters) command.Parameters.Add(new NpgsqlParameter { DbType = type, Value = value });
        return command;
    }

    public override void Return(DbCommand command) => command.Dispose();

    public override void Dispose() => connection.Dispose();
}
