using System.Runtime.InteropServices;

namespace DataMesh.Adapters;

/// <summary>Functions of DuckDB's C interface that the bindings do not have.</summary>
internal static partial class DuckDbNative
{
    /// <summary>Creates a text value; unlike the bindings' form it keeps characters U+0000.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_create_varchar_length")]
    internal static unsafe partial IntPtr CreateVarchar(byte* text, ulong length);
}
