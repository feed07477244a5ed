using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
            foreach (int row in new ValidRows(data))
                found.Add(bytes, row * fixedSize.ByteWidth, fixedSize.ByteWidth);
            Keep(found);
        }
        else
        {
            AddVariable(data, used: []);
        }
    }

    /// <summary>Adds the values of variable length that are valid and, when <paramref name="used"/> is not empty, used.</summary>
    internal void AddVariable(ArrayData data, ReadOnlySpan<bool> used)
    {
        ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset, data.Length + 1);
        ReadOnlySpan<byte> bytes = data.Buffers[2].Span;
        Extremes found = new(_minimum, _maximum);
        foreach (int row in new ValidRows(data))
            if (used.IsEmpty || used[row])
                found.Add(bytes, offsets[row], offsets[row + 1] - offsets[row]);
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
            if (!_any || !start.IsBetween(_minimumStart, _maximumStart))
                Compare(start, bytes.Slice(offset, length));
        }

        private void Compare(Start start, ReadOnlySpan<byte> value)
        {
            if (!_any || start.IsBefore(_minimumStart) || (start == _minimumStart && !Equals(value, Minimum) && value.SequenceCompareTo(Minimum) < 0))
            {
                Minimum = value;
                _minimumStart = start;
                HasNewMinimum = true;
            }
            if (!_any || _maximumStart.IsBefore(start) || (start == _maximumStart && !Equals(value, Maximum) && value.SequenceCompareTo(Maximum) > 0))
            {
                Maximum = value;
                _maximumStart = start;
                HasNewMaximum = true;
            }
            _any = true;
        }

        // Of values whose starts are the same: those of one length that have no more than their start are the same.
        private static bool Equals(ReadOnlySpan<byte> value, ReadOnlySpan<byte> other) => value.Length == other.Length && value.Length <= Start.Length;
    }

    /// <summary>The first sixteen bytes of a value, zeros behind its end: values whose starts differ are in the order of these.</summary>
    private readonly record struct Start
    {
        internal const int Length = 16;

        private readonly ulong _first;
        private readonly ulong _second;

        internal Start(ReadOnlySpan<byte> bytes, int offset, int length)
        {
            int used = Math.Min(length, Length);
            // Sixteen bytes are read at once wherever the buffer has them, and those of the next value are masked away: no branch depends on the length.
            Vector128<byte> window = offset <= bytes.Length - Length ? Vector128.Create(bytes[offset..]) & Vector128.Create(Ones[(Length - used)..]) : AtTheEnd(bytes.Slice(offset, used));
            (_first, _second) = (BinaryPrimitives.ReverseEndianness(window.AsUInt64()[0]), BinaryPrimitives.ReverseEndianness(window.AsUInt64()[1]));
        }

        /// <summary>Sixteen bytes of ones, then sixteen of zeros: a window of sixteen keeps as many bytes as it begins before the middle.</summary>
        private static ReadOnlySpan<byte> Ones =>
        [
            0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ];

        // Without branches: which of the two comes first is as good as random.
        internal bool IsBefore(Start other) => (_first < other._first) | ((_first == other._first) & (_second < other._second));

        internal bool IsBetween(Start low, Start high) => low.IsBefore(this) & IsBefore(high);

        private static Vector128<byte> AtTheEnd(ReadOnlySpan<byte> start)
        {
            Span<byte> padded = stackalloc byte[Length];
            padded.Clear();
            start.CopyTo(padded);
            return Vector128.Create<byte>(padded);
        }
    }
}
