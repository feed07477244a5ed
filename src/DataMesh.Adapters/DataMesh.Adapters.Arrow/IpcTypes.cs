using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>The types of Arrow's schema messages.</summary>
internal static class IpcTypes
{
    private const int FieldTypeKind = 2, FieldType = 3;

    /// <summary>The type of a field, of its values when it is dictionary-encoded.</summary>
    internal static IArrowType Read(FlatTable field, IpcField[] children, FlatBudget budget)
    {
        FlatTable type = field.ReadTable(FieldType);
        byte kind = field.ReadByte(FieldTypeKind);
        int expected = kind switch { 12 or 16 or 17 or 21 => 1, 13 => children.Length, _ => 0 };
        if (children.Length != expected)
            throw FlatTable.Invalid($"a field has {children.Length} children, its type {expected}");
        return kind switch
        {
            1 => NullType.Default,
            2 => ReadInteger(type),
            3 => ReadFloat(type.ReadInt16(0)),
            4 => BinaryType.Default,
            5 => StringType.Default,
            6 => BooleanType.Default,
            7 => ReadDecimal(type.ReadInt32(0, 0), type.ReadInt32(1, 0), type.ReadInt32(2, 128)),
            8 => type.ReadInt16(0, 1) switch { 0 => Date32Type.Default, 1 => Date64Type.Default, _ => throw Unknown("date") },
            9 => ReadTime(ReadUnit(type.ReadInt16(0, 1)), type.ReadInt32(1, 32)),
            10 => new TimestampType(ReadUnit(type.ReadInt16(0)), type.ReadText(1, budget)),
            11 => type.ReadInt16(0) is >= 0 and <= 2 and var unit ? IntervalType.FromIntervalUnit((IntervalUnit)unit) : throw Unknown("interval"),
            12 => new ListType(children[0].Field),
            13 => new StructType([.. children.Select(child => child.Field)]),
            15 => type.ReadInt32(0, 0) is > 0 and var width ? new FixedSizeBinaryType(width) : throw Unknown("fixed-size binary"),
            16 => type.ReadInt32(0, 0) is >= 0 and var size ? new FixedSizeListType(children[0].Field, size) : throw Unknown("fixed-size list"),
            17 => ReadMap(children[0], type.ReadBoolean(0)),
            18 => DurationType.FromTimeUnit(ReadUnit(type.ReadInt16(0, 1))),
            19 => LargeBinaryType.Default,
            20 => LargeStringType.Default,
            21 => new LargeListType(children[0].Field),
            14 => throw Unsupported("unions"),
            22 => throw Unsupported("run-end encoded columns"),
            23 or 24 or 25 or 26 => throw Unsupported("views of texts, bytes or lists"),
            _ => throw Unknown("column"),
        };
    }

    internal static IArrowType ReadInteger(FlatTable type) => (type.ReadInt32(0, 0), type.ReadBoolean(1)) switch
    {
        (8, true) => Int8Type.Default,
        (16, true) => Int16Type.Default,
        (32, true) => Int32Type.Default,
        (64, true) => Int64Type.Default,
        (8, false) => UInt8Type.Default,
        (16, false) => UInt16Type.Default,
        (32, false) => UInt32Type.Default,
        (64, false) => UInt64Type.Default,
        _ => throw Unknown("integer"),
    };

    private static ArrowType ReadFloat(int precision) => precision switch
    {
        0 => HalfFloatType.Default,
        1 => FloatType.Default,
        2 => DoubleType.Default,
        _ => throw Unknown("floating-point number"),
    };

    private static FixedSizeBinaryType ReadDecimal(int precision, int scale, int width) => (width, precision) switch
    {
        (32, >= 1 and <= 9) => new Decimal32Type(precision, scale),
        (64, >= 1 and <= 18) => new Decimal64Type(precision, scale),
        (128, >= 1 and <= 38) => new Decimal128Type(precision, scale),
        (256, >= 1 and <= 76) => new Decimal256Type(precision, scale),
        _ => throw Unknown("decimal"),
    };

    private static TimeType ReadTime(TimeUnit unit, int width) => (width, unit) switch
    {
        (32, TimeUnit.Second or TimeUnit.Millisecond) => new Time32Type(unit),
        (64, TimeUnit.Microsecond or TimeUnit.Nanosecond) => new Time64Type(unit),
        _ => throw Unknown("time"),
    };

    // Arrow's enumeration counts in the order of the format: seconds, milli-, micro-, nanoseconds.
    private static TimeUnit ReadUnit(int unit) => unit switch
    {
        0 => TimeUnit.Second,
        1 => TimeUnit.Millisecond,
        2 => TimeUnit.Microsecond,
        3 => TimeUnit.Nanosecond,
        _ => throw Unknown("time unit"),
    };

    private static MapType ReadMap(IpcField entries, bool areKeysSorted) =>
        entries is { DictionaryId: null, Field.DataType: StructType { Fields.Count: 2 } } ? new MapType(entries.Field, areKeysSorted) : throw Unknown("map");

    private static InvalidDataException Unknown(string what) => FlatTable.Invalid($"it has an unknown type of {what}");

    private static InvalidDataException Unsupported(string what) => new($"it has {what}, which are not supported");
}
