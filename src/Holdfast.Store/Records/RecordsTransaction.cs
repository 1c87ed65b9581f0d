namespace Holdfast.Store.Records;

/// <summary>
/// One transaction on the records: all of it happens or nothing, and it sees the records as of one moment. Handed to a unit of work
/// and of no use after it.
/// </summary>
public sealed class RecordsTransaction
{
    readonly RecordsConnection _connection;
    bool _ended;

    internal RecordsTransaction(RecordsConnection connection) => _connection = connection;

    /// <summary>
    /// The end of a SELECT that takes rows to work on: passes over rows another transaction has locked. Empty on SQLite, where
    /// only one transaction writes at a time.
    /// </summary>
    public StatementPart ForUpdateSkipLocked => _connection.Dialect == Dialect.PostgreSql ? SkipLocked : StatementPart.None;

    static StatementPart SkipLocked { get; } = StatementPart.Of($" FOR UPDATE SKIP LOCKED");

    /// <summary>Changes rows.</summary>
    /// <returns>How many.</returns>
    public int Execute(Statement statement) => Use(statement, command => Math.Max(0, command.ExecuteNonQuery()));

    /// <summary>All rows of an answer.</summary>
    public IReadOnlyList<T> List<T>(Statement statement, Func<Row, T> read) => Use<IReadOnlyList<T>>(statement, command =>
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(new Row(reader)));
        return rows;
    });

    /// <summary>The first row of an answer; null where there is none.</summary>
    public T? Find<T>(Statement statement, Func<Row, T> read)
        where T : class => List(statement, read) is [var first, ..] ? first : null;

    /// <summary>The one row of an answer, such as a count.</summary>
    /// <exception cref="InvalidOperationException">There is none, or more than one.</exception>
    public T One<T>(Statement statement, Func<Row, T> read) => List(statement, read) switch
    {
        [var only] => only,
        var rows => throw new InvalidOperationException($"One row was expected and {rows.Count} came: {statement.Text}"),
    };

    /// <summary>Whether an answer has a row.</summary>
    public bool Any(Statement statement) => List(statement, _ => true).Count > 0;

    internal void End() => _ended = true;

    T Use<T>(Statement statement, Func<System.Data.Common.DbCommand, T> run)
    {
        ArgumentNullException.ThrowIfNull(statement);
        if (_ended) throw new InvalidOperationException("The transaction has ended; a transaction is of use only within its unit of work.");
        var command = _connection.Rent(statement);
        try
        {
            return run(command);
        }
        finally
        {
            _connection.Return(command);
        }
    }
}
