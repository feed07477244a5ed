using System.Buffers.Binary;
using System.Numerics;

namespace DataMesh.Adapters;

/// <summary>Decodes the hybrid of runs and bit-packed groups: levels, dictionary indices and truth values. Reads at most what its bytes hold.</summary>
internal struct RunDecoder
{
    /// <summary>Bytes that must be readable behind the last one.</summary>
    internal const int Slack = 16;

    private readonly byte[] _bytes;
    private readonly int _end;
    private readonly int _width;
    private int _position;
    private int _left;
    private long _bit;
    private bool _isPacked;
    private int _repeated;

    /// <param name="bytes">The bytes, with <see cref="Slack"/> behind the end.</param>
    /// <param name="start">Where the runs start.</param>
    /// <param name="end">Where they end.</param>
    /// <param name="width">Bits of a value, 0 to 32.</param>
    internal RunDecoder(byte[] bytes, int start, int end, int width)
    {
        if (width is < 0 or > 32)
            throw new InvalidDataException("a page has indices of more than 32 bits");
        _bytes = bytes;
        _position = start;
        _end = end;
        _width = width;
    }

    internal static int WidthOf(int greatest) => 32 - BitOperations.LeadingZeroCount((uint)greatest);

    internal void Read(Span<int> destination)
    {
        while (!destination.IsEmpty)
            destination = destination[ReadUpTo(destination)..];
    }

    /// <summary>Reads as many values as one run still holds; at least one.</summary>
    internal int ReadUpTo(Span<int> destination)
    {
        int count = NextRun(destination.Length);
        if (_isPacked)
            Unpack(destination[..count]);
        else
            destination[..count].Fill(_repeated);
        return count;
    }

    /// <summary>Reads values of one bit as bytes of 0 and 1.</summary>
    /// <returns>How many are 1.</returns>
    internal int ReadFlags(Span<byte> destination)
    {
        int ones = 0;
        while (!destination.IsEmpty)
        {
            int count = NextRun(destination.Length);
            if (!_isPacked)
            {
                destination[..count].Fill((byte)_repeated);
                ones += _repeated * count;
            }
            else
            {
                for (int i = 0; i < count; i++, _bit++)
                    ones += destination[i] = (byte)((_bytes[_bit >> 3] >> (int)(_bit & 7)) & 1);
            }
            destination = destination[count..];
        }
        return ones;
    }

    /// <summary>Makes sure a run is open and takes up to this many values of it.</summary>
    private int NextRun(int wanted)
    {
        while (_left == 0)
            OpenRun();
        int count = Math.Min(wanted, _left);
        _left -= count;
        return count;
    }

    private void OpenRun()
    {
        uint header = ReadHeader();
        _isPacked = (header & 1) != 0;
        if (_isPacked)
        {
            // The last group may be cut off where its values end.
            long available = 8L * (_end - _position), bits = 8L * (header >> 1) * _width;
            _left = (int)Math.Min(int.MaxValue, _width == 0 ? 8L * (header >> 1) : Math.Min(bits, available) / _width);
            _bit = 8L * _position;
            _position += (int)(Math.Min(bits, available) / 8);
        }
        else
        {
            int bytes = (_width + 7) / 8;
            Expect(_end - _position >= bytes);
            uint value = 0;
            for (int i = 0; i < bytes; i++)
                value |= (uint)_bytes[_position++] << (8 * i);
            Expect(_width == 32 || value >> _width == 0);
            _repeated = (int)value;
            _left = (int)(header >> 1);
        }
    }

    private void Unpack(Span<int> destination)
    {
        uint mask = _width == 32 ? uint.MaxValue : (1u << _width) - 1;
        long bit = _bit;
        for (int i = 0; i < destination.Length; i++, bit += _width)
            destination[i] = (int)((uint)(BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan((int)(bit >> 3))) >> (int)(bit & 7)) & mask);
        _bit = bit;
    }

    private uint ReadHeader()
    {
        uint value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            Expect(_position < _end);
            byte next = _bytes[_position++];
            value |= (uint)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("a run is too long");
    }

    private static void Expect(bool condition)
    {
        if (!condition)
            throw new InvalidDataException("a page ends before its values");
    }
}
