using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Copies the same column of structs, lists or maps of several batches into one.</summary>
internal static class NestedConcatenation
{
    public static ArrayData Copy(string name, IArrowType type, ArrayData[] parts, int count, int nulls, ArrowBuffer validity, MemoryAllocator? allocator)
    {
        if (type is StructType)
        {
            ArrayData[] children = new ArrayData[parts[0].Children.Length];
            for (int i = 0; i < children.Length; i++)
                children[i] = ColumnConcatenation.Concatenate(name, [.. parts.Select(p => p.Children[i].Slice(p.Offset, p.Length))], allocator);
            return new ArrayData(WithTypes(type, children), count, nulls, 0, [validity], children);
        }
        ArrowBuffer offsets = CopyOffsets(parts, count, allocator);
        ArrayData items = ColumnConcatenation.Concatenate(name, [.. parts.Select(Items)], allocator);
        return new ArrayData(WithTypes(type, type is MapType ? items.Children : [items]), count, nulls, 0, [validity, offsets], [items]);
    }

    // Texts below that only some batches have as dictionaries have become plain.
    private static IArrowType WithTypes(IArrowType type, ArrayData[] children) => NestedTypes.WithFields(type,
        [.. NestedTypes.FieldsOf(type).Select((field, i) => ReferenceEquals(field.DataType, children[i].DataType) ? field : field.WithType(children[i].DataType))]);

    private static ArrayData Items(ArrayData part)
    {
        ReadOnlySpan<int> offsets = new ColumnView(part).Offsets;
        return part.Children[0].Slice(offsets[0], offsets[^1] - offsets[0]);
    }

    private static ArrowBuffer CopyOffsets(ArrayData[] parts, int count, MemoryAllocator? allocator)
    {
        BufferSpace space = new(checked((count + 1) * sizeof(int)), allocator);
        Span<int> offsets = space.As<int>();
        offsets[0] = 0;
        int row = 0;
        long at = 0;
        foreach (ArrayData part in parts)
        {
            ReadOnlySpan<int> from = new ColumnView(part).Offsets;
            foreach (int end in from[1..])
                offsets[++row] = ColumnTake.CheckSize(at + end - from[0]);
            at += from[^1] - from[0];
        }
        return space.Build();
    }
}
