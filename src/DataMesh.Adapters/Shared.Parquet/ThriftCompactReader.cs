using System.Buffers.Binary;
using System.Text;

namespace DataMesh.Adapters;

/// <summary>Reads the compact protocol of Apache Thrift, as far as Parquet's footer and page headers need it. Never reads outside its bytes.</summary>
internal ref struct ThriftCompactReader(ReadOnlySpan<byte> bytes)
{
    private const int MaximumDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;
    private int _depth;

    /// <summary>The bytes read so far.</summary>
    internal readonly int Position => _position;

    /// <summary>Enters a structure; the result is passed to <see cref="NextField"/>.</summary>
    internal int BeginStruct() => ++_depth <= MaximumDepth ? 0 : throw Invalid("its structures nest too deeply");

    /// <summary>Moves to the next field of a structure; false, and the structure is left, at its end.</summary>
    internal bool NextField(ref int id, out ThriftType type)
    {
        byte header = ReadByte();
        type = (ThriftType)(header & 0x0f);
        if (type == ThriftType.Stop)
        {
            _depth--;
            return false;
        }
        int delta = header >> 4;
        id = delta != 0 ? id + delta : (int)ReadInteger();
        return true;
    }

    internal long ReadInteger()
    {
        ulong value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    internal int ReadInt32() => ReadInteger() is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw Invalid("a number is out of range");

    internal string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    internal ReadOnlySpan<byte> ReadBytes()
    {
        ulong length = ReadVarint();
        if (length > (ulong)(_bytes.Length - _position))
            throw Invalid("a text reaches behind its end");
        _position += (int)length;
        return _bytes.Slice(_position - (int)length, (int)length);
    }

    /// <summary>Reads the header of a list; every element takes at least one byte, so the count is never greater than what is left.</summary>
    internal int BeginList(out ThriftType element)
    {
        byte header = ReadByte();
        element = (ThriftType)(header & 0x0f);
        ulong count = header >> 4 == 15 ? ReadVarint() : (ulong)(header >> 4);
        return count <= (ulong)(_bytes.Length - _position) ? (int)count : throw Invalid("a list reaches behind its end");
    }

    internal void Skip(ThriftType type)
    {
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                ReadByte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                ReadVarint();
                break;
            case ThriftType.Double:
                BinaryPrimitives.ReadInt64LittleEndian(Take(8));
                break;
            case ThriftType.Binary:
                ReadBytes();
                break;
            case ThriftType.List or ThriftType.Set:
                SkipList();
                break;
            case ThriftType.Map:
                SkipMap();
                break;
            case ThriftType.Struct:
                for (int id = BeginStruct(); NextField(ref id, out ThriftType field);)
                    Skip(field);
                break;
            default:
                throw Invalid("a field has no known type");
        }
    }

    internal byte ReadByte() => _position < _bytes.Length ? _bytes[_position++] : throw Invalid("it ends early");

    internal static InvalidDataException Invalid(string reason) => new($"its footer cannot be read: {reason}");

    private void SkipList()
    {
        int count = BeginList(out ThriftType element);
        for (int i = 0; i < count; i++)
            SkipElement(element);
    }

    private void SkipMap()
    {
        ulong count = ReadVarint();
        if (count > (ulong)(_bytes.Length - _position))
            throw Invalid("a map reaches behind its end");
        byte types = count == 0 ? (byte)0 : ReadByte();
        for (ulong i = 0; i < count; i++)
        {
            SkipElement((ThriftType)(types >> 4));
            SkipElement((ThriftType)(types & 0x0f));
        }
    }

    // Inside collections a truth value takes a byte of its own.
    private void SkipElement(ThriftType type) => Skip(type is ThriftType.True or ThriftType.False ? ThriftType.Byte : type);

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw Invalid("a number is too long");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _position)
            throw Invalid("it ends early");
        _position += count;
        return _bytes.Slice(_position - count, count);
    }
}
