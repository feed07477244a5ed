using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Bounds of values that lie in one buffer, block by block: whole blocks without nulls go through vectors, others value by value.</summary>
internal abstract class NumericBounds<T> : ColumnBounds
    where T : unmanaged
{
    internal sealed override void Add(IArrowArray array, int nullCount)
    {
        ArrayData data = array.Data;
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(data.Buffers[1].Span).Slice(data.Offset, data.Length);
        if (nullCount == 0)
            AddAll(values);
        else
            AddValid(values, data.Buffers[0].Span, data.Offset);
    }

    private void AddValid(ReadOnlySpan<T> values, ReadOnlySpan<byte> validity, int offset)
    {
        for (int start = 0; start < values.Length; start += ValidityBits.BlockLength)
        {
            int count = Math.Min(ValidityBits.BlockLength, values.Length - start);
            ulong valid = ValidityBits.Read(validity, offset + start, count);
            if (valid == ulong.MaxValue)
                AddAll(values.Slice(start, count));
            else
                for (; valid != 0; valid &= valid - 1)
                    AddOne(values[start + BitOperations.TrailingZeroCount(valid)]);
        }
    }

    protected abstract void AddAll(ReadOnlySpan<T> values);

    protected abstract void AddOne(T value);
}
