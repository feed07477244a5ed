using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Which buffers an array of a type has, and whether a given array has them, long enough for its offset and length.</summary>
internal static class ArrayLayout
{
    /// <summary>The type that says how values lie in memory.</summary>
    internal static IArrowType StorageOf(IArrowType type) => type is ExtensionType extension ? extension.StorageType : type;

    /// <summary>The first thing that is wrong with the array itself; its children and dictionary are others' matter, but are there in the right number.</summary>
    internal static ArrayFault? FindFault(IArrowType type, ArrayData data)
    {
        if (!IsSame(type, StorageOf(data.DataType)))
            return new ArrayFault($"it holds '{data.DataType.Name}' where its schema says '{type.Name}'");
        if (data.Length < 0 || data.Offset < 0 || (long)data.Offset + data.Length >= int.MaxValue)
            return new ArrayFault("its length or offset is impossible");
        if (CountBuffers(type) is not int buffers)
            return new ArrayFault($"its type '{type.Name}' is not supported");
        if ((data.Buffers?.Length ?? 0) != buffers)
            return new ArrayFault($"it has {data.Buffers?.Length ?? 0} buffers, '{type.Name}' has {buffers}");
        int children = type is NestedType nested ? nested.Fields.Count : 0;
        if ((data.Children?.Length ?? 0) != children)
            return new ArrayFault($"it has {data.Children?.Length ?? 0} children, its schema says {children}");
        return buffers == 0 ? FindNullsFault(data) : FindValidityFault(data) ?? FindValuesFault(type, data);
    }

    // Names and nullability of children may differ: they say nothing about memory.
    private static bool IsSame(IArrowType declared, IArrowType actual) => declared.TypeId == actual.TypeId && (declared, actual) switch
    {
        (FixedSizeListType a, FixedSizeListType b) => a.ListSize == b.ListSize && a.ListSize >= 0,
        (DictionaryType a, DictionaryType b) => a.IndexType.TypeId == b.IndexType.TypeId && StorageOf(a.ValueType).TypeId == StorageOf(b.ValueType).TypeId,
        (FixedWidthType a, FixedWidthType b) => WidthOf(a) == WidthOf(b) && (a is BooleanType || WidthOf(a) > 0) && HasPossiblePrecision(a),
        (NestedType a, NestedType b) => a.Fields.Count == b.Fields.Count,
        _ => true,
    };

    // In bytes; the width in bits of a foreign fixed-size binary may not fit into its number.
    private static int WidthOf(FixedWidthType type) => type is FixedSizeBinaryType binary ? binary.ByteWidth : type.BitWidth / 8;

    private static bool HasPossiblePrecision(FixedWidthType type) => type switch
    {
        Decimal32Type d => d.Precision is >= 1 and <= 9,
        Decimal64Type d => d.Precision is >= 1 and <= 18,
        Decimal128Type d => d.Precision is >= 1 and <= 38,
        Decimal256Type d => d.Precision is >= 1 and <= 76,
        _ => true,
    };

    private static int? CountBuffers(IArrowType type) => type switch
    {
        NullType => 0,
        StructType or FixedSizeListType => 1,
        FixedWidthType or ListType or LargeListType or MapType => 2,
        StringType or BinaryType or LargeStringType or LargeBinaryType => 3,
        _ => null,
    };

    private static ArrayFault? FindNullsFault(ArrayData data) =>
        data.NullCount == data.Length || data.NullCount == -1 ? null : new ArrayFault("it counts fewer nulls than it has values, which are all null");

    private static ArrayFault? FindValidityFault(ArrayData data)
    {
        ArrowBuffer validity = data.Buffers[0];
        if (data.NullCount < -1 || data.NullCount > data.Length)
            return new ArrayFault("its null count is impossible");
        if (validity.IsEmpty)
            return data.NullCount > 0 ? new ArrayFault("it counts nulls, but does not say which values are null") : null;
        if (validity.Length < Bits(data))
            return TooShort("validity", validity, Bits(data));
        return data.NullCount == -1 || BitUtility.CountBits(validity.Span, data.Offset, data.Length) == data.Length - data.NullCount ? null
            : new ArrayFault("its null count is not the number of its nulls");
    }

    private static ArrayFault? FindValuesFault(IArrowType type, ArrayData data) => type switch
    {
        StringType => OffsetBuffer.FindFault<int>(data, data.Buffers[2].Length) ?? TextBuffer.FindFault<int>(data),
        LargeStringType => OffsetBuffer.FindFault<long>(data, data.Buffers[2].Length) ?? TextBuffer.FindFault<long>(data),
        BinaryType => OffsetBuffer.FindFault<int>(data, data.Buffers[2].Length),
        LargeBinaryType => OffsetBuffer.FindFault<long>(data, data.Buffers[2].Length),
        ListType or MapType => OffsetBuffer.FindFault<int>(data, data.Children[0]?.Length ?? 0),
        LargeListType => OffsetBuffer.FindFault<long>(data, data.Children[0]?.Length ?? 0),
        BooleanType => FindLengthFault(data.Buffers[1], Bits(data)),
        FixedWidthType fixedWidth => FindLengthFault(data.Buffers[1], ((long)data.Offset + data.Length) * WidthOf(fixedWidth)),
        _ => null,
    };

    private static ArrayFault? FindLengthFault(ArrowBuffer values, long expected) => values.Length < expected ? TooShort("values", values, expected) : null;

    private static long Bits(ArrayData data) => ((long)data.Offset + data.Length + 7) / 8;

    internal static ArrayFault TooShort(string name, ArrowBuffer buffer, long expected) =>
        new($"its buffer of {name} has {buffer.Length} bytes, its length and offset need {expected}");
}
