using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Copies the same column of several batches into one.</summary>
internal static class ColumnConcatenation
{
    public static ArrayData Concatenate(string name, ArrayData[] parts, MemoryAllocator? allocator)
    {
        bool encoded = parts.All(p => p.DataType is DictionaryType);
        if (!encoded && parts.Any(p => p.DataType is DictionaryType))
        {
            ArrayData[] decoded = [.. parts.Select(p => p.DataType is DictionaryType ? DictionaryMerge.Decode(p, allocator) : p)];
            ArrayData plain = Concatenate(name, decoded, allocator);
            for (int i = 0; i < parts.Length; i++)
            {
                if (!ReferenceEquals(parts[i], decoded[i]))
                    decoded[i].Dispose();
            }
            return plain;
        }
        IArrowType type = parts[0].DataType;
        if (parts.FirstOrDefault(p => p.DataType.TypeId != type.TypeId || (type is not NestedType && p.DataType.ToString() != type.ToString()) || Describe(p.DataType) != Describe(type)) is { } odd)
            throw new ArgumentException($"Cannot concatenate batches: column '{name}' is {Describe(type)} in one and {Describe(odd.DataType)} in another.");
        int count = checked(parts.Sum(p => p.Length)), nulls = parts.Sum(p => p.GetNullCount());
        return Copy(name, type, parts, count, nulls, allocator);
    }

    private static ArrayData Copy(string name, IArrowType type, ArrayData[] parts, int count, int nulls, MemoryAllocator? allocator)
    {
        ArrowBuffer validity = nulls == 0 ? ArrowBuffer.Empty : CopyValidity(parts, count, allocator);
        return (type is ExtensionType extension ? extension.StorageType : type) switch
        {
            DictionaryType { IndexType: Int32Type } => DictionaryMerge.Merge(type, parts, count, nulls, validity, allocator),
            BooleanType => new ArrayData(type, count, nulls, 0, [validity, CopyBits(parts, count, allocator)], null, null),
            FixedWidthType fixedWidth and not DictionaryType => new ArrayData(type, count, nulls, 0, [validity, CopyFixed(parts, count, fixedWidth.BitWidth / 8, allocator)], null, null),
            StringType or BinaryType => new ArrayData(type, count, nulls, 0, CopyBytes(parts, count, validity, allocator), null, null),
            StructType or ListType or MapType => NestedConcatenation.Copy(name, type, parts, count, nulls, validity, allocator),
            var other => throw new NotSupportedException($"Cannot copy rows of a column of Arrow type '{other.Name}': only the canonical types and dictionaries of text with int32 keys are supported."),
        };
    }

    private static string Describe(IArrowType type) => PhysicalType.TryFromArrow(type is ExtensionType extension ? extension.StorageType : type)?.ToString() ?? type.Name;

    private static ArrowBuffer CopyValidity(ArrayData[] parts, int count, MemoryAllocator? allocator)
    {
        BufferSpace bitmap = new(Bitmap.ByteCount(count), allocator, zeroed: true);
        int at = 0;
        foreach (ArrayData part in parts)
        {
            ColumnView column = new(part);
            if (column.HasNulls)
                Bitmap.Append(bitmap.Bytes, at, column.Validity, column.Offset, column.Length);
            else
                Bitmap.Fill(bitmap.Bytes, at, column.Length);
            at += column.Length;
        }
        return bitmap.Build();
    }

    private static ArrowBuffer CopyBits(ArrayData[] parts, int count, MemoryAllocator? allocator)
    {
        BufferSpace bits = new(Bitmap.ByteCount(count), allocator, zeroed: true);
        int at = 0;
        foreach (ArrayData part in parts.Where(p => p.Length > 0))
        {
            Bitmap.Append(bits.Bytes, at, part.Buffers[1].Span, part.Offset, part.Length);
            at += part.Length;
        }
        return bits.Build();
    }

    private static ArrowBuffer CopyFixed(ArrayData[] parts, int count, int width, MemoryAllocator? allocator)
    {
        BufferSpace values = new(ColumnTake.CheckSize((long)count * width), allocator);
        int at = 0;
        foreach (ArrayData part in parts.Where(p => p.Length > 0))
        {
            part.Buffers[1].Span.Slice(part.Offset * width, part.Length * width).CopyTo(values.Bytes[at..]);
            at += part.Length * width;
        }
        return values.Build();
    }

    private static ArrowBuffer[] CopyBytes(ArrayData[] parts, int count, ArrowBuffer validity, MemoryAllocator? allocator)
    {
        long total = 0;
        foreach (ArrayData part in parts)
        {
            ReadOnlySpan<int> from = new ColumnView(part).Offsets;
            total += from[^1] - from[0];
        }
        BufferSpace offsetSpace = new(checked((count + 1) * sizeof(int)), allocator), byteSpace = new(ColumnTake.CheckSize(total), allocator);
        Span<int> offsets = offsetSpace.As<int>();
        offsets[0] = 0;
        int row = 0, at = 0;
        foreach (ArrayData part in parts.Where(p => p.Length > 0))
        {
            ColumnView column = new(part);
            ReadOnlySpan<int> from = column.Offsets;
            int shift = at - from[0];
            foreach (int end in from[1..])
                offsets[++row] = end + shift;
            column.Bytes[from[0]..from[^1]].CopyTo(byteSpace.Bytes[at..]);
            at += from[^1] - from[0];
        }
        return [validity, offsetSpace.Build(), byteSpace.Build()];
    }
}
