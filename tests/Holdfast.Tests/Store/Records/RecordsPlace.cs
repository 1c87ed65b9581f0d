using Holdfast.Store.Records;

namespace Holdfast.Tests.Store.Records;

/// <summary>A place of its own for the records of a test: a file, or a copy of a database that has the newest layout already.</summary>
sealed class RecordsPlace : IDisposable
{
    static readonly Lazy<string> Template = new(MakeTemplate);

    readonly TempFolder _folder = new();

    public RecordsPlace(Dialect dialect, bool empty = false)
    {
        Dialect = dialect;
        File = _folder.File("records.db");
        Connection = dialect == Dialect.Sqlite ? null : PostgresCluster.NewDatabase(empty ? "template0" : Template.Value);
    }

    public Dialect Dialect { get; }

    public string File { get; }

    public string? Connection { get; }

    public RecordsDatabase Open() => RecordsDatabase.Open(Connection, File);

    /// <summary>Opens with another list of migrations than the program's.</summary>
    public RecordsDatabase Open(IReadOnlyList<Migration> migrations) =>
        Connection is null ? SqliteRecords.Open(File, migrations) : PostgresRecords.Open(Connection, migrations);

    public void Dispose() => _folder.Dispose();

    static string MakeTemplate()
    {
        var connection = PostgresCluster.NewDatabase();
        RecordsDatabase.Open(connection, "").Dispose();
        return new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!;
    }
}
