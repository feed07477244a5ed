using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>A column of a relation.</summary>
internal sealed record RelationColumn(string Name, PhysicalType Type)
{
    /// <summary>True when values of a type of DuckDB have the very form of this column's.</summary>
    internal bool IsOf(DuckDBLogicalType type)
    {
        using DuckDBLogicalType own = CreateLogicalType();
        return NativeMethods.LogicalType.DuckDBGetTypeId(own) == NativeMethods.LogicalType.DuckDBGetTypeId(type) && (Type.Kind != PhysicalTypeKind.Decimal
            || (NativeMethods.LogicalType.DuckDBDecimalWidth(type) == Type.Precision && NativeMethods.LogicalType.DuckDBDecimalScale(type) == Type.Scale));
    }

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
