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
                    found.Add(bytes, i * fixedSize.ByteWidth, fixedSize.ByteWidth);
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
                found.Add(bytes, offsets[i], offsets[i + 1] - offsets[i]);
        Keep(found);
    }

    private void Keep(Extremes found)
    {
        if (found.HasNewMinimum)
            _minimum = found.Minimum.ToArray();
        if (found.HasNewMaximum)
            _maximum = found.Maximum.ToArray();
    }

    /// <summary>The extremes so far, as spans into the batch; the first sixteen bytes decide most comparisons.</summary>
    private ref struct Extremes
    {
        private bool _any;
        private Start _minimumStart;
        private Start _maximumStart;

        internal Extremes(byte[]? minimum, byte[]? maximum)
        {
            _any = minimum is not null;
            Minimum = minimum;
            Maximum = maximum;
            (_minimumStart, _maximumStart) = (new Start(Minimum, 0, Minimum.Length), new Start(Maximum, 0, Maximum.Length));
        }

        internal ReadOnlySpan<byte> Minimum { get; private set; }

        internal ReadOnlySpan<byte> Maximum { get; private set; }

        internal bool HasNewMinimum { get; private set; }

        internal bool HasNewMaximum { get; private set; }

        internal void Add(ReadOnlySpan<byte> bytes, int offset, int length)
        {
            Start start = new(bytes, offset, length);
            int toMinimum = start.CompareTo(_minimumStart), toMaximum = start.CompareTo(_maximumStart);
            if (_any && toMinimum > 0 && toMaximum < 0)
                return;
            ReadOnlySpan<byte> value = bytes.Slice(offset, length);
            if (!_any || toMinimum < 0 || (toMinimum == 0 && value.SequenceCompareTo(Minimum) < 0))
            {
                Minimum = value;
                _minimumStart = start;
                HasNewMinimum = true;
            }
            if (!_any || toMaximum > 0 || (toMaximum == 0 && value.SequenceCompareTo(Maximum) > 0))
            {
                Maximum = value;
                _maximumStart = start;
                HasNewMaximum = true;
            }
            _any = true;
        }
    }

    /// <summary>The first sixteen bytes of a value, zeros behind its end: values whose starts differ are in the order of these.</summary>
    private readonly struct Start(ReadOnlySpan<byte> bytes, int offset, int length)
    {
        private readonly ulong _first = Read(bytes, offset, length);
        private readonly ulong _second = Read(bytes, offset + sizeof(ulong), length - sizeof(ulong));

        internal int CompareTo(Start other) => _first != other._first ? _first.CompareTo(other._first) : _second.CompareTo(other._second);

        // Eight bytes are read at once wherever the buffer has them, and those of the next value are taken off again.
        private static ulong Read(ReadOnlySpan<byte> bytes, int offset, int length)
        {
            if (length <= 0)
                return 0;
            int unused = 8 * Math.Max(0, sizeof(ulong) - length);
            if (bytes.Length - offset >= sizeof(ulong))
                return BinaryPrimitives.ReadUInt64BigEndian(bytes[offset..]) >> unused << unused;
            ulong word = 0;
            for (int i = 0; i < Math.Min(length, sizeof(ulong)); i++)
                word |= (ulong)bytes[offset + i] << (56 - 8 * i);
            return word;
        }
    }
}
