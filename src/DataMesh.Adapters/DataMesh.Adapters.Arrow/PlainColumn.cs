using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters;

/// <summary>Turns dictionary-encoded columns, which are checked, into plain ones.</summary>
internal static class PlainColumn
{
    private const int Missing = -1;

    /// <summary>True when values of the type can be made plain; lists, structs and maps stay in their dictionary.</summary>
    internal static bool Supports(DictionaryType type) => type.ValueType is StringType or BinaryType or LargeStringType or LargeBinaryType or BooleanType or FixedWidthType and not DictionaryType;

    internal static ArrayData Decode(ArrayData rows, ReadBudget budget)
    {
        ArrayData entries = rows.Dictionary;
        int[] chosen = new int[rows.Length];
        byte[] validity = new byte[(rows.Length + 7) / 8];
        int nulls = 0;
        for (int row = 0; row < chosen.Length; row++)
        {
            chosen[row] = EntryOf(rows, row);
            if (chosen[row] == Missing)
                nulls++;
            else
                BitUtility.SetBit(validity, row);
        }
        IArrowType type = entries.DataType;
        ArrowBuffer valid = nulls == 0 ? ArrowBuffer.Empty : new ArrowBuffer(validity);
        ArrowBuffer[] values = type switch
        {
            StringType or BinaryType => Variable(entries, chosen, i => MemoryMarshal.Cast<byte, int>(entries.Buffers[1].Span)[entries.Offset + i], 4, budget),
            LargeStringType or LargeBinaryType => Variable(entries, chosen, i => MemoryMarshal.Cast<byte, long>(entries.Buffers[1].Span)[entries.Offset + i], 8, budget),
            BooleanType => [Bits(entries, chosen)],
            _ => [Fixed(entries, chosen, type is FixedSizeBinaryType binary ? binary.ByteWidth : ((FixedWidthType)type).BitWidth / 8, budget)],
        };
        return new ArrayData(type, rows.Length, nulls, 0, [valid, .. values]);
    }

    private static int EntryOf(ArrayData rows, int row)
    {
        if (!IsValid(rows, row))
            return Missing;
        ReadOnlySpan<byte> indices = rows.Buffers[1].Span;
        int at = rows.Offset + row;
        int entry = ((DictionaryType)rows.DataType).IndexType switch
        {
            Int8Type or UInt8Type => indices[at],
            Int16Type or UInt16Type => MemoryMarshal.Cast<byte, ushort>(indices)[at],
            Int32Type or UInt32Type => MemoryMarshal.Cast<byte, int>(indices)[at],
            _ => (int)MemoryMarshal.Cast<byte, long>(indices)[at],
        };
        return IsValid(rows.Dictionary, entry) ? entry : Missing;
    }

    private static bool IsValid(ArrayData data, int row) => data.Buffers[0].IsEmpty || BitUtility.GetBit(data.Buffers[0].Span, data.Offset + row);

    private static ArrowBuffer[] Variable(ArrayData entries, int[] chosen, Func<int, long> offsetOf, int offsetWidth, ReadBudget budget)
    {
        long length = 0;
        foreach (int entry in chosen)
            length += entry == Missing ? 0 : offsetOf(entry + 1) - offsetOf(entry);
        budget.SpendOnPart(length);
        if (length > int.MaxValue)
            throw new LimitException($"the texts of {chosen.Length} rows have {length} bytes");
        byte[] offsets = new byte[(chosen.Length + 1) * offsetWidth], bytes = new byte[length];
        int end = 0;
        for (int row = 0; row < chosen.Length; row++)
        {
            if (chosen[row] is var entry && entry != Missing)
            {
                ReadOnlySpan<byte> value = entries.Buffers[2].Span[(int)offsetOf(entry)..(int)offsetOf(entry + 1)];
                value.CopyTo(bytes.AsSpan(end));
                end += value.Length;
            }
            // The upper half of a long offset stays zero: the bytes fit into one buffer.
            MemoryMarshal.Write(offsets.AsSpan((row + 1) * offsetWidth), end);
        }
        return [new ArrowBuffer(offsets), new ArrowBuffer(bytes)];
    }

    private static ArrowBuffer Bits(ArrayData entries, int[] chosen)
    {
        byte[] bits = new byte[(chosen.Length + 7) / 8];
        for (int row = 0; row < chosen.Length; row++)
            if (chosen[row] != Missing && BitUtility.GetBit(entries.Buffers[1].Span, entries.Offset + chosen[row]))
                BitUtility.SetBit(bits, row);
        return new ArrowBuffer(bits);
    }

    private static ArrowBuffer Fixed(ArrayData entries, int[] chosen, int width, ReadBudget budget)
    {
        long length = (long)chosen.Length * width;
        budget.SpendOnPart(length);
        if (length > int.MaxValue)
            throw new LimitException($"the values of {chosen.Length} rows have {length} bytes");
        byte[] values = new byte[length];
        for (int row = 0; row < chosen.Length; row++)
            if (chosen[row] != Missing)
                entries.Buffers[1].Span.Slice((entries.Offset + chosen[row]) * width, width).CopyTo(values.AsSpan(row * width));
        return new ArrowBuffer(values);
    }
}
