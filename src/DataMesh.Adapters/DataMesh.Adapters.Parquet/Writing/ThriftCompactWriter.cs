using System.Text;

namespace DataMesh.Adapters;

/// <summary>Writes the compact protocol of Apache Thrift. Fields of a structure are written in ascending order.</summary>
internal sealed class ThriftCompactWriter(BytesRows target)
{
    private readonly Stack<int> _outer = [];
    private int _last;

    internal void BeginStruct(int id)
    {
        Field(id, ThriftType.Struct);
        BeginElement();
    }

    /// <summary>Begins a structure that is an element of a list, or the outermost.</summary>
    internal void BeginElement()
    {
        _outer.Push(_last);
        _last = 0;
    }

    internal void EndStruct()
    {
        Byte((byte)ThriftType.Stop);
        _last = _outer.Pop();
    }

    internal void BeginList(int id, ThriftType element, int count)
    {
        Field(id, ThriftType.List);
        if (count < 15)
        {
            Byte((byte)((count << 4) | (int)element));
            return;
        }
        Byte((byte)(0xf0 | (int)element));
        Varint((ulong)count);
    }

    internal void Int32(int id, int value)
    {
        Field(id, ThriftType.Int32);
        ZigZag(value);
    }

    internal void Int64(int id, long value)
    {
        Field(id, ThriftType.Int64);
        ZigZag(value);
    }

    internal void Boolean(int id, bool value) => Field(id, value ? ThriftType.True : ThriftType.False);

    internal void Text(int id, string value) => Bytes(id, Encoding.UTF8.GetBytes(value));

    internal void Bytes(int id, ReadOnlySpan<byte> value)
    {
        Field(id, ThriftType.Binary);
        BytesElement(value);
    }

    internal void TextElement(string value) => BytesElement(Encoding.UTF8.GetBytes(value));

    internal void Int32Element(int value) => ZigZag(value);

    private void BytesElement(ReadOnlySpan<byte> value)
    {
        Varint((ulong)value.Length);
        target.Add(value);
    }

    private void Field(int id, ThriftType type)
    {
        int delta = id - _last;
        Byte((byte)((delta << 4) | (int)type));
        _last = id;
    }

    private void ZigZag(long value) => Varint((ulong)(value << 1) ^ (ulong)(value >> 63));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value) => target.Add([value]);
}
