using System.Buffers.Binary;

namespace DataMesh.Adapters;

/// <summary>Decodes DELTA_BINARY_PACKED. Reads at most what its bytes hold; a copy goes on by itself.</summary>
internal struct DeltaDecoder
{
    private readonly byte[] _bytes;
    private readonly int _end;
    private readonly int _miniBlocks;
    private readonly int _valuesInMiniBlock;
    private int _position;
    private int _widths;
    private int _miniBlock;
    private int _leftInMiniBlock;
    private int _width;
    private long _bit;
    private long _smallest;
    private long _value;
    private bool _hasFirst;

    /// <param name="bytes">The bytes, with <see cref="RunDecoder.Slack"/> behind the end.</param>
    /// <param name="start">Where the header starts.</param>
    /// <param name="end">Where the page ends.</param>
    internal DeltaDecoder(byte[] bytes, int start, int end)
    {
        _bytes = bytes;
        _position = start;
        _end = end;
        ulong block = ReadVarint(), miniBlocks = ReadVarint(), count = ReadVarint();
        Expect(miniBlocks is > 0 and <= 512 && block is > 0 and <= 1 << 20 && block % miniBlocks == 0 && block / miniBlocks % 8 == 0 && count <= int.MaxValue);
        _miniBlocks = (int)miniBlocks;
        _valuesInMiniBlock = (int)(block / miniBlocks);
        _miniBlock = _miniBlocks;
        Left = (int)count;
        _value = ReadZigZag();
    }

    /// <summary>The values still to come.</summary>
    internal int Left { get; private set; }

    /// <summary>Where the next byte would be read; behind the last value, where the deltas end.</summary>
    internal readonly int Position => _position;

    internal void Read(Span<long> destination)
    {
        Expect(destination.Length <= Left);
        for (int i = 0; i < destination.Length; i++)
            destination[i] = Next();
    }

    internal long Next()
    {
        Expect(Left > 0);
        Left--;
        if (!_hasFirst)
        {
            _hasFirst = true;
            return _value;
        }
        if (_leftInMiniBlock == 0)
            OpenMiniBlock();
        _leftInMiniBlock--;
        return _value += _smallest + Unpack();
    }

    private void OpenMiniBlock()
    {
        if (_miniBlock == _miniBlocks)
        {
            _smallest = ReadZigZag();
            _widths = _position;
            Expect(_end - _position >= _miniBlocks);
            _position += _miniBlocks;
            _miniBlock = 0;
        }
        _width = _bytes[_widths + _miniBlock++];
        int bytes = _width * (_valuesInMiniBlock / 8);
        Expect(_width <= 64 && _end - _position >= bytes);
        _bit = 8L * _position;
        _position += bytes;
        _leftInMiniBlock = _valuesInMiniBlock;
    }

    private long Unpack()
    {
        if (_width == 0)
            return 0;
        int at = (int)(_bit >> 3), shift = (int)(_bit & 7);
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(at)) >> shift;
        if (shift + _width > 64)
            value |= (ulong)_bytes[at + 8] << (64 - shift);
        _bit += _width;
        return (long)(_width == 64 ? value : value & ((1UL << _width) - 1));
    }

    private long ReadZigZag()
    {
        ulong value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            Expect(_position < _end);
            byte next = _bytes[_position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("a delta is too long");
    }

    private static void Expect(bool condition)
    {
        if (!condition)
            throw new InvalidDataException("a page of deltas ends early or has sizes that cannot be");
    }
}
