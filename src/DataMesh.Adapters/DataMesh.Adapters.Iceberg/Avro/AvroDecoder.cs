using System.Buffers.Binary;
using System.Text;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Reads Avro's binary encoding as the writer's own schema says; every size, count and depth is checked before it is believed.</summary>
/// <remarks>All methods throw <see cref="InvalidDataException"/> on input that the schema does not allow.</remarks>
internal ref struct AvroDecoder(ReadOnlySpan<byte> data)
{
    private const int MaxDepth = 64;
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    // Values that take no bytes (nulls, empty records) could otherwise be repeated without end.
    private long _budget = 4_000_000L + 16L * data.Length;

    public readonly bool AtEnd => _position == _data.Length;

    public readonly int Remaining => _data.Length - _position;

    public long ReadLong()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }
        throw new InvalidDataException("a number is longer than ten bytes");
    }

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadLong());

    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>The number of items in the next block of an array or map; 0 ends it.</summary>
    public long ReadBlockCount()
    {
        long count = ReadLong();
        if (count < 0)
        {
            count = count == long.MinValue ? long.MaxValue : -count;
            ReadLong();
        }
        if (count > Remaining)
            throw new InvalidDataException("a block claims more items than the file has bytes");
        return count;
    }

    /// <summary>Follows a union to the branch that is stored; null when that branch is null.</summary>
    public AvroSchema? Resolve(AvroSchema schema)
    {
        Spend();
        if (schema.Kind == AvroKind.Union)
        {
            long branch = ReadLong();
            if (branch < 0 || branch >= schema.Branches.Count)
                throw new InvalidDataException("a union has no such branch");
            schema = schema.Branches[(int)branch];
        }
        return schema.Kind == AvroKind.Null ? null : schema;
    }

    public long? ReadNullableLong(AvroSchema schema) => Resolve(schema) is not { } actual ? null
        : actual.Kind is AvroKind.Int or AvroKind.Long ? ReadLong() : throw Unexpected(actual, "a whole number");

    public bool? ReadNullableBoolean(AvroSchema schema) => Resolve(schema) is not { } actual ? null
        : actual.Kind is AvroKind.Boolean ? Take(1)[0] != 0 : throw Unexpected(actual, "a truth value");

    public string? ReadNullableString(AvroSchema schema) => Resolve(schema) is not { } actual ? null
        : actual.Kind is AvroKind.String or AvroKind.Bytes ? ReadString() : throw Unexpected(actual, "a text");

    public byte[]? ReadNullableBytes(AvroSchema schema) => Resolve(schema) is not { } actual ? null : actual.Kind switch
    {
        AvroKind.Bytes or AvroKind.String => ReadBytes().ToArray(),
        AvroKind.Fixed => Take(actual.FixedSize).ToArray(),
        _ => throw Unexpected(actual, "bytes"),
    };

    public double? ReadNullableDouble(AvroSchema schema) => Resolve(schema) is not { } actual ? null : actual.Kind switch
    {
        AvroKind.Float => BinaryPrimitives.ReadSingleLittleEndian(Take(4)),
        AvroKind.Double => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
        _ => throw Unexpected(actual, "a floating-point number"),
    };

    /// <summary>Reads an optional record schema; null when it is not there.</summary>
    public AvroSchema? ReadRecord(AvroSchema schema) => Resolve(schema) is not { } actual ? null
        : actual.Kind == AvroKind.Record ? actual : throw Unexpected(actual, "a record");

    /// <summary>Reads the head of an optional array; its item schema, or null when it is not there.</summary>
    public AvroSchema? ReadArray(AvroSchema schema) => Resolve(schema) is not { } actual ? null
        : actual.Kind == AvroKind.Array ? actual.Items! : throw Unexpected(actual, "an array");

    public void Skip(AvroSchema schema) => Skip(schema, 0);

    private void Skip(AvroSchema schema, int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException("values are nested too deeply");
        if (Resolve(schema) is not { } actual)
            return;
        switch (actual.Kind)
        {
            case AvroKind.Int or AvroKind.Long or AvroKind.Enum: ReadLong(); break;
            case AvroKind.Bytes or AvroKind.String: ReadBytes(); break;
            case AvroKind.Boolean: Take(1); break;
            case AvroKind.Float: Take(4); break;
            case AvroKind.Double: Take(8); break;
            case AvroKind.Fixed: Take(actual.FixedSize); break;
            case AvroKind.Union: Skip(actual, depth + 1); break;
            case AvroKind.Record:
                foreach (AvroField field in actual.Fields)
                    Skip(field.Schema, depth + 1);
                break;
            default: SkipItems(actual, depth); break;
        }
    }

    private void SkipItems(AvroSchema schema, int depth)
    {
        for (long count = ReadBlockCount(); count > 0; count = ReadBlockCount())
            for (long i = 0; i < count; i++)
            {
                if (schema.Kind == AvroKind.Map)
                    ReadBytes();
                Skip(schema.Items!, depth + 1);
            }
    }

    private static InvalidDataException Unexpected(AvroSchema actual, string expected) => new($"a field holds {actual.Kind} where {expected} is expected");

    private void Spend()
    {
        if (--_budget < 0)
            throw new InvalidDataException("it holds more values than its size allows");
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > Remaining)
            throw new InvalidDataException("it ends in the middle of a value");
        ReadOnlySpan<byte> taken = _data.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }
}
