using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Bounds of decimals of up to 38 digits.</summary>
internal sealed class DecimalBounds(int scale) : ColumnBounds
{
    private Int128 _minimum = Int128.MaxValue;
    private Int128 _maximum = Int128.MinValue;

    internal override ScalarValue Minimum => ArrowValues.ToDecimal(_minimum, scale);

    internal override ScalarValue Maximum => ArrowValues.ToDecimal(_maximum, scale);

    internal override void Add(IArrowArray array, int nullCount)
    {
        ArrayData data = array.Data;
        ReadOnlySpan<Int128> values = MemoryMarshal.Cast<byte, Int128>(data.Buffers[1].Span).Slice(data.Offset, data.Length);
        ReadOnlySpan<byte> validity = data.Buffers[0].Span;
        Int128 minimum = _minimum, maximum = _maximum;
        for (int i = 0; i < values.Length; i++)
        {
            if (nullCount != 0 && !BitUtility.GetBit(validity, data.Offset + i))
                continue;
            if (values[i] < minimum)
                minimum = values[i];
            if (values[i] > maximum)
                maximum = values[i];
        }
        (_minimum, _maximum) = (minimum, maximum);
    }
}
