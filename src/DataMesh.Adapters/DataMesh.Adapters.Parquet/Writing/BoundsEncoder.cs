using System.Buffers.Binary;
using System.Text;

namespace DataMesh.Adapters;

/// <summary>Bounds as Parquet stores them: plain encoding without lengths; texts and bytes cut to a length, the upper one then rounded up.</summary>
internal static class BoundsEncoder
{
    private const int LongestBytes = 64;
    private const long EpochTicks = 621355968000000000L;
    private const int EpochDay = 719162;

    /// <summary>The bound; null when there is none. The second value is false when it was cut.</summary>
    internal static (byte[] Bytes, bool IsExact)? Encode(ScalarValue bound, StoredField field, bool isMinimum)
    {
        if (bound.IsNull)
            return null;
        byte[] bytes = field.Type.Kind switch
        {
            PhysicalTypeKind.Boolean => [bound.AsBoolean() ? (byte)1 : (byte)0],
            PhysicalTypeKind.Int32 => Int32((int)bound.AsInteger()),
            PhysicalTypeKind.Int64 => Int64(bound.AsInteger()),
            PhysicalTypeKind.Float => BitConverter.GetBytes((float)bound.AsFloat()),
            PhysicalTypeKind.Double => BitConverter.GetBytes(bound.AsFloat()),
            PhysicalTypeKind.Date => Int32(bound.AsDate().DayNumber - EpochDay),
            PhysicalTypeKind.Time => Int64(bound.AsTime().Ticks / TimeSpan.TicksPerMicrosecond),
            PhysicalTypeKind.Timestamp => Int64((bound.AsTimestamp().Ticks - EpochTicks) / TimeSpan.TicksPerMicrosecond),
            PhysicalTypeKind.Uuid => bound.AsUuid().ToByteArray(bigEndian: true),
            PhysicalTypeKind.Decimal => Decimal(Unscale(bound.AsDecimal(), field.Type.Scale), field),
            PhysicalTypeKind.String => Encoding.UTF8.GetBytes(bound.AsString()),
            _ => bound.AsBinary().ToArray(),
        };
        if (bytes.Length <= LongestBytes || field.StoredType != ParquetStoredType.Bytes)
            return (bytes, true);
        byte[] cut = bytes[..(field.Type.Kind == PhysicalTypeKind.String ? EndOfLastCharacter(bytes) : LongestBytes)];
        return isMinimum ? (cut, false) : Increment(cut, isText: field.Type.Kind == PhysicalTypeKind.String) is { } upper ? (upper, false) : null;
    }

    private static byte[] Int32(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Int64(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Decimal(Int128 unscaled, StoredField field)
    {
        if (field.StoredType != ParquetStoredType.FixedBytes)
            return field.StoredType == ParquetStoredType.Int32 ? Int32((int)unscaled) : Int64((long)unscaled);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, unscaled);
        return bytes[(16 - field.TypeLength)..].ToArray();
    }

    // A decimal is 96 bits and its own scale, which is at most that of the column.
    private static Int128 Unscale(decimal value, int scale)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        Int128 unscaled = new((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        for (int i = (parts[3] >> 16) & 0xff; i < scale; i++)
            unscaled *= 10;
        for (int i = (parts[3] >> 16) & 0xff; i > scale; i--)
            unscaled /= 10;
        return parts[3] < 0 ? -unscaled : unscaled;
    }

    private static int EndOfLastCharacter(byte[] text)
    {
        int end = LongestBytes;
        while ((text[end] & 0xc0) == 0x80)
            end--;
        return end;
    }

    /// <summary>The least value of at most this length above all that start with these bytes; null when there is none.</summary>
    private static byte[]? Increment(byte[] prefix, bool isText)
    {
        if (!isText)
        {
            int last = prefix.Length - 1;
            while (last >= 0 && prefix[last] == 0xff)
                last--;
            if (last < 0)
                return null;
            byte[] upper = prefix[..(last + 1)];
            upper[last]++;
            return upper;
        }
        Rune[] runes = [.. Encoding.UTF8.GetString(prefix).EnumerateRunes()];
        for (int last = runes.Length - 1; last >= 0; last--)
        {
            // The surrogates are no characters.
            int next = runes[last].Value == 0xd7ff ? 0xe000 : runes[last].Value + 1;
            if (!Rune.IsValid(next))
                continue;
            runes[last] = new Rune(next);
            return Encoding.UTF8.GetBytes(string.Concat(runes[..(last + 1)]));
        }
        return null;
    }
}
