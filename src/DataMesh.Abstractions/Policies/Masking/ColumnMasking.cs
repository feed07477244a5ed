using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>A mask prepared for one type. Immutable.</summary>
internal abstract class ColumnMasking
{
    public abstract ArrayData Apply(ArrayData values, MemoryAllocator? allocator);

    /// <summary>The rows that have a value, as a bitmap from bit 0, and how many have none; also where the null lies in a dictionary.</summary>
    public static (ArrowBuffer Validity, int Nulls) CopyValidity(ArrayData values, MemoryAllocator? allocator)
    {
        if (values.Length == 0)
            return (ArrowBuffer.Empty, 0);
        ColumnView column = new(values);
        ColumnView entries = values.DataType is DictionaryType ? new ColumnView(values.Dictionary) : default;
        if (!column.HasNulls && !entries.HasNulls)
            return (ArrowBuffer.Empty, 0);
        BufferSpace bitmap = new(Bitmap.ByteCount(values.Length), allocator, zeroed: true);
        if (!entries.HasNulls)
        {
            Bitmap.Append(bitmap.Bytes, 0, column.Validity, column.Offset, column.Length);
            return (bitmap.Build(), values.GetNullCount());
        }
        int nulls = 0;
        ReadOnlySpan<int> indexes = column.Values<int>();
        for (int i = 0; i < values.Length; i++)
        {
            if (column.IsNull(i) || entries.IsNull(indexes[i]))
                nulls++;
            else
                Bitmap.Set(bitmap.Bytes, i);
        }
        return (bitmap.Build(), nulls);
    }
}

/// <summary>The values as they are.</summary>
internal sealed class NoMasking : ColumnMasking
{
    public override ArrayData Apply(ArrayData values, MemoryAllocator? allocator) => values;
}

/// <summary>Null in every row.</summary>
internal sealed class NullMasking(PhysicalType type) : ColumnMasking
{
    private readonly IArrowType _type = type.ToArrow();

    public override ArrayData Apply(ArrayData values, MemoryAllocator? allocator) => NullArrays.CreateData(_type, values.Length, allocator);
}

/// <summary>The same value in every row that has one.</summary>
internal sealed class ConstantMasking(PhysicalType type, byte[] value) : ColumnMasking
{
    private readonly IArrowType _type = type.ToArrow();

    public override ArrayData Apply(ArrayData values, MemoryAllocator? allocator)
    {
        (ArrowBuffer validity, int nulls) = CopyValidity(values, allocator);
        return new ArrayData(_type, values.Length, nulls, 0, _type is StringType ? Texts(values.Length, validity, nulls, allocator) : [validity, Fixed(values.Length, validity, nulls, allocator)], null, null);
    }

    private ArrowBuffer Fixed(int count, ArrowBuffer validity, int nulls, MemoryAllocator? allocator)
    {
        BufferSpace space = new(checked(count * value.Length), allocator, zeroed: true);
        for (int i = 0; i < count; i++)
            if (nulls == 0 || Bitmap.Get(validity.Span, i))
                value.CopyTo(space.Bytes[(i * value.Length)..]);
        return space.Build();
    }

    private ArrowBuffer[] Texts(int count, ArrowBuffer validity, int nulls, MemoryAllocator? allocator)
    {
        BufferSpace offsetSpace = new(checked((count + 1) * sizeof(int)), allocator);
        BufferSpace byteSpace = new(ColumnTake.CheckSize((long)(count - nulls) * value.Length), allocator);
        Span<int> offsets = offsetSpace.As<int>();
        offsets[0] = 0;
        for (int i = 0; i < count; i++)
        {
            bool has = nulls == 0 || Bitmap.Get(validity.Span, i);
            if (has)
                value.CopyTo(byteSpace.Bytes[offsets[i]..]);
            offsets[i + 1] = offsets[i] + (has ? value.Length : 0);
        }
        return [validity, offsetSpace.Build(), byteSpace.Build()];
    }
}
