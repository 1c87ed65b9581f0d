using Microsoft.Data.Sqlite;

namespace Holdfast.Store.Records;

/// <summary>Copies records that are kept in a SQLite file, as they are at one moment, while others write.</summary>
public static class RecordsCopy
{
    /// <summary>Copies.</summary>
    /// <param name="file">The file.</param>
    /// <param name="to">A file that is not there yet.</param>
    /// <exception cref="RecordsException">The file is damaged, locked for too long, or the disk refused.</exception>
    public static void Take(string file, string to) => SqliteFaults.Told(file, () =>
    {
        SQLitePCL.Batteries_V2.Init();
        using var source = Open(file, SqliteOpenMode.ReadWrite);
        using var copy = Open(to, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(copy);
        return 0;
    });

    static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }
}
