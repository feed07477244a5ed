using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh;

/// <summary>Structs, lists and maps between <see cref="PhysicalType"/> and Arrow.</summary>
internal static class NestedTypes
{
    // The names that Iceberg and Parquet give, which Arrow's own defaults do not.
    public const string Element = "element";
    public const string Key = "key";
    public const string Value = "value";
    private const int MaximumDepth = 32;

    public static PhysicalType? TryFromArrow(IArrowType type, int depth) => type switch
    {
        BooleanType => PhysicalType.Of(PhysicalTypeKind.Boolean),
        Int32Type => PhysicalType.Of(PhysicalTypeKind.Int32),
        Int64Type => PhysicalType.Of(PhysicalTypeKind.Int64),
        FloatType => PhysicalType.Of(PhysicalTypeKind.Float),
        DoubleType => PhysicalType.Of(PhysicalTypeKind.Double),
        Decimal128Type { Precision: >= 1 and <= 38, Scale: >= 0 } d when d.Scale <= d.Precision => PhysicalType.Decimal(d.Precision, d.Scale),
        StringType or DictionaryType { ValueType: StringType } => PhysicalType.Of(PhysicalTypeKind.String),
        BinaryType => PhysicalType.Of(PhysicalTypeKind.Binary),
        FixedSizeBinaryType { ByteWidth: 16 } => PhysicalType.Of(PhysicalTypeKind.Uuid),
        Date32Type => PhysicalType.Of(PhysicalTypeKind.Date),
        Time64Type { Unit: TimeUnit.Microsecond } => PhysicalType.Of(PhysicalTypeKind.Time),
        TimestampType { Unit: TimeUnit.Microsecond } t when !string.IsNullOrEmpty(t.Timezone) => PhysicalType.Of(PhysicalTypeKind.Timestamp),
        ExtensionType extension when depth > 0 => TryFromArrow(extension.StorageType, depth),
        _ when depth >= MaximumDepth => null,
        StructType { Fields.Count: > 0 } s when s.Fields.DistinctBy(f => f.Name, StringComparer.Ordinal).Count() == s.Fields.Count => Nested(PhysicalTypeKind.Struct, s.Fields, depth),
        ListType l => Nested(PhysicalTypeKind.List, [l.ValueField], depth),
        MapType m => Nested(PhysicalTypeKind.Map, [m.KeyField, m.ValueField], depth),
        _ => null,
    };

    public static IArrowType ToArrow(PhysicalType type)
    {
        Field[] fields = [.. type.Children.Select(c => ArrowFields.Create(c.Name, c.Type, !c.Required))];
        return ToArrow(type.Kind, fields);
    }

    public static NestedType ToArrow(PhysicalTypeKind kind, Field[] children) => kind switch
    {
        PhysicalTypeKind.Struct => new StructType(children),
        PhysicalTypeKind.List => new ListType(children[0]),
        _ => new MapType(children[0], children[1], keySorted: false),
    };

    /// <summary>The fields below a type: a struct's, a list's element, a map's key and value; empty for other types.</summary>
    public static IReadOnlyList<Field> FieldsOf(IArrowType type) => type switch
    {
        StructType s => s.Fields,
        ListType l => [l.ValueField],
        MapType m => [m.KeyField, m.ValueField],
        _ => [],
    };

    /// <summary>The type with other fields below it; the same object when they are the same.</summary>
    public static IArrowType WithFields(IArrowType type, Field[] fields)
    {
        IReadOnlyList<Field> old = FieldsOf(type);
        if (fields.Index().All(f => ReferenceEquals(f.Item, old[f.Index])))
            return type;
        return type is MapType map ? new MapType(fields[0], fields[1], map.KeySorted) : ToArrow(type is StructType ? PhysicalTypeKind.Struct : PhysicalTypeKind.List, fields);
    }

    public static bool HaveSameChildren(PhysicalType one, PhysicalType other)
    {
        (IReadOnlyList<SchemaProperty> a, IReadOnlyList<SchemaProperty> b) = (one.Children, other.Children);
        if (ReferenceEquals(a, b))
            return true;
        if (a.Count != b.Count)
            return false;
        for (int i = 0; i < a.Count; i++)
            if (!string.Equals(a[i].Name, b[i].Name, StringComparison.Ordinal) || a[i].Type != b[i].Type)
                return false;
        return true;
    }

    private static PhysicalType? Nested(PhysicalTypeKind kind, IReadOnlyList<Field> fields, int depth)
    {
        SchemaProperty[] children = new SchemaProperty[fields.Count];
        for (int i = 0; i < children.Length; i++)
        {
            if (TryFromArrow(fields[i].DataType, depth + 1) is not { } type)
                return null;
            children[i] = new SchemaProperty { Name = NameOf(kind, fields, i), Type = type, Required = !fields[i].IsNullable || (kind == PhysicalTypeKind.Map && i == 0) };
        }
        return PhysicalType.Nested(kind, children);
    }

    private static string NameOf(PhysicalTypeKind kind, IReadOnlyList<Field> fields, int i) => kind switch
    {
        PhysicalTypeKind.Struct => fields[i].Name,
        PhysicalTypeKind.List => Element,
        _ => i == 0 ? Key : Value,
    };
}
