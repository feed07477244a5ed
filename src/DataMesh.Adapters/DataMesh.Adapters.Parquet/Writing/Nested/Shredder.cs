using System.Runtime.InteropServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Takes structs, lists and maps apart into their leaves (Dremel's record shredding, a column at a time). What lies beneath a null is left behind.</summary>
internal static class Shredder
{
    /// <summary>What the rows have in each leaf, in stored order.</summary>
    internal static IReadOnlyList<LeafRows> Shred(StoredNode column, IArrowArray rows)
    {
        List<LeafRows> leaves = [];
        Add(column, rows.Data, Places.OfColumn(rows.Length), leaves);
        return leaves;
    }

    private static void Add(StoredNode node, ArrayData data, Places places, List<LeafRows> leaves)
    {
        Places present = node.IsRequired ? places : WithoutNulls(places, data, (byte)node.Definition);
        switch (node.Kind)
        {
            case PhysicalTypeKind.Struct:
                // The children of a slice are whole.
                Places below = Shift(present, data.Offset);
                foreach ((int i, StoredNode child) in node.Children.Index())
                    Add(child, data.Children[i], below, leaves);
                break;
            case PhysicalTypeKind.List:
                Add(node.Children[0], data.Children[0], Items(present, data, node), leaves);
                break;
            case PhysicalTypeKind.Map:
                ArrayData entries = data.Children[0];
                Places items = Shift(Items(present, data, node), entries.Offset);
                Add(node.Children[0], entries.Children[0], items, leaves);
                Add(node.Children[1], entries.Children[1], items, leaves);
                break;
            default:
                leaves.Add(new LeafRows(Values(data, present), present.Repetitions.ToArray(), present.Definitions.ToArray()));
                break;
        }
    }

    private static Places WithoutNulls(Places places, ArrayData data, byte definition)
    {
        bool hasNulls = data.GetNullCount() > 0;
        ReadOnlySpan<byte> validity = hasNulls ? data.Buffers[0].Span : [];
        Places present = new(places.Count);
        for (int i = 0; i < places.Count; i++)
        {
            int row = places.Rows[i];
            bool isValid = row != Places.None && (!hasNulls || BitUtility.GetBit(validity, data.Offset + row));
            present.Add(places.Repetitions[i], isValid ? definition : places.Definitions[i], isValid ? row : Places.None);
        }
        return present;
    }

    private static Places Items(Places places, ArrayData data, StoredNode list)
    {
        ReadOnlySpan<int> offsets = data.Length == 0 ? [] : MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset, data.Length + 1);
        byte repetition = (byte)(list.Repetition + 1), definition = (byte)(list.Definition + 1);
        Places items = new(places.Count);
        for (int i = 0; i < places.Count; i++)
        {
            int row = places.Rows[i];
            int start = row == Places.None ? 0 : offsets[row], end = row == Places.None ? 0 : offsets[row + 1];
            if (start == end)
                items.Add(places.Repetitions[i], places.Definitions[i], Places.None);
            for (int item = start; item < end; item++)
                items.Add(item == start ? places.Repetitions[i] : repetition, definition, item);
        }
        return items;
    }

    private static Places Shift(Places places, int offset)
    {
        if (offset == 0)
            return places;
        Places shifted = new(places.Count);
        for (int i = 0; i < places.Count; i++)
            shifted.Add(places.Repetitions[i], places.Definitions[i], places.Rows[i] == Places.None ? Places.None : places.Rows[i] + offset);
        return shifted;
    }

    private static IArrowArray Values(ArrayData data, Places places)
    {
        List<int> rows = new(places.Count);
        foreach (int row in places.Rows)
            if (row != Places.None)
                rows.Add(row);
        if (rows.Count == 0 || rows[^1] - rows[0] == rows.Count - 1)
            return ArrowArrayFactory.BuildArray(data.Slice(rows.Count == 0 ? 0 : rows[0], rows.Count));
        IArrowArray whole = ArrowArrayFactory.BuildArray(data);
        // The copy is managed memory, which nobody has to release.
        RecordBatch taken = BatchSelection.Take(new RecordBatch(new Schema([new Field("values", data.DataType, true)], null), [whole], data.Length), CollectionsMarshal.AsSpan(rows), new ManagedMemory());
        return taken.Column(0);
    }

    private sealed class ManagedMemory : Apache.Arrow.Memory.MemoryAllocator
    {
        protected override System.Buffers.IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
        {
            bytesAllocated = length;
            return new Owner(new byte[length]);
        }

        private sealed class Owner(byte[] bytes) : System.Buffers.IMemoryOwner<byte>
        {
            public Memory<byte> Memory => bytes;

            public void Dispose() { }
        }
    }
}
