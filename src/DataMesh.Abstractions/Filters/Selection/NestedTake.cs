using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Copies chosen rows of structs, lists and maps. What lies below a null is not copied.</summary>
internal static class NestedTake
{
    public static ArrayData Take(IArrowType type, ColumnView column, ReadOnlySpan<int> rows, ArrowBuffer validity, int nulls, MemoryAllocator? allocator)
    {
        if (column.Data.DataType is not StructType)
            return TakeItems(type, column, rows, validity, nulls, allocator);
        ArrayData[] children = new ArrayData[column.Data.Children.Length];
        for (int i = 0; i < children.Length; i++)
            children[i] = ColumnTake.Take(NestedArrays.GetChild(column.Data, i), rows, allocator);
        return new ArrayData(type, rows.Length, nulls, 0, [validity], children);
    }

    private static ArrayData TakeItems(IArrowType type, ColumnView column, ReadOnlySpan<int> rows, ArrowBuffer validity, int nulls, MemoryAllocator? allocator)
    {
        ReadOnlySpan<int> from = column.Offsets;
        BufferSpace offsetSpace = new(checked((rows.Length + 1) * sizeof(int)), allocator);
        Span<int> offsets = offsetSpace.As<int>();
        offsets[0] = 0;
        long total = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (!column.IsNull(rows[i]))
                total += from[rows[i] + 1] - from[rows[i]];
            offsets[i + 1] = ColumnTake.CheckSize(total);
        }
        int[] items = ArrayPool<int>.Shared.Rent(Math.Max(1, (int)total));
        for (int i = 0, at = 0; i < rows.Length; i++)
            for (int item = from[rows[i]]; at < offsets[i + 1]; item++)
                items[at++] = item;
        ArrayData child = ColumnTake.Take(column.Data.Children[0], items.AsSpan(0, (int)total), allocator);
        ArrayPool<int>.Shared.Return(items);
        return new ArrayData(type, rows.Length, nulls, 0, [validity, offsetSpace.Build()], [child]);
    }
}
