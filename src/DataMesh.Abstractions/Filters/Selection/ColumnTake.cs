using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Copies chosen rows of one column. What lies beneath a null and what a dictionary holds for other rows is not copied: it could be hidden data.</summary>
internal static class ColumnTake
{
    public static ArrayData Take(ArrayData data, ReadOnlySpan<int> rows, MemoryAllocator? allocator, bool decode = false)
    {
        if (decode && data.DataType is DictionaryType { IndexType: Int32Type } encoded)
            return TakeDecoded(data, encoded.ValueType, rows, allocator);
        int count = rows.Length;
        ColumnView column = new(data);
        IArrowType storage = data.DataType is ExtensionType extension ? extension.StorageType : data.DataType;
        (ArrowBuffer validity, int nulls) = TakeValidity(column, rows, allocator);
        return storage switch
        {
            DictionaryType { IndexType: Int32Type } => TakeDictionary(column, rows, validity, nulls, allocator),
            BooleanType => Build([validity, TakeBits(column, rows, allocator)]),
            FixedWidthType fixedWidth and not DictionaryType => Build([validity, TakeFixed(column, rows, fixedWidth.BitWidth / 8, allocator)]),
            StringType or BinaryType => Build(TakeBytes(column, rows, validity, allocator)),
            StructType or ListType or MapType => NestedTake.Take(data.DataType, column, rows, validity, nulls, allocator),
            _ => throw new NotSupportedException($"Cannot copy rows of a column of Arrow type '{storage.Name}': only the canonical types and dictionaries of text with int32 keys are supported."),
        };

        ArrayData Build(ArrowBuffer[] buffers) => new(data.DataType, count, nulls, 0, buffers, null, null);
    }

    private static (ArrowBuffer Validity, int Nulls) TakeValidity(ColumnView column, ReadOnlySpan<int> rows, MemoryAllocator? allocator)
    {
        if (!column.HasNulls || rows.IsEmpty)
            return (ArrowBuffer.Empty, 0);
        BufferSpace bitmap = new(Bitmap.ByteCount(rows.Length), allocator, zeroed: true);
        int nulls = Bitmap.Take(column.Validity, column.Offset, rows, bitmap.Bytes);
        return (bitmap.Build(), nulls);
    }

    private static ArrowBuffer TakeBits(ColumnView column, ReadOnlySpan<int> rows, MemoryAllocator? allocator)
    {
        BufferSpace bits = new(Bitmap.ByteCount(rows.Length), allocator, zeroed: true);
        Span<byte> target = bits.Bytes;
        if (rows.IsEmpty)
            return bits.Build();
        ReadOnlySpan<byte> source = column.Data.Buffers[1].Span;
        for (int i = 0; i < rows.Length; i++)
        {
            if (Bitmap.Get(source, column.Offset + rows[i]) && !column.IsNull(rows[i]))
                Bitmap.Set(target, i);
        }
        return bits.Build();
    }

    private static ArrowBuffer TakeFixed(ColumnView column, ReadOnlySpan<int> rows, int width, MemoryAllocator? allocator)
    {
        BufferSpace values = new(checked(rows.Length * width), allocator);
        switch (width)
        {
            case 1: TakeValues(column, rows, values.As<byte>()); break;
            case 2: TakeValues(column, rows, values.As<short>()); break;
            case 4: TakeValues(column, rows, values.As<int>()); break;
            case 8: TakeValues(column, rows, values.As<long>()); break;
            case 16: TakeValues(column, rows, values.As<Int128>()); break;
            default: TakeWide(column, rows, width, values.Bytes); break;
        }
        return values.Build();
    }

    private static void TakeValues<T>(ColumnView column, ReadOnlySpan<int> rows, Span<T> target)
        where T : unmanaged
    {
        ReadOnlySpan<T> source = column.Values<T>();
        if (column.HasNulls)
        {
            for (int i = 0; i < rows.Length; i++)
                target[i] = column.IsNull(rows[i]) ? default : source[rows[i]];
            return;
        }
        for (int i = 0; i < rows.Length; i++)
            target[i] = source[rows[i]];
    }

    private static void TakeWide(ColumnView column, ReadOnlySpan<int> rows, int width, Span<byte> target)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            Span<byte> slot = target.Slice(i * width, width);
            if (column.IsNull(rows[i]))
                slot.Clear();
            else
                column.Data.Buffers[1].Span.Slice((column.Offset + rows[i]) * width, width).CopyTo(slot);
        }
    }

    private static ArrowBuffer[] TakeBytes(ColumnView column, ReadOnlySpan<int> rows, ArrowBuffer validity, MemoryAllocator? allocator)
    {
        ReadOnlySpan<int> from = column.Offsets;
        BufferSpace offsetSpace = new(checked((rows.Length + 1) * sizeof(int)), allocator);
        Span<int> offsets = offsetSpace.As<int>();
        long total = 0;
        offsets[0] = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (!column.IsNull(rows[i]))
                total += from[rows[i] + 1] - from[rows[i]];
            offsets[i + 1] = (int)total;
        }
        BufferSpace byteSpace = new(CheckSize(total), allocator);
        Span<byte> bytes = byteSpace.Bytes;
        ReadOnlySpan<byte> source = column.Bytes;
        for (int i = 0; i < rows.Length; i++)
        {
            int length = offsets[i + 1] - offsets[i];
            if (length > 0)
                source.Slice(from[rows[i]], length).CopyTo(bytes[offsets[i]..]);
        }
        return [validity, offsetSpace.Build(), byteSpace.Build()];
    }

    private static ArrayData TakeDecoded(ArrayData data, IArrowType type, ReadOnlySpan<int> rows, MemoryAllocator? allocator)
    {
        ByteColumn texts = new(data);
        BufferSpace bitmap = new(texts.HasNulls ? Bitmap.ByteCount(rows.Length) : 0, allocator, zeroed: true), offsetSpace = new(checked((rows.Length + 1) * sizeof(int)), allocator);
        Span<int> offsets = offsetSpace.As<int>();
        offsets[0] = 0;
        long total = 0;
        int nulls = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (texts.IsNull(rows[i]))
                nulls++;
            else
            {
                total += texts[rows[i]].Length;
                if (texts.HasNulls)
                    Bitmap.Set(bitmap.Bytes, i);
            }
            offsets[i + 1] = (int)total;
        }
        BufferSpace byteSpace = new(CheckSize(total), allocator);
        Span<byte> bytes = byteSpace.Bytes;
        for (int i = 0; i < rows.Length; i++)
        {
            if (offsets[i + 1] > offsets[i])
                texts[rows[i]].CopyTo(bytes[offsets[i]..]);
        }
        return new ArrayData(type, rows.Length, nulls, 0, [bitmap.Build(), offsetSpace.Build(), byteSpace.Build()], null, null);
    }

    /// <summary>Checks that bytes of a column fit one batch: Arrow's text offsets are 32-bit.</summary>
    public static int CheckSize(long bytes) => bytes <= System.Array.MaxLength ? (int)bytes : throw new DataMeshException(DataMeshErrorKind.LimitExceeded,
        $"Cannot build a record batch with {bytes} bytes in one column: a column of a batch holds at most {System.Array.MaxLength}. Use batches of fewer rows.");

    private static ArrayData TakeDictionary(ColumnView column, ReadOnlySpan<int> rows, ArrowBuffer validity, int nulls, MemoryAllocator? allocator)
    {
        ReadOnlySpan<int> from = column.Values<int>();
        int entries = column.Data.Dictionary.Length;
        int[] renumbered = ArrayPool<int>.Shared.Rent(entries), used = ArrayPool<int>.Shared.Rent(entries);
        renumbered.AsSpan(0, entries).Fill(-1);
        BufferSpace indexSpace = new(checked(rows.Length * sizeof(int)), allocator);
        Span<int> indexes = indexSpace.As<int>();
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            indexes[i] = 0;
            if (column.IsNull(rows[i]))
                continue;
            ref int number = ref renumbered[from[rows[i]]];
            if (number < 0)
            {
                used[count] = from[rows[i]];
                number = count++;
            }
            indexes[i] = number;
        }
        ArrayData dictionary = Take(column.Data.Dictionary, used.AsSpan(0, count), allocator);
        ArrayPool<int>.Shared.Return(renumbered);
        ArrayPool<int>.Shared.Return(used);
        return new ArrayData(column.Data.DataType, rows.Length, nulls, 0, [validity, indexSpace.Build()], null, dictionary);
    }
}
