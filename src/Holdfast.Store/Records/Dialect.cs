namespace Holdfast.Store.Records;

/// <summary>Which database keeps the records.</summary>
public enum Dialect
{
    /// <summary>SQLite: one file in the workspace, no server.</summary>
    Sqlite,

    /// <summary>PostgreSQL, reached by a connection string.</summary>
    PostgreSql,
}
