using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Bounds of whole numbers, also of dates, times and timestamps.</summary>
internal sealed class IntegerBounds<T>(Func<T, ScalarValue> toScalar) : ColumnBounds
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private T _minimum = T.MaxValue;
    private T _maximum = T.MinValue;

    internal override ScalarValue Minimum => toScalar(_minimum);

    internal override ScalarValue Maximum => toScalar(_maximum);

    internal override void Add(IArrowArray array, int nullCount)
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

    private void AddAll(ReadOnlySpan<T> values)
    {
        int i = 0;
        if (values.Length >= Vector<T>.Count)
        {
            Vector<T> low = new(_minimum), high = new(_maximum);
            for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> next = new(values[i..]);
                low = Vector.Min(low, next);
                high = Vector.Max(high, next);
            }
            for (int lane = 0; lane < Vector<T>.Count; lane++)
            {
                _minimum = T.Min(_minimum, low[lane]);
                _maximum = T.Max(_maximum, high[lane]);
            }
        }
        for (; i < values.Length; i++)
            AddOne(values[i]);
    }

    private void AddOne(T value)
    {
        _minimum = T.Min(_minimum, value);
        _maximum = T.Max(_maximum, value);
    }
}
