using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Brings dictionary-encoded columns onto one dictionary, or back to plain text.</summary>
internal static class DictionaryMerge
{
    /// <summary>Decodes a dictionary-encoded column.</summary>
    public static ArrayData Decode(ArrayData part, MemoryAllocator? allocator)
    {
        ByteColumn texts = new(part);
        BufferSpace bitmap = new(Bitmap.ByteCount(part.Length), allocator, zeroed: true), offsetSpace = new(checked((part.Length + 1) * sizeof(int)), allocator);
        Span<int> offsets = offsetSpace.As<int>();
        offsets[0] = 0;
        long total = 0;
        int nulls = 0;
        for (int i = 0; i < part.Length; i++)
        {
            if (texts.IsNull(i))
                nulls++;
            else
            {
                Bitmap.Set(bitmap.Bytes, i);
                total += texts[i].Length;
            }
            offsets[i + 1] = (int)total;
        }
        BufferSpace bytes = new(ColumnTake.CheckSize(total), allocator);
        for (int i = 0; i < part.Length; i++)
        {
            if (offsets[i + 1] > offsets[i])
                texts[i].CopyTo(bytes.Bytes[offsets[i]..]);
        }
        return new ArrayData(((DictionaryType)part.DataType).ValueType, part.Length, nulls, 0, [bitmap.Build(), offsetSpace.Build(), bytes.Build()], null, null);
    }

    /// <summary>Copies dictionary-encoded columns onto the union of their dictionaries.</summary>
    public static ArrayData Merge(IArrowType type, ArrayData[] parts, int count, int nulls, ArrowBuffer validity, MemoryAllocator? allocator)
    {
        Dictionary<byte[], int> numbers = new(ByteSequenceComparer.Instance);
        List<byte[]?> entries = [];
        BufferSpace indexSpace = new(checked(count * sizeof(int)), allocator);
        int at = 0;
        foreach (ArrayData part in parts.Where(p => p.Length > 0))
        {
            ColumnView column = new(part);
            int[] map = Renumber(part.Dictionary, numbers, entries);
            ReadOnlySpan<int> from = column.Values<int>();
            Span<int> indexes = indexSpace.As<int>().Slice(at, part.Length);
            for (int i = 0; i < from.Length; i++)
                indexes[i] = column.IsNull(i) ? 0 : map[from[i]];
            at += part.Length;
        }
        return new ArrayData(type, count, nulls, 0, [validity, indexSpace.Build()], null, BuildEntries(((DictionaryType)type).ValueType, entries, allocator));
    }

    private static int[] Renumber(ArrayData dictionary, Dictionary<byte[], int> numbers, List<byte[]?> entries)
    {
        ByteColumn texts = new(dictionary);
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<byte>>();
        int[] map = new int[dictionary.Length];
        for (int i = 0; i < map.Length; i++)
        {
            if (texts.IsNull(i))
            {
                map[i] = entries.IndexOf(null) is >= 0 and int known ? known : entries.Count;
                if (map[i] == entries.Count)
                    entries.Add(null);
            }
            else if (!lookup.TryGetValue(texts[i], out map[i]))
            {
                map[i] = entries.Count;
                entries.Add(texts[i].ToArray());
                numbers.Add(entries[^1]!, map[i]);
            }
        }
        return map;
    }

    private static ArrayData BuildEntries(IArrowType type, List<byte[]?> entries, MemoryAllocator? allocator)
    {
        int nulls = entries.Count(e => e is null);
        BufferSpace bitmap = new(nulls == 0 ? 0 : Bitmap.ByteCount(entries.Count), allocator, zeroed: true), offsetSpace = new(checked((entries.Count + 1) * sizeof(int)), allocator);
        BufferSpace bytes = new(ColumnTake.CheckSize(entries.Sum(e => (long)(e?.Length ?? 0))), allocator);
        Span<int> offsets = offsetSpace.As<int>();
        offsets[0] = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            entries[i].CopyTo(bytes.Bytes[offsets[i]..]);
            offsets[i + 1] = offsets[i] + (entries[i]?.Length ?? 0);
            if (nulls > 0 && entries[i] is not null)
                Bitmap.Set(bitmap.Bytes, i);
        }
        return new ArrayData(type, entries.Count, nulls, 0, [bitmap.Build(), offsetSpace.Build(), bytes.Build()], null, null);
    }
}
