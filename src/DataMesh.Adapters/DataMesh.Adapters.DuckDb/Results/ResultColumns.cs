using DuckDB.NET.Native;
using Logical = DuckDB.NET.Native.NativeMethods.LogicalType;

namespace DataMesh.Adapters;

/// <summary>The canonical type of every type that DuckDB can answer with. It depends on the statement, never on the data.</summary>
internal static class ResultColumns
{
    internal static ResultColumn Create(string name, DuckDBLogicalType type)
    {
        DuckDBType id = Logical.DuckDBGetTypeId(type);
        return id switch
        {
            DuckDBType.Boolean => new BooleanColumn(),
            DuckDBType.Decimal => Decimal(type),
            DuckDBType.Varchar => new TextColumn(PhysicalType.Of(PhysicalTypeKind.String)),
            DuckDBType.Blob => new TextColumn(PhysicalType.Of(PhysicalTypeKind.Binary)),
            DuckDBType.Enum => new EnumColumn(type),
            DuckDBType.Uuid => new FixedColumn<UInt128, UInt128, UuidBytes>(PhysicalType.Of(PhysicalTypeKind.Uuid)),
            DuckDBType.Struct => Struct(name, type),
            DuckDBType.Map => Map(name, type),
            DuckDBType.List => List(name, Logical.DuckDBListTypeChildType(type)),
            DuckDBType.Array => List(name, Logical.DuckDBArrayTypeChildType(type), (int)Logical.DuckDBArrayVectorGetSize(type)),
            _ => Integer(id) ?? Other(id) ?? throw Unsupported(name, id),
        };
    }

    private static ResultColumn? Integer(DuckDBType id) => id switch
    {
        DuckDBType.TinyInt => new FixedColumn<sbyte, int, Widen<sbyte, int>>(PhysicalType.Of(PhysicalTypeKind.Int32)),
        DuckDBType.SmallInt => new FixedColumn<short, int, Widen<short, int>>(PhysicalType.Of(PhysicalTypeKind.Int32)),
        DuckDBType.UnsignedTinyInt => new FixedColumn<byte, int, Widen<byte, int>>(PhysicalType.Of(PhysicalTypeKind.Int32)),
        DuckDBType.UnsignedSmallInt => new FixedColumn<ushort, int, Widen<ushort, int>>(PhysicalType.Of(PhysicalTypeKind.Int32)),
        DuckDBType.Integer or DuckDBType.SqlNull => Copy<int>(PhysicalTypeKind.Int32),
        DuckDBType.UnsignedInteger => new FixedColumn<uint, long, Widen<uint, long>>(PhysicalType.Of(PhysicalTypeKind.Int64)),
        DuckDBType.BigInt => Copy<long>(PhysicalTypeKind.Int64),
        DuckDBType.UnsignedBigInt => new FixedColumn<ulong, Int128, Widen<ulong, Int128>>(PhysicalType.Decimal(20, 0)),
        DuckDBType.HugeInt => new FixedColumn<Int128, Int128, Bounded<Int128>>(PhysicalType.Decimal(38, 0)),
        DuckDBType.UnsignedHugeInt => new FixedColumn<UInt128, Int128, Bounded<UInt128>>(PhysicalType.Decimal(38, 0)),
        _ => null,
    };

    private static ResultColumn? Other(DuckDBType id) => id switch
    {
        DuckDBType.Float => Copy<float>(PhysicalTypeKind.Float),
        DuckDBType.Double => Copy<double>(PhysicalTypeKind.Double),
        DuckDBType.Date => Copy<int>(PhysicalTypeKind.Date),
        DuckDBType.Time => Copy<long>(PhysicalTypeKind.Time),
        DuckDBType.Timestamp or DuckDBType.TimestampTz => Copy<long>(PhysicalTypeKind.Timestamp),
        DuckDBType.TimestampS => Instants<Multiply>(1_000_000),
        DuckDBType.TimestampMs => Instants<Multiply>(1_000),
        DuckDBType.TimestampNs => Instants<Divide>(1_000),
        _ => null,
    };

    private static FixedColumn<T, T, Same<T>> Copy<T>(PhysicalTypeKind kind) where T : unmanaged => new(PhysicalType.Of(kind));

    private static FixedColumn<long, long, T> Instants<T>(int factor) where T : struct, IConversion<long, long> =>
        new(PhysicalType.Of(PhysicalTypeKind.Timestamp), factor);

    private static ResultColumn Decimal(DuckDBLogicalType type)
    {
        PhysicalType result = PhysicalType.Decimal(Logical.DuckDBDecimalWidth(type), Logical.DuckDBDecimalScale(type));
        return Logical.DuckDBDecimalInternalType(type) switch
        {
            DuckDBType.SmallInt => new FixedColumn<short, Int128, Widen<short, Int128>>(result),
            DuckDBType.Integer => new FixedColumn<int, Int128, Widen<int, Int128>>(result),
            DuckDBType.BigInt => new FixedColumn<long, Int128, Widen<long, Int128>>(result),
            _ => new FixedColumn<Int128, Int128, Same<Int128>>(result),
        };
    }

    private static StructColumn Struct(string name, DuckDBLogicalType type)
    {
        ResultColumn[] children = new ResultColumn[Logical.DuckDBStructTypeChildCount(type)];
        SchemaProperty[] properties = new SchemaProperty[children.Length];
        for (int i = 0; i < children.Length; i++)
        {
            string child = Logical.DuckDBStructTypeChildName(type, i);
            using DuckDBLogicalType childType = Logical.DuckDBStructTypeChildType(type, i);
            children[i] = Create($"{name}.{child}", childType);
            properties[i] = new SchemaProperty { Name = child, Type = children[i].Type };
        }
        if (properties.DistinctBy(p => p.Name, StringComparer.Ordinal).Count() < properties.Length || properties.Any(p => p.Name.Length == 0))
            throw DuckDbErrors.Refused($"column '{name}' of the result is a struct without names", "Name its values, for example with struct_pack(a := 1).");
        return new StructColumn(PhysicalType.Struct(properties), children);
    }

    private static ListColumn List(string name, DuckDBLogicalType elementType, int arrayLength = 0)
    {
        using DuckDBLogicalType type = elementType;
        ResultColumn items = Create($"{name}.element", type);
        return new ListColumn(PhysicalType.List(Item(items)), items, arrayLength);
    }

    private static ListColumn Map(string name, DuckDBLogicalType type)
    {
        using DuckDBLogicalType keyType = Logical.DuckDBMapTypeKeyType(type), valueType = Logical.DuckDBMapTypeValueType(type);
        ResultColumn key = Create($"{name}.key", keyType), value = Create($"{name}.value", valueType);
        PhysicalType map = PhysicalType.Map(Item(key), Item(value));
        return new ListColumn(map, new StructColumn(PhysicalType.Struct(map.Children), [key, value]));
    }

    private static SchemaProperty Item(ResultColumn column) => new() { Name = "", Type = column.Type };

    private static DataMeshException Unsupported(string name, DuckDBType id) => DuckDbErrors.Refused(
        $"column '{name}' of the result has the type {id}, which has no stored form", "Cast it, for example to varchar, or take it apart with unnest or struct access.");
}
