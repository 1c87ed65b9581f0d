using System.Runtime.InteropServices;

namespace Holdfast.Native.DuckDb;

/// <summary>An open database; closed when its last connection is.</summary>
sealed unsafe class DatabaseHandle : SafeHandle
{
    DatabaseHandle(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Opens a new in-memory database.</summary>
    public static DatabaseHandle Open(DuckDbSettings settings)
    {
        nint config, database;
        byte* error;
        if (DuckDbMethods.CreateConfig(&config) != 0) throw new DuckDbException("DuckDB has no memory for its settings.");
        try
        {
            foreach (var (name, value) in settings.Options()) Set(config, name, value);
            if (DuckDbMethods.Open(null, &database, config, &error) == 0) return new DatabaseHandle(database);
            var text = Marshal.PtrToStringUTF8((nint)error) ?? "DuckDB does not open.";
            DuckDbMethods.Free(error);
            throw new DuckDbException(text);
        }
        finally
        {
            DuckDbMethods.DestroyConfig(&config);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        var database = handle;
        DuckDbMethods.Close(&database);
        return true;
    }

    static void Set(nint config, string name, string value)
    {
        fixed (byte* n = Sql.Bytes(name), v = Sql.Bytes(value))
        {
            if (DuckDbMethods.SetConfig(config, n, v) != 0) throw new DuckDbException($"DuckDB does not take the setting {name} = '{value}'.");
        }
    }
}

/// <summary>An open connection; keeps its database open.</summary>
sealed unsafe class ConnectionHandle : SafeHandle
{
    readonly DatabaseHandle _database;

    ConnectionHandle(DatabaseHandle database, nint handle)
        : base(0, ownsHandle: true)
    {
        _database = database;
        SetHandle(handle);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The database it is a connection of.</summary>
    public DatabaseHandle Database => _database;

    /// <summary>Connects to a database.</summary>
    public static ConnectionHandle Connect(DatabaseHandle database)
    {
        var added = false;
        database.DangerousAddRef(ref added);
        nint connection;
        if (DuckDbMethods.Connect(database.DangerousGetHandle(), &connection) == 0) return new ConnectionHandle(database, connection);
        database.DangerousRelease();
        throw new DuckDbException("DuckDB does not give another connection.");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        var connection = handle;
        DuckDbMethods.Disconnect(&connection);
        _database.DangerousRelease();
        return true;
    }
}
