using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Functions of DuckDB's C interface that the bindings do not have.</summary>
internal static partial class DuckDbNative
{
    /// <summary>Creates a text value; unlike the bindings' form it keeps characters U+0000.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_create_varchar_length")]
    internal static unsafe partial IntPtr CreateVarchar(byte* text, ulong length);

    /// <summary>Creates the type of a struct; the bindings only read such types.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_create_struct_type", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DuckDBLogicalType CreateStructType(IntPtr[] types, string[] names, ulong count);

    /// <summary>Creates the type of a map; the bindings only read such types.</summary>
    [LibraryImport("duckdb", EntryPoint = "duckdb_create_map_type")]
    internal static partial DuckDBLogicalType CreateMapType(DuckDBLogicalType key, DuckDBLogicalType value);
}
