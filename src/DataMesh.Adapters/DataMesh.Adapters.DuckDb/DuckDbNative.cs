using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Functions of DuckDB's C interface that the bindings do not have.</summary>
internal static partial class DuckDbNative
{
    /// <summary>Creates a text value; unlike the bindings' form it keeps characters U+0000.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_create_varchar_length")]
    internal static unsafe partial IntPtr CreateVarchar(byte* text, ulong length);

    /// <summary>Sets what runs once for each thread of a scan.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_table_function_set_local_init")]
    internal static unsafe partial void SetLocalInit(IntPtr table, delegate* unmanaged[Cdecl]<IntPtr, void> init);

    /// <summary>The data of the thread's part of a scan.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_function_get_local_init_data")]
    internal static partial IntPtr GetLocalInitData(IntPtr info);

    /// <summary>Allows a scan so many threads; without it one.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_init_set_max_threads")]
    internal static partial void SetMaximumThreads(IntPtr info, ulong threads);

    /// <summary>Makes a vector show another's values, which stay as long as one of them does.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_vector_reference_vector")]
    internal static partial void ReferenceVector(IntPtr to, IntPtr from);

    /// <summary>Creates the type of a struct; the bindings only read such types.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_create_struct_type", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DuckDBLogicalType CreateStructType(IntPtr[] types, string[] names, ulong count);

    /// <summary>Creates the type of a map; the bindings only read such types.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_create_map_type")]
    internal static partial DuckDBLogicalType CreateMapType(DuckDBLogicalType key, DuckDBLogicalType value);

    /// <summary>What kind of statement was prepared.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_prepared_statement_type")]
    internal static partial DuckDBStatementType PreparedStatementType(DuckDBPreparedStatement statement);

    /// <summary>Gets a prepared statement ready to run task by task; what is made must be destroyed even when that fails.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_pending_prepared_streaming")]
    internal static partial DuckDBState PendStreaming(DuckDBPreparedStatement statement, out IntPtr pending);

    /// <summary>The same for a result that is kept in memory.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_pending_prepared")]
    internal static partial DuckDBState Pend(DuckDBPreparedStatement statement, out IntPtr pending);

    /// <summary>Runs one task of a pending statement on the calling thread.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_pending_execute_task")]
    internal static partial PendingState ExecuteTask(IntPtr pending);

    /// <summary>Gives the result of a pending statement, which is ready.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_execute_pending")]
    internal static unsafe partial DuckDBState ExecutePending(IntPtr pending, DuckDBResult* result);

    /// <summary>Why a pending statement failed; the text belongs to it.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_pending_error")]
    internal static partial IntPtr PendingError(IntPtr pending);

    [LibraryImport("duckdb", EntryPoint = "duckdb_destroy_pending")]
    internal static partial void DestroyPending(ref IntPtr pending);

    /// <summary>What became of a task.</summary>
    internal enum PendingState
    {
        /// <summary>There are rows, or the end.</summary>
        ResultReady = 0,

        /// <summary>There is more to do.</summary>
        ResultNotReady = 1,

        Error = 2,

        /// <summary>Other threads have all of what is to do now.</summary>
        NoTasksAvailable = 3,
    }
}
