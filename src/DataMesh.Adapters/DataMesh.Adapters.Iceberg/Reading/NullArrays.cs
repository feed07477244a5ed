using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Columns that a file does not have.</summary>
internal static class NullArrays
{
    public static IArrowArray Create(IArrowType type, int length, MemoryAllocator? allocator)
    {
        MemoryAllocator memory = allocator ?? MemoryAllocator.Default.Value;
        ArrowBuffer validity = Zeros(memory, (length + 7) / 8);
        ArrowBuffer[] buffers = type switch
        {
            StringType or BinaryType => [validity, Zeros(memory, 4 * (length + 1)), ArrowBuffer.Empty],
            BooleanType => [validity, Zeros(memory, (length + 7) / 8)],
            FixedWidthType fixedWidth => [validity, Zeros(memory, fixedWidth.BitWidth / 8 * length)],
            _ => throw new NotSupportedException($"There is no null column of the Arrow type '{type.Name}'."),
        };
        return ArrowArrayFactory.BuildArray(new ArrayData(type, length, length, 0, buffers));
    }

    private static ArrowBuffer Zeros(MemoryAllocator memory, int bytes)
    {
        IMemoryOwner<byte> owner = memory.Allocate(Math.Max(1, bytes));
        owner.Memory.Span.Clear();
        return new ArrowBuffer(owner);
    }
}
