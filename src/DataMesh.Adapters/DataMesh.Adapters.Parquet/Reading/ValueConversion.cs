using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DataMesh.Adapters;

/// <summary>What happens to a stored value on its way into an Arrow buffer.</summary>
internal enum ValueConversion
{
    None,

    /// <summary>The low bytes of an integer of 32 bits.</summary>
    Truncate,

    /// <summary>A little-endian integer to 128 bits.</summary>
    ExtendInteger,

    /// <summary>A big-endian integer of any length to 128 bits.</summary>
    BigEndianDecimal,

    /// <summary>Nanoseconds of the day and the Julian day to nanoseconds since 1970.</summary>
    Int96,
}

/// <summary>Converts values of fixed width.</summary>
internal static class ValueConverter
{
    private const long JulianEpochDay = 2_440_588;
    private const long NanosecondsPerDay = 86_400_000_000_000;

    internal static void Convert(ColumnType type, ReadOnlySpan<byte> stored, Span<byte> values)
    {
        int from = type.StoredWidth, to = type.Width;
        for (int i = 0, j = 0; i < stored.Length; i += from, j += to)
        {
            ReadOnlySpan<byte> value = stored.Slice(i, from);
            Span<byte> target = values.Slice(j, to);
            switch (type.Conversion)
            {
                case ValueConversion.Truncate:
                    value[..to].CopyTo(target);
                    break;
                case ValueConversion.ExtendInteger:
                    MemoryMarshal.Write(target, (Int128)(from == 4 ? BinaryPrimitives.ReadInt32LittleEndian(value) : BinaryPrimitives.ReadInt64LittleEndian(value)));
                    break;
                case ValueConversion.BigEndianDecimal:
                    WriteDecimal(value, target);
                    break;
                default:
                    long day = BinaryPrimitives.ReadInt32LittleEndian(value[8..]) - JulianEpochDay;
                    BinaryPrimitives.WriteInt64LittleEndian(target, unchecked(day * NanosecondsPerDay + BinaryPrimitives.ReadInt64LittleEndian(value)));
                    break;
            }
        }
    }

    /// <exception cref="InvalidDataException">The value has no or more than 16 bytes.</exception>
    internal static void WriteDecimal(ReadOnlySpan<byte> bigEndian, Span<byte> target)
    {
        if (bigEndian.Length is 0 or > 16)
            throw new InvalidDataException("a decimal has an impossible length");
        target[bigEndian.Length..].Fill((byte)((sbyte)bigEndian[0] >> 7));
        bigEndian.CopyTo(target);
        target[..bigEndian.Length].Reverse();
    }
}
