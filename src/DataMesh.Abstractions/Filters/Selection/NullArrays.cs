using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Columns without a value in any row.</summary>
public static class NullArrays
{
    /// <summary>Creates a column of nulls. Structs are null all the way down, lists and maps hold no items.</summary>
    /// <param name="type">A canonical type; the fields below it stay as they are.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="allocator">Where buffers come from; null: Arrow's native memory.</param>
    /// <returns>The column, which belongs to the caller.</returns>
    /// <exception cref="NotSupportedException">The type is not canonical.</exception>
    public static IArrowArray Create(IArrowType type, int length, MemoryAllocator? allocator = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return ArrowArrayFactory.BuildArray(CreateData(type, length, allocator));
    }

    internal static ArrayData CreateData(IArrowType type, int length, MemoryAllocator? allocator)
    {
        ArrowBuffer validity = Zeros(Bitmap.ByteCount(length));
        return type switch
        {
            StructType s => Build([validity], [.. s.Fields.Select(f => CreateData(f.DataType, length, allocator))]),
            ListType l => Build([validity, Offsets()], [CreateData(l.ValueDataType, 0, allocator)]),
            MapType m => Build([validity, Offsets()], [CreateData(m.KeyValueType, 0, allocator)]),
            StringType or BinaryType => Build([validity, Offsets(), ArrowBuffer.Empty]),
            BooleanType => Build([validity, Zeros(Bitmap.ByteCount(length))]),
            FixedWidthType fixedWidth and not DictionaryType => Build([validity, Zeros(checked(fixedWidth.BitWidth / 8 * length))]),
            _ => throw new NotSupportedException($"Cannot create a column of nulls of Arrow type '{type.Name}': only the canonical types are supported."),
        };

        ArrayData Build(ArrowBuffer[] buffers, ArrayData[]? children = null) => new(type, length, length, 0, buffers, children);

        ArrowBuffer Offsets() => Zeros(checked((length + 1) * sizeof(int)));

        ArrowBuffer Zeros(int bytes) => new BufferSpace(bytes, allocator, zeroed: true).Build();
    }
}
