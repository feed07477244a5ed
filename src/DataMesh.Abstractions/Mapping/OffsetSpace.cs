using System.Buffers;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Mapping;

/// <summary>The offsets of a column of lists or maps under construction.</summary>
internal sealed class OffsetSpace(ColumnPlace place)
{
    private IMemoryOwner<byte>? _memory;

    public Span<int> Start(int rows)
    {
        _memory = place.Allocator.Allocate(checked((rows + 1) * sizeof(int)));
        return MemoryMarshal.Cast<byte, int>(_memory.Memory.Span);
    }

    /// <summary>The row that an item lies in.</summary>
    public int RowOf(int item, int rows)
    {
        // Of rows with the same start only the last one has items.
        Span<int> ends = MemoryMarshal.Cast<byte, int>(_memory!.Memory.Span).Slice(1, rows);
        int low = 0, high = rows;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ends[middle] <= item)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    public ArrowBuffer Build()
    {
        ArrowBuffer offsets = BufferHandover.ToBuffer(_memory!);
        _memory = null;
        return offsets;
    }

    public void Release()
    {
        _memory?.Dispose();
        _memory = null;
    }

    /// <summary>The number of items so far; refused where Arrow's 32-bit offsets end.</summary>
    public static int Sum(string path, int count, int added)
    {
        long sum = (long)count + added;
        return sum <= System.Array.MaxLength ? (int)sum : throw new DataMeshException(DataMeshErrorKind.LimitExceeded,
            $"Cannot build a record batch with {sum} items in the lists of '{path}': a batch holds at most {System.Array.MaxLength}. Use batches of fewer rows.");
    }
}
