using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Writes Avro's binary encoding.</summary>
internal sealed class AvroEncoder
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);

    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    public int Length => _output.WrittenCount;

    public void Clear() => _output.ResetWrittenCount();

    public void WriteLong(long value)
    {
        ulong rest = (ulong)((value << 1) ^ (value >> 63));
        Span<byte> target = _output.GetSpan(10);
        int length = 0;
        while (rest >= 0x80)
        {
            target[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }
        target[length++] = (byte)rest;
        _output.Advance(length);
    }

    public void WriteBoolean(bool value)
    {
        _output.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        _output.Advance(1);
    }

    public void WriteFloat(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_output.GetSpan(4), value);
        _output.Advance(4);
    }

    public void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_output.GetSpan(8), value);
        _output.Advance(8);
    }

    /// <summary>Bytes without a length: fixed types and magic numbers.</summary>
    public void WriteRaw(ReadOnlySpan<byte> value) => _output.Write(value);

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        _output.Write(value);
    }

    public void WriteString(string value)
    {
        WriteLong(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _output);
    }

    /// <summary>The branch of a union <c>["null", T]</c>; true when the value follows.</summary>
    public bool WriteOptional(bool present)
    {
        WriteLong(present ? 1 : 0);
        return present;
    }

    public void WriteOptionalLong(long? value)
    {
        if (WriteOptional(value is not null))
            WriteLong(value!.Value);
    }

    public void WriteOptionalBytes(byte[]? value)
    {
        if (WriteOptional(value is not null))
            WriteBytes(value);
    }

    /// <summary>The items of an array, as one block.</summary>
    public void WriteArray<T>(IReadOnlyCollection<T> items, Action<AvroEncoder, T> write)
    {
        if (items.Count > 0)
        {
            WriteLong(items.Count);
            foreach (T item in items)
                write(this, item);
        }
        WriteLong(0);
    }
}
