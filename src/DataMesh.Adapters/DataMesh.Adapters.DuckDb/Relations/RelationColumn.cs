using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>A column of a relation.</summary>
internal sealed record RelationColumn(string Name, PhysicalType Type)
{
    /// <summary>The column's type in DuckDB; belongs to the caller.</summary>
    internal DuckDBLogicalType CreateLogicalType() => Type.Kind == PhysicalTypeKind.Decimal
        ? NativeMethods.LogicalType.DuckDBCreateDecimalType((byte)Type.Precision, (byte)Type.Scale)
        : NativeMethods.LogicalType.DuckDBCreateLogicalType(Type.Kind switch
        {
            PhysicalTypeKind.Boolean => DuckDBType.Boolean,
            PhysicalTypeKind.Int32 => DuckDBType.Integer,
            PhysicalTypeKind.Int64 => DuckDBType.BigInt,
            PhysicalTypeKind.Float => DuckDBType.Float,
            PhysicalTypeKind.Double => DuckDBType.Double,
            PhysicalTypeKind.String => DuckDBType.Varchar,
            PhysicalTypeKind.Binary => DuckDBType.Blob,
            PhysicalTypeKind.Uuid => DuckDBType.Uuid,
            PhysicalTypeKind.Date => DuckDBType.Date,
            PhysicalTypeKind.Time => DuckDBType.Time,
            _ => DuckDBType.TimestampTz,
        });
}
