using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DataMesh.Adapters.Authoring;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Parameters as DuckDB's values and type names.</summary>
internal static class SqlParameters
{
    /// <summary>The type to which the statement casts the parameter.</summary>
    internal static string TypeName(QueryParameter parameter) => TypeName(parameter.Type) + (parameter.Values is null ? "" : "[]");

    /// <summary>The bound value. Kinds without an exact native constructor travel as text: the cast in the statement reads it.</summary>
    internal static DuckDBValue Create(QueryParameter parameter)
    {
        if (parameter.Values is not { } values)
            return Create(parameter.Value);
        using DuckDBLogicalType element = NativeMethods.LogicalType.DuckDBCreateLogicalType(NativeType(parameter.Type.ScalarKind));
        DuckDBValue[] children = [.. values.Select(Create)];
        return NativeMethods.Value.DuckDBCreateListValue(element, children, children.Length);
    }

    internal static unsafe DuckDBValue FromText(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
        {
            byte none = 0;
            DuckDBValue value = new();
            Marshal.InitHandle(value, DuckDbNative.CreateVarchar(start is null ? &none : start, (ulong)bytes.Length));
            return value;
        }
    }

    private static DuckDBValue Create(ScalarValue value) => value.Kind switch
    {
        ScalarKind.Null => NativeMethods.Value.DuckDBCreateNullValue(),
        ScalarKind.Boolean => NativeMethods.Value.DuckDBCreateBool(value.AsBoolean()),
        ScalarKind.Integer => NativeMethods.Value.DuckDBCreateInt64(value.AsInteger()),
        ScalarKind.Float => NativeMethods.Value.DuckDBCreateDouble(value.AsFloat()),
        ScalarKind.String => FromText(value.AsString()),
        ScalarKind.Binary => NativeMethods.Value.DuckDBCreateBlob(value.AsBinary().ToArray(), value.AsBinary().Length),
        _ => FromText(value.ToString()),
    };

    private static DuckDBType NativeType(ScalarKind kind) => kind switch
    {
        ScalarKind.Boolean => DuckDBType.Boolean,
        ScalarKind.Integer => DuckDBType.BigInt,
        ScalarKind.Float => DuckDBType.Double,
        ScalarKind.Binary => DuckDBType.Blob,
        _ => DuckDBType.Varchar,
    };

    /// <summary>A canonical type in DuckDB's words.</summary>
    internal static string TypeName(PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.Boolean => "BOOLEAN",
        PhysicalTypeKind.Int32 => "INTEGER",
        PhysicalTypeKind.Int64 => "BIGINT",
        PhysicalTypeKind.Float => "FLOAT",
        PhysicalTypeKind.Double => "DOUBLE",
        PhysicalTypeKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({type.Precision},{type.Scale})"),
        PhysicalTypeKind.String => "VARCHAR",
        PhysicalTypeKind.Binary => "BLOB",
        PhysicalTypeKind.Uuid => "UUID",
        PhysicalTypeKind.Date => "DATE",
        PhysicalTypeKind.Time => "TIME",
        PhysicalTypeKind.Struct => $"STRUCT({string.Join(", ", type.Children.Select(c => $"{SqlNames.Identifier(c.Name)} {TypeName(c.Type)}"))})",
        PhysicalTypeKind.List => $"{TypeName(type.Children[0].Type)}[]",
        PhysicalTypeKind.Map => $"MAP({TypeName(type.Children[0].Type)}, {TypeName(type.Children[1].Type)})",
        _ => "TIMESTAMP WITH TIME ZONE",
    };
}
