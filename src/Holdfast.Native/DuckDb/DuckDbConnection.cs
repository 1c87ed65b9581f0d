using System.Runtime.InteropServices;
using System.Text;

namespace Holdfast.Native.DuckDb;

/// <summary>
/// A connection to an in-memory DuckDB database. Not for several threads at once; one streaming result at a time
/// (open another connection <see cref="Beside"/> it for a second one).
/// </summary>
public sealed unsafe class DuckDbConnection : IDisposable
{
    DuckDbConnection(ConnectionHandle handle) => Handle = handle;

    /// <summary>The native connection.</summary>
    internal ConnectionHandle Handle { get; }

    /// <summary>Opens a new in-memory database.</summary>
    /// <param name="settings">Its settings; null for the defaults.</param>
    /// <exception cref="DuckDbException">The library is missing (the message says what to run) or refuses a setting.</exception>
    public static DuckDbConnection Open(DuckDbSettings? settings = null)
    {
        using var database = DatabaseHandle.Open(settings ?? new DuckDbSettings());
        return new DuckDbConnection(ConnectionHandle.Connect(database));
    }

    /// <summary>Another connection to the same database, with the same tables; the database lives until the last one is disposed.</summary>
    public DuckDbConnection Beside() => new(ConnectionHandle.Connect(Handle.Database));

    /// <summary>Runs one or several statements and drops their results.</summary>
    /// <param name="sql">The statements, separated by semicolons.</param>
    /// <param name="cancel">Interrupts the statement.</param>
    /// <returns>Rows changed by the last statement.</returns>
    /// <exception cref="DuckDbException">DuckDB refused; with its text.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public long Execute(string sql, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        using var interrupt = InterruptOn(cancel);
        nint statements = 0;
        try
        {
            ulong count;
            fixed (byte* text = Sql.Bytes(sql)) count = DuckDbMethods.ExtractStatements(Handle.DangerousGetHandle(), text, &statements);
            if (count == 0 && DuckDbMethods.ExtractError(statements) is not null and var error && *error != 0) throw Fault(error, cancel);
            var changed = 0L;
            for (var i = 0UL; i < count; i++)
            {
                nint statement = 0;
                try
                {
                    if (DuckDbMethods.PrepareExtracted(Handle.DangerousGetHandle(), statements, i, &statement) != 0) throw Fault(DuckDbMethods.PrepareError(statement), cancel);
                    changed = PendingStatement.Run(statement, cancel);
                }
                finally
                {
                    DuckDbMethods.DestroyPrepare(&statement);
                }
            }

            return changed;
        }
        finally
        {
            DuckDbMethods.DestroyExtracted(&statements);
        }
    }

    /// <summary>Runs one statement and streams its rows, chunk by chunk.</summary>
    /// <param name="sql">One statement; <c>?</c> or <c>$1</c> stand for parameters.</param>
    /// <param name="parameters">Values of the parameters: null, string, bool, int, long or double.</param>
    /// <exception cref="DuckDbException">DuckDB refused; with its text.</exception>
    /// <exception cref="ArgumentException">A parameter is of another type.</exception>
    public DuckDbResult Query(string sql, params ReadOnlySpan<object?> parameters) => Query(sql, CancellationToken.None, parameters);

    /// <summary>Runs one statement and streams its rows, chunk by chunk.</summary>
    /// <param name="sql">One statement; <c>?</c> or <c>$1</c> stand for parameters.</param>
    /// <param name="cancel">Interrupts the statement, also while its rows are read.</param>
    /// <param name="parameters">Values of the parameters: null, string, bool, int, long or double.</param>
    /// <exception cref="DuckDbException">DuckDB refused; with its text.</exception>
    /// <exception cref="ArgumentException">A parameter is of another type.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public DuckDbResult Query(string sql, CancellationToken cancel, params ReadOnlySpan<object?> parameters)
    {
        cancel.ThrowIfCancellationRequested();
        using var interrupt = InterruptOn(cancel);
        nint statement = 0;
        NativeResult result = default;
        try
        {
            fixed (byte* text = Sql.Bytes(sql))
            {
                if (DuckDbMethods.Prepare(Handle.DangerousGetHandle(), text, &statement) != 0)
                    throw Fault(DuckDbMethods.PrepareError(statement), cancel);
            }

            for (var i = 0; i < parameters.Length; i++) Bind(statement, i + 1, parameters[i]);
            if (DuckDbMethods.ExecuteStreaming(statement, &result) == 0) return new DuckDbResult(this, result, cancel);
            var fault = Fault(DuckDbMethods.ResultError(&result), cancel);
            DuckDbMethods.DestroyResult(&result);
            throw fault;
        }
        finally
        {
            DuckDbMethods.DestroyPrepare(&statement);
        }
    }

    /// <summary>The first value of the first row as a whole number; null where there is no row or it is null.</summary>
    /// <exception cref="InvalidCastException">The column is not a whole number, a date or a moment.</exception>
    public long? Whole(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var result = Query(sql, parameters);
        return result.Next() && result[0].IsValid(0) ? result[0].Whole(0) : null;
    }

    /// <summary>The first value of the first row as a double; null where there is no row or it is null.</summary>
    /// <exception cref="InvalidCastException">The column is not DOUBLE.</exception>
    public double? Number(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var result = Query(sql, parameters);
        return result.Next() && result[0].IsValid(0) ? result[0].Values<double>()[0] : null;
    }

    /// <summary>The first value of the first row as text; null where there is no row or it is null.</summary>
    /// <exception cref="InvalidCastException">The column is not VARCHAR.</exception>
    public string? Text(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var result = Query(sql, parameters);
        return result.Next() ? result[0].Text(0) : null;
    }

    /// <summary>Every row's first column as text, for short lists.</summary>
    /// <exception cref="InvalidCastException">The column is not VARCHAR.</exception>
    public IReadOnlyList<string?> Texts(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var result = Query(sql, parameters);
        var texts = new List<string?>();
        while (result.Next())
        {
            for (var row = 0; row < result.RowCount; row++) texts.Add(result[0].Text(row));
        }

        return texts;
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    /// <summary>Interrupts this connection's statement when the token is cancelled.</summary>
    internal CancellationTokenRegistration InterruptOn(CancellationToken cancel) =>
        cancel.Register(static handle => DuckDbMethods.Interrupt(((ConnectionHandle)handle!).DangerousGetHandle()), Handle);

    /// <summary>What to throw for an error of the library.</summary>
    internal static Exception Fault(byte* text, CancellationToken cancel) => cancel.IsCancellationRequested
        ? new OperationCanceledException(cancel)
        : new DuckDbException(Marshal.PtrToStringUTF8((nint)text) ?? "DuckDB failed without saying why.");

    static void Bind(nint statement, int number, object? value)
    {
        var state = value switch
        {
            null => DuckDbMethods.BindNull(statement, (ulong)number),
            string text => BindText(statement, number, text),
            bool flag => DuckDbMethods.BindBoolean(statement, (ulong)number, flag ? (byte)1 : (byte)0),
            int whole => DuckDbMethods.BindInt64(statement, (ulong)number, whole),
            long whole => DuckDbMethods.BindInt64(statement, (ulong)number, whole),
            double real => DuckDbMethods.BindDouble(statement, (ulong)number, real),
            _ => throw new ArgumentException($"Parameter {number} is a {value.GetType().Name}; allowed are null, string, bool, int, long and double."),
        };
        if (state != 0) throw new DuckDbException($"DuckDB does not take parameter {number}: {Marshal.PtrToStringUTF8((nint)DuckDbMethods.PrepareError(statement))}");
    }

    static int BindText(nint statement, int number, string text)
    {
        fixed (byte* bytes = Sql.Bytes(text)) return DuckDbMethods.BindText(statement, (ulong)number, bytes, (ulong)Encoding.UTF8.GetByteCount(text));
    }
}
