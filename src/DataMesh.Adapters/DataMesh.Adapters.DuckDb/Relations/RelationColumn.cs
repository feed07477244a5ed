using DuckDB.NET.Native;
using Logical = DuckDB.NET.Native.NativeMethods.LogicalType;

namespace DataMesh.Adapters;

/// <summary>A column of a relation.</summary>
internal sealed record RelationColumn(string Name, PhysicalType Type)
{
    /// <summary>True when values of a type of DuckDB have the very form of this column's.</summary>
    internal bool IsOf(DuckDBLogicalType type)
    {
        using DuckDBLogicalType own = CreateLogicalType();
        return Logical.DuckDBGetTypeId(own) == Logical.DuckDBGetTypeId(type) && Type.Kind switch
        {
            PhysicalTypeKind.Decimal => Logical.DuckDBDecimalWidth(type) == Type.Precision && Logical.DuckDBDecimalScale(type) == Type.Scale,
            PhysicalTypeKind.Struct => AreChildrenOf(type),
            PhysicalTypeKind.List => IsChildOf(0, Logical.DuckDBListTypeChildType(type)),
            PhysicalTypeKind.Map => IsChildOf(0, Logical.DuckDBMapTypeKeyType(type)) && IsChildOf(1, Logical.DuckDBMapTypeValueType(type)),
            _ => true,
        };
    }

    /// <summary>The column's type in DuckDB; belongs to the caller.</summary>
    internal DuckDBLogicalType CreateLogicalType() => Type.Kind == PhysicalTypeKind.Decimal
        ? Logical.DuckDBCreateDecimalType((byte)Type.Precision, (byte)Type.Scale)
        : Type.IsNested ? CreateNestedType() : Logical.DuckDBCreateLogicalType(Type.Kind switch
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

    private bool AreChildrenOf(DuckDBLogicalType type) => Logical.DuckDBStructTypeChildCount(type) == Type.Children.Count
        && Type.Children.Index().All(c => Logical.DuckDBStructTypeChildName(type, c.Index) == c.Item.Name && IsChildOf(c.Index, Logical.DuckDBStructTypeChildType(type, c.Index)));

    private bool IsChildOf(int child, DuckDBLogicalType type)
    {
        using (type)
            return new RelationColumn(Type.Children[child].Name, Type.Children[child].Type).IsOf(type);
    }

    private DuckDBLogicalType CreateNestedType()
    {
        DuckDBLogicalType[] children = [.. Children().Select(child => child.CreateLogicalType())];
        try
        {
            return Type.Kind switch
            {
                PhysicalTypeKind.List => Logical.DuckDBCreateListType(children[0]),
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
