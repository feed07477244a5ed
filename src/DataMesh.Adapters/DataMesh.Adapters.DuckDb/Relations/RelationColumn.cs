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
        : Type.IsNested ? CreateNestedType() : NativeMethods.LogicalType.DuckDBCreateLogicalType(Type.Kind switch
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

    /// <summary>The columns below a nested one, named by their path.</summary>
    internal IEnumerable<RelationColumn> Children() => Type.Children.Select(child => new RelationColumn($"{Name}.{child.Name}", child.Type));

    private DuckDBLogicalType CreateNestedType()
    {
        DuckDBLogicalType[] children = [.. Children().Select(child => child.CreateLogicalType())];
        try
        {
            return Type.Kind switch
            {
                PhysicalTypeKind.List => NativeMethods.LogicalType.DuckDBCreateListType(children[0]),
                PhysicalTypeKind.Map => DuckDbNative.CreateMapType(children[0], children[1]),
                _ => DuckDbNative.CreateStructType([.. children.Select(c => c.DangerousGetHandle())], [.. Type.Children.Select(c => c.Name)], (ulong)children.Length),
            };
        }
        finally
        {
            foreach (DuckDBLogicalType child in children)
                child.Dispose();
        }
    }
}
