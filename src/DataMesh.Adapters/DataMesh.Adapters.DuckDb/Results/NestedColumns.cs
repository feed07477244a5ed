using Apache.Arrow;
using Apache.Arrow.Types;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Structs.</summary>
internal sealed class StructColumn(PhysicalType type, ResultColumn[] children) : ResultColumn(type)
{
    internal override long VariableBytes => children.Sum(child => child.VariableBytes);

    private protected override void AppendValues(IntPtr vector, int from, int count, ReadOnlySpan<byte> present)
    {
        for (int i = 0; i < children.Length; i++)
            children[i].Append(NativeMethods.Vectors.DuckDBStructVectorGetChild(vector, i), from, count);
    }

    private protected override ArrowBuffer[] TakeBuffers() => [];

    private protected override ArrayData[] TakeChildren() => [.. children.Select(child => child.Take().Data)];

    private protected override void DisposeBuffers()
    {
        foreach (ResultColumn child in children)
            child.Dispose();
    }
}

/// <summary>Lists, maps, and arrays of one length, whose rows have no start and length of their own.</summary>
/// <param name="type">The type.</param>
/// <param name="items">The items; of a map, its entries as structs.</param>
/// <param name="arrayLength">The length of every array; 0 for lists and maps.</param>
internal sealed unsafe class ListColumn(PhysicalType type, ResultColumn items, int arrayLength = 0) : ResultColumn(type)
{
    private const int BytesPerItem = 8;
    private readonly NativeColumn<int> _offsets = new();

    internal override long VariableBytes => items.VariableBytes + (long)items.Rows * BytesPerItem;

    private protected override void AppendValues(IntPtr vector, int from, int count, ReadOnlySpan<byte> present)
    {
        ListEntry* entries = arrayLength > 0 ? null : (ListEntry*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        IntPtr child = arrayLength > 0 ? NativeMethods.Vectors.DuckDBArrayVectorGetChild(vector) : NativeMethods.Vectors.DuckDBListVectorGetChild(vector);
        Span<int> offsets = _offsets.Ensure(Rows + count + 1);
        // Lists that lie side by side are taken together.
        (int Start, int Count) run = default;
        long length = items.Rows;
        for (int row = from; row < from + count; row++)
        {
            if (present.IsEmpty || Bits.Get(present, row))
            {
                (int start, int added) = entries is null ? (row * arrayLength, arrayLength) : (checked((int)entries[row].Offset), checked((int)entries[row].Length));
                length = CheckLength(length + added);
                if (start != run.Start + run.Count)
                {
                    Flush(child, run);
                    run = (start, 0);
                }
                run.Count += added;
            }
            offsets[Rows + row - from + 1] = (int)length;
        }
        Flush(child, run);
    }

    private protected override ArrowBuffer[] TakeBuffers()
    {
        _offsets.Ensure(1);
        return [_offsets.Take()];
    }

    private protected override ArrayData[] TakeChildren()
    {
        ArrayData data = items.Take().Data;
        return [Type.Kind != PhysicalTypeKind.Map ? data : new ArrayData(((MapType)Type.ToArrow()).KeyValueType, data.Length, data.NullCount, data.Offset, data.Buffers, data.Children)];
    }

    private protected override void DisposeBuffers()
    {
        _offsets.Dispose();
        items.Dispose();
    }

    private void Flush(IntPtr child, (int Start, int Count) run)
    {
        if (run.Count > 0)
            items.Append(child, run.Start, run.Count);
    }

    private static long CheckLength(long items) => items <= int.MaxValue ? items : throw new DataMeshException(DataMeshErrorKind.LimitExceeded,
        "The SQL statement's result holds more than 2,147,483,647 items of lists in one batch. Select shorter lists, or unnest them.")
    { Adapter = "duckdb", Operation = "read result" };
}
