using System.Runtime.InteropServices;

namespace Holdfast.Native.DuckDb;

/// <summary>The functions of DuckDB's C API that are used, one to one. States are 0 for success.</summary>
static unsafe class DuckDbMethods
{
    const string Library = "duckdb";

    static DuckDbMethods() => NativeLibraries.Register(Library, DuckDbLibrary.Load);

    [DllImport(Library, EntryPoint = "duckdb_library_version")]
    public static extern byte* LibraryVersion();

    [DllImport(Library, EntryPoint = "duckdb_vector_size")]
    public static extern ulong VectorSize();

    [DllImport(Library, EntryPoint = "duckdb_create_config")]
    public static extern int CreateConfig(nint* config);

    [DllImport(Library, EntryPoint = "duckdb_set_config")]
    public static extern int SetConfig(nint config, byte* name, byte* option);

    [DllImport(Library, EntryPoint = "duckdb_destroy_config")]
    public static extern void DestroyConfig(nint* config);

    [DllImport(Library, EntryPoint = "duckdb_open_ext")]
    public static extern int Open(byte* path, nint* database, nint config, byte** error);

    [DllImport(Library, EntryPoint = "duckdb_close")]
    public static extern void Close(nint* database);

    [DllImport(Library, EntryPoint = "duckdb_connect")]
    public static extern int Connect(nint database, nint* connection);

    [DllImport(Library, EntryPoint = "duckdb_disconnect")]
    public static extern void Disconnect(nint* connection);

    [DllImport(Library, EntryPoint = "duckdb_interrupt")]
    public static extern void Interrupt(nint connection);

    [DllImport(Library, EntryPoint = "duckdb_free")]
    public static extern void Free(void* memory);

    [DllImport(Library, EntryPoint = "duckdb_extract_statements")]
    public static extern ulong ExtractStatements(nint connection, byte* sql, nint* statements);

    [DllImport(Library, EntryPoint = "duckdb_extract_statements_error")]
    public static extern byte* ExtractError(nint statements);

    [DllImport(Library, EntryPoint = "duckdb_prepare_extracted_statement")]
    public static extern int PrepareExtracted(nint connection, nint statements, ulong index, nint* statement);

    [DllImport(Library, EntryPoint = "duckdb_destroy_extracted")]
    public static extern void DestroyExtracted(nint* statements);

    [DllImport(Library, EntryPoint = "duckdb_pending_prepared")]
    public static extern int PendingPrepared(nint statement, nint* pending);

    [DllImport(Library, EntryPoint = "duckdb_pending_execute_task")]
    public static extern int PendingExecuteTask(nint pending);

    [DllImport(Library, EntryPoint = "duckdb_pending_execution_is_finished")]
    public static extern byte PendingIsFinished(int state);

    [DllImport(Library, EntryPoint = "duckdb_pending_error")]
    public static extern byte* PendingError(nint pending);

    [DllImport(Library, EntryPoint = "duckdb_execute_pending")]
    public static extern int ExecutePending(nint pending, NativeResult* result);

    [DllImport(Library, EntryPoint = "duckdb_destroy_pending")]
    public static extern void DestroyPending(nint* pending);

    [DllImport(Library, EntryPoint = "duckdb_destroy_result")]
    public static extern void DestroyResult(NativeResult* result);

    [DllImport(Library, EntryPoint = "duckdb_result_error")]
    public static extern byte* ResultError(NativeResult* result);

    [DllImport(Library, EntryPoint = "duckdb_rows_changed")]
    public static extern ulong RowsChanged(NativeResult* result);

    [DllImport(Library, EntryPoint = "duckdb_column_count")]
    public static extern ulong ColumnCount(NativeResult* result);

    [DllImport(Library, EntryPoint = "duckdb_column_name")]
    public static extern byte* ColumnName(NativeResult* result, ulong column);

    [DllImport(Library, EntryPoint = "duckdb_column_type")]
    public static extern int ColumnType(NativeResult* result, ulong column);

    [DllImport(Library, EntryPoint = "duckdb_prepare")]
    public static extern int Prepare(nint connection, byte* sql, nint* statement);

    [DllImport(Library, EntryPoint = "duckdb_prepare_error")]
    public static extern byte* PrepareError(nint statement);

    [DllImport(Library, EntryPoint = "duckdb_destroy_prepare")]
    public static extern void DestroyPrepare(nint* statement);

    [DllImport(Library, EntryPoint = "duckdb_bind_null")]
    public static extern int BindNull(nint statement, ulong number);

    [DllImport(Library, EntryPoint = "duckdb_bind_boolean")]
    public static extern int BindBoolean(nint statement, ulong number, byte value);

    [DllImport(Library, EntryPoint = "duckdb_bind_int64")]
    public static extern int BindInt64(nint statement, ulong number, long value);

    [DllImport(Library, EntryPoint = "duckdb_bind_double")]
    public static extern int BindDouble(nint statement, ulong number, double value);

    [DllImport(Library, EntryPoint = "duckdb_bind_varchar_length")]
    public static extern int BindText(nint statement, ulong number, byte* value, ulong length);

    [DllImport(Library, EntryPoint = "duckdb_execute_prepared_streaming")]
    public static extern int ExecuteStreaming(nint statement, NativeResult* result);

    [DllImport(Library, EntryPoint = "duckdb_fetch_chunk")]
    public static extern nint FetchChunk(NativeResult result);

    [DllImport(Library, EntryPoint = "duckdb_create_data_chunk")]
    public static extern nint CreateChunk(nint* types, ulong columns);

    [DllImport(Library, EntryPoint = "duckdb_destroy_data_chunk")]
    public static extern void DestroyChunk(nint* chunk);

    [DllImport(Library, EntryPoint = "duckdb_data_chunk_reset")]
    public static extern void ResetChunk(nint chunk);

    [DllImport(Library, EntryPoint = "duckdb_data_chunk_get_size")]
    public static extern ulong ChunkSize(nint chunk);

    [DllImport(Library, EntryPoint = "duckdb_data_chunk_set_size")]
    public static extern void SetChunkSize(nint chunk, ulong size);

    [DllImport(Library, EntryPoint = "duckdb_data_chunk_get_vector")]
    public static extern nint ChunkVector(nint chunk, ulong column);

    [DllImport(Library, EntryPoint = "duckdb_vector_get_data")]
    public static extern void* VectorData(nint vector);

    [DllImport(Library, EntryPoint = "duckdb_vector_get_validity")]
    public static extern ulong* VectorValidity(nint vector);

    [DllImport(Library, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static extern void EnsureValidity(nint vector);

    [DllImport(Library, EntryPoint = "duckdb_unsafe_vector_assign_string_element_len")]
    public static extern void AssignText(nint vector, ulong row, byte* text, ulong length);

    [DllImport(Library, EntryPoint = "duckdb_appender_create")]
    public static extern int CreateAppender(nint connection, byte* schema, byte* table, nint* appender);

    [DllImport(Library, EntryPoint = "duckdb_appender_add_column")]
    public static extern int AddAppenderColumn(nint appender, byte* name);

    [DllImport(Library, EntryPoint = "duckdb_appender_error")]
    public static extern byte* AppenderError(nint appender);

    [DllImport(Library, EntryPoint = "duckdb_appender_column_count")]
    public static extern ulong AppenderColumnCount(nint appender);

    [DllImport(Library, EntryPoint = "duckdb_appender_column_type")]
    public static extern nint AppenderColumnType(nint appender, ulong column);

    [DllImport(Library, EntryPoint = "duckdb_append_data_chunk")]
    public static extern int AppendChunk(nint appender, nint chunk);

    [DllImport(Library, EntryPoint = "duckdb_appender_flush")]
    public static extern int FlushAppender(nint appender);

    [DllImport(Library, EntryPoint = "duckdb_appender_destroy")]
    public static extern int DestroyAppender(nint* appender);

    [DllImport(Library, EntryPoint = "duckdb_get_type_id")]
    public static extern int TypeId(nint type);

    [DllImport(Library, EntryPoint = "duckdb_destroy_logical_type")]
    public static extern void DestroyType(nint* type);
}

/// <summary>The C API's result, passed by value as it is there.</summary>
[StructLayout(LayoutKind.Sequential)]
struct NativeResult
{
    /// <summary>Fields the C API calls deprecated.</summary>
    public ulong Columns, Rows, Changed;

    /// <summary>Pointers the C API calls deprecated, and the one to its own data.</summary>
    public nint ColumnData, Error, Internal;
}
