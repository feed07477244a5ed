using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Columns that a file does not have.</summary>
internal static class NullArrays
{
    public static IArrowArray Create(IArrowType type, int length, MemoryAllocator? allocator)
    {
        ArrowBuffer validity = Zeros(allocator, (length + 7) / 8);
        ArrowBuffer[] buffers = type switch
        {
            StructType => [validity],
            ListType or MapType => [validity, Zeros(allocator, 4 * (length + 1))],
            StringType or BinaryType => [validity, Zeros(allocator, 4 * (length + 1)), ArrowBuffer.Empty],
            BooleanType => [validity, Zeros(allocator, (length + 7) / 8)],
            FixedWidthType fixedWidth => [validity, Zeros(allocator, fixedWidth.BitWidth / 8 * length)],
            _ => throw new NotSupportedException($"There is no null column of the Arrow type '{type.Name}'."),
        };
        return ArrowArrayFactory.BuildArray(new ArrayData(type, length, length, 0, buffers, ChildrenOf(type, length, allocator)));
    }

    private static ArrayData[]? ChildrenOf(IArrowType type, int length, MemoryAllocator? allocator) => type switch
    {
        StructType s => [.. s.Fields.Select(f => Create(f.DataType, length, allocator).Data)],
        ListType l => [Create(l.ValueDataType, 0, allocator).Data],
        MapType m => [Create(m.KeyValueType, 0, allocator).Data],
        _ => null,
    };

    private static ArrowBuffer Zeros(MemoryAllocator? allocator, int bytes) => new ArrowBuffer.Builder<byte>(bytes).Resize(bytes).Build(allocator);
}
