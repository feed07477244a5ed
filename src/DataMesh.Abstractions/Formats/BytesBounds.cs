using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Bounds of texts (by UTF-8 bytes), bytes and UUIDs, kept as bytes until they are asked for.</summary>
internal sealed class BytesBounds(Func<ReadOnlySpan<byte>, ScalarValue> toScalar) : ColumnBounds
{
    private byte[]? _minimum;
    private byte[]? _maximum;

    internal override ScalarValue Minimum => toScalar(_minimum);

    internal override ScalarValue Maximum => toScalar(_maximum);

    internal override void Add(IArrowArray array, int nullCount)
    {
        ArrayData data = array.Data;
        if (data.DataType is FixedSizeBinaryType fixedSize)
        {
            ReadOnlySpan<byte> bytes = data.Buffers[1].Span.Slice(data.Offset * fixedSize.ByteWidth, data.Length * fixedSize.ByteWidth);
            Extremes found = new(_minimum, _maximum);
            for (int i = 0; i < data.Length; i++)
                if (nullCount == 0 || array.IsValid(i))
                    found.Add(bytes.Slice(i * fixedSize.ByteWidth, fixedSize.ByteWidth));
            Keep(found);
        }
        else
        {
            AddVariable(data, nullCount, default);
        }
    }

    /// <summary>Adds the values of variable length that are valid and, when <paramref name="used"/> is not empty, used.</summary>
    internal void AddVariable(ArrayData data, int nullCount, ReadOnlySpan<bool> used)
    {
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset, data.Length + 1);
        ReadOnlySpan<byte> bytes = data.Buffers[2].Span, validity = data.Buffers[0].Span;
        Extremes found = new(_minimum, _maximum);
        for (int i = 0; i < data.Length; i++)
            if ((used.IsEmpty || used[i]) && (nullCount == 0 || BitUtility.GetBit(validity, data.Offset + i)))
                found.Add(bytes[offsets[i]..offsets[i + 1]]);
        Keep(found);
    }

    private void Keep(Extremes found)
    {
        if (found.HasNewMinimum)
            _minimum = found.Minimum.ToArray();
        if (found.HasNewMaximum)
            _maximum = found.Maximum.ToArray();
    }

    /// <summary>The extremes so far, as spans into the batch; the first eight bytes decide most comparisons.</summary>
    private ref struct Extremes
    {
        private bool _any;
        private ulong _minimumPrefix;
        private ulong _maximumPrefix;

        internal Extremes(byte[]? minimum, byte[]? maximum)
        {
            _any = minimum is not null;
            Minimum = minimum;
            Maximum = maximum;
            (_minimumPrefix, _maximumPrefix) = (PrefixOf(Minimum), PrefixOf(Maximum));
        }

        internal ReadOnlySpan<byte> Minimum { get; private set; }

        internal ReadOnlySpan<byte> Maximum { get; private set; }

        internal bool HasNewMinimum { get; private set; }

        internal bool HasNewMaximum { get; private set; }

        internal void Add(ReadOnlySpan<byte> value)
        {
            ulong prefix = PrefixOf(value);
            if (!_any || prefix < _minimumPrefix || (prefix == _minimumPrefix && value.SequenceCompareTo(Minimum) < 0))
            {
                Minimum = value;
                _minimumPrefix = prefix;
                HasNewMinimum = true;
            }
            if (!_any || prefix > _maximumPrefix || (prefix == _maximumPrefix && value.SequenceCompareTo(Maximum) > 0))
            {
                Maximum = value;
                _maximumPrefix = prefix;
                HasNewMaximum = true;
            }
            _any = true;
        }

        private static ulong PrefixOf(ReadOnlySpan<byte> value)
        {
            if (value.Length >= 8)
                return BinaryPrimitives.ReadUInt64BigEndian(value);
            ulong prefix = 0;
            for (int i = 0; i < value.Length; i++)
                prefix |= (ulong)value[i] << (56 - 8 * i);
            return prefix;
        }
    }
}
