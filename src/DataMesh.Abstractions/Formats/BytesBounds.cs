using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Bounds of texts (by UTF-8 bytes), bytes and UUIDs, kept as bytes until they are asked for.</summary>
/// <param name="toScalar">Makes the value of a bound.</param>
/// <param name="leaves">True to leave what is found in an array to the next that adds the same array, once; false to take what was left.</param>
internal sealed class BytesBounds(Func<ReadOnlySpan<byte>, ScalarValue> toScalar, bool leaves) : ColumnBounds
{
    private static readonly ConditionalWeakTable<ArrayData, Extremes> s_left = [];

    private byte[]? _minimum;
    private byte[]? _maximum;

    internal override ScalarValue Minimum => toScalar(_minimum);

    internal override ScalarValue Maximum => toScalar(_maximum);

    internal override void Add(IArrowArray array, int nullCount)
    {
        ArrayData data = array.Data;
        if (!leaves && s_left.TryGetValue(data, out Extremes? found))
        {
            s_left.Remove(data);
        }
        else
        {
            found = Find(data, used: []);
            if (leaves)
                s_left.AddOrUpdate(data, found);
        }
        Keep(data, found);
    }

    /// <summary>Adds the values that are valid and used.</summary>
    internal void AddUsed(ArrayData data, ReadOnlySpan<bool> used) => Keep(data, Find(data, used));

    private static Extremes Find(ArrayData data, ReadOnlySpan<bool> used)
    {
        Values values = new(data);
        Search search = default;
        foreach (int row in new ValidRows(data))
            if (used.IsEmpty || used[row])
                search.Add(values, row);
        return search.Found;
    }

    private void Keep(ArrayData data, Extremes found)
    {
        if (found.Minimum < 0)
            return;
        Values values = new(data);
        if (_minimum is null || values[found.Minimum].SequenceCompareTo(_minimum) < 0)
            _minimum = values[found.Minimum].ToArray();
        if (_maximum is null || values[found.Maximum].SequenceCompareTo(_maximum) > 0)
            _maximum = values[found.Maximum].ToArray();
    }

    /// <summary>The rows of the least and of the greatest value; −1 without one.</summary>
    private sealed record Extremes(int Minimum, int Maximum);

    /// <summary>The values of an array, of one width or behind offsets.</summary>
    private readonly ref struct Values
    {
        private readonly ReadOnlySpan<int> _offsets;
        private readonly int _first;
        private readonly int _width;

        internal Values(ArrayData data)
        {
            if (data.DataType is FixedSizeBinaryType { ByteWidth: int width })
            {
                Bytes = data.Buffers[1].Span;
                (_first, _width) = (data.Offset * width, width);
            }
            else
            {
                Bytes = data.Buffers[2].Span;
                _offsets = MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span).Slice(data.Offset, data.Length + 1);
            }
        }

        internal ReadOnlySpan<byte> Bytes { get; }

        internal ReadOnlySpan<byte> this[int row]
        {
            get
            {
                (int offset, int length) = Place(row);
                return Bytes.Slice(offset, length);
            }
        }

        internal (int Offset, int Length) Place(int row) => _width > 0 ? (_first + row * _width, _width) : (_offsets[row], _offsets[row + 1] - _offsets[row]);
    }

    /// <summary>The extremes so far; the first sixteen bytes decide most comparisons.</summary>
    private struct Search
    {
        private bool _any;
        private int _minimum;
        private int _maximum;
        private Start _minimumStart;
        private Start _maximumStart;

        internal readonly Extremes Found => _any ? new(_minimum, _maximum) : new(-1, -1);

        internal void Add(in Values values, int row)
        {
            (int offset, int length) = values.Place(row);
            Start start = new(values.Bytes, offset, length);
            if (!_any || !start.IsBetween(_minimumStart, _maximumStart))
                Compare(values, row, start, values.Bytes.Slice(offset, length));
        }

        private void Compare(in Values values, int row, Start start, ReadOnlySpan<byte> value)
        {
            if (!_any || start.IsBefore(_minimumStart) || (start == _minimumStart && !Equals(value, values[_minimum]) && value.SequenceCompareTo(values[_minimum]) < 0))
                (_minimum, _minimumStart) = (row, start);
            if (!_any || _maximumStart.IsBefore(start) || (start == _maximumStart && !Equals(value, values[_maximum]) && value.SequenceCompareTo(values[_maximum]) > 0))
                (_maximum, _maximumStart) = (row, start);
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
