using System.Data.Common;

namespace Holdfast.Store.Records;

/// <summary>One open connection and its commands.</summary>
abstract class RecordsConnection : IDisposable
{
    public abstract Dialect Dialect { get; }

    /// <summary>A command ready to run.</summary>
    public abstract DbCommand Rent(Statement statement);

    /// <summary>Takes a command back.</summary>
    public abstract void Return(DbCommand command);

    /// <summary>Runs text without parameters outside any unit of work: BEGIN, COMMIT, a migration.</summary>
    public void Script(string text)
    {
        var command = Rent(Statement.OfScript(text));
        try
        {
            command.ExecuteNonQuery();
        }
        finally
        {
            Return(command);
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
