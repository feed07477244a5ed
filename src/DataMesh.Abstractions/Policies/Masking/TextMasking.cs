using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Masks byte sequences one by one: each row of a plain column, each used entry of a dictionary.</summary>
internal abstract class TextMasking(IArrowType type) : ColumnMasking
{
    public sealed override ArrayData Apply(ArrayData values, MemoryAllocator? allocator) =>
        values.DataType is DictionaryType ? ApplyToEntries(values, allocator) : ApplyToRows(values, allocator);

    /// <summary>How long a masked value is; exact.</summary>
    protected abstract int Measure(ReadOnlySpan<byte> value);

    /// <summary>Writes a masked value of the measured length.</summary>
    protected abstract void Write(ReadOnlySpan<byte> value, Span<byte> target);

    private ArrayData ApplyToRows(ArrayData values, MemoryAllocator? allocator)
    {
        (ArrowBuffer validity, int nulls) = CopyValidity(values, allocator);
        ByteColumn column = new(values);
        BufferSpace offsetSpace = new(checked((values.Length + 1) * sizeof(int)), allocator);
        Span<int> offsets = offsetSpace.As<int>();
        offsets[0] = 0;
        long total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (nulls == 0 || Bitmap.Get(validity.Span, i))
                total += Measure(column[i]);
            offsets[i + 1] = (int)total;
        }
        BufferSpace byteSpace = new(ColumnTake.CheckSize(total), allocator);
        Span<byte> bytes = byteSpace.Bytes;
        for (int i = 0; i < values.Length; i++)
            if (offsets[i + 1] > offsets[i])
                Write(column[i], bytes[offsets[i]..offsets[i + 1]]);
        return new ArrayData(type, values.Length, nulls, 0, [validity, offsetSpace.Build(), byteSpace.Build()], null, null);
    }

    private ArrayData ApplyToEntries(ArrayData values, MemoryAllocator? allocator)
    {
        (ArrowBuffer validity, int nulls) = CopyValidity(values, allocator);
        ReadOnlySpan<int> from = new ColumnView(values).Values<int>();
        ByteColumn entries = new(values.Dictionary);
        MaskedEntries masked = new(values.Dictionary.Length);
        BufferSpace indexSpace = new(checked(values.Length * sizeof(int)), allocator, zeroed: true);
        Span<int> indexes = indexSpace.As<int>();
        for (int i = 0; i < from.Length; i++)
        {
            if (nulls > 0 && !Bitmap.Get(validity.Span, i))
                continue;
            if (!masked.TryFind(from[i], out indexes[i]))
                indexes[i] = masked.Add(from[i], Mask(entries[from[i]]));
        }
        return new ArrayData(new DictionaryType(Int32Type.Default, type, false), values.Length, nulls, 0, [validity, indexSpace.Build()], null, masked.Build(type, allocator));
    }

    private byte[] Mask(ReadOnlySpan<byte> value)
    {
        byte[] result = new byte[Measure(value)];
        Write(value, result);
        return result;
    }
}

/// <summary>The entries of a masked dictionary: each value once, in the order of first use.</summary>
internal sealed class MaskedEntries
{
    private readonly int[] _numbers;
    private readonly List<byte[]> _values = [];
    private readonly Dictionary<byte[], int> _known = new(ByteSequenceComparer.Instance);

    public MaskedEntries(int sourceEntries)
    {
        _numbers = new int[sourceEntries];
        _numbers.AsSpan().Fill(-1);
    }

    public bool TryFind(int source, out int number) => (number = _numbers[source]) >= 0;

    public int Add(int source, byte[] masked)
    {
        if (!_known.TryGetValue(masked, out int number))
        {
            _known.Add(masked, number = _values.Count);
            _values.Add(masked);
        }
        return _numbers[source] = number;
    }

    public ArrayData Build(IArrowType type, MemoryAllocator? allocator)
    {
        BufferSpace offsetSpace = new(checked((_values.Count + 1) * sizeof(int)), allocator);
        BufferSpace byteSpace = new(ColumnTake.CheckSize(_values.Sum(v => (long)v.Length)), allocator);
        Span<int> offsets = offsetSpace.As<int>();
        offsets[0] = 0;
        for (int i = 0; i < _values.Count; i++)
        {
            _values[i].CopyTo(byteSpace.Bytes[offsets[i]..]);
            offsets[i + 1] = offsets[i] + _values[i].Length;
        }
        return new ArrayData(type, _values.Count, 0, 0, [ArrowBuffer.Empty, offsetSpace.Build(), byteSpace.Build()], null, null);
    }
}
