using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Binary form of single values (Iceberg specification, Appendix D). Bounds are cut to 16 code points or bytes.</summary>
internal static class SingleValue
{
    private const int BoundLength = 16;
    private const long EpochTicks = 621355968000000000L;

    /// <summary>The value, whole; null for null.</summary>
    public static byte[]? Encode(ScalarValue value, PhysicalType type)
    {
        if (value.IsNull)
            return null;
        byte[] bytes = new byte[type.Kind is PhysicalTypeKind.Int32 or PhysicalTypeKind.Date or PhysicalTypeKind.Float ? 4 : 8];
        switch (type.Kind)
        {
            case PhysicalTypeKind.Boolean: return [value.AsBoolean() ? (byte)1 : (byte)0];
            case PhysicalTypeKind.Int32: BinaryPrimitives.WriteInt32LittleEndian(bytes, checked((int)value.AsInteger())); break;
            case PhysicalTypeKind.Int64: BinaryPrimitives.WriteInt64LittleEndian(bytes, value.AsInteger()); break;
            case PhysicalTypeKind.Float: BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value.AsFloat()); break;
            case PhysicalTypeKind.Double: BinaryPrimitives.WriteDoubleLittleEndian(bytes, value.AsFloat()); break;
            case PhysicalTypeKind.Date: BinaryPrimitives.WriteInt32LittleEndian(bytes, DaysOf(value)); break;
            case PhysicalTypeKind.Time: BinaryPrimitives.WriteInt64LittleEndian(bytes, value.AsTime().Ticks / TimeSpan.TicksPerMicrosecond); break;
            case PhysicalTypeKind.Timestamp: BinaryPrimitives.WriteInt64LittleEndian(bytes, MicrosOf(value)); break;
            case PhysicalTypeKind.Decimal: return Unscaled(value, type).ToByteArray(isUnsigned: false, isBigEndian: true);
            case PhysicalTypeKind.String: return Encoding.UTF8.GetBytes(value.AsString());
            case PhysicalTypeKind.Uuid: return value.AsUuid().ToByteArray(bigEndian: true);
            default: return value.AsBinary().ToArray();
        }
        return bytes;
    }

    /// <summary>A lower bound that is never above the value.</summary>
    public static byte[]? EncodeLower(ScalarValue value, PhysicalType type) => type.Kind switch
    {
        _ when value.IsNull || value.IsNaN => null,
        PhysicalTypeKind.String => Encoding.UTF8.GetBytes(Cut(value.AsString())),
        PhysicalTypeKind.Binary => value.AsBinary().Span[..Math.Min(BoundLength, value.AsBinary().Length)].ToArray(),
        PhysicalTypeKind.Float or PhysicalTypeKind.Double when value.AsFloat() == 0 => Encode(-0.0, type),
        _ => Encode(value, type),
    };

    /// <summary>An upper bound that is never below the value; null when a cut value has none.</summary>
    public static byte[]? EncodeUpper(ScalarValue value, PhysicalType type) => type.Kind switch
    {
        _ when value.IsNull || value.IsNaN => null,
        PhysicalTypeKind.String when Cut(value.AsString()) is var cut && cut.Length < value.AsString().Length => Successor(cut) is { } next ? Encoding.UTF8.GetBytes(next) : null,
        PhysicalTypeKind.Binary when value.AsBinary().Length > BoundLength => Successor(value.AsBinary().Span[..BoundLength]),
        PhysicalTypeKind.Float or PhysicalTypeKind.Double when value.AsFloat() == 0 => Encode(0.0, type),
        _ => Encode(value, type),
    };

    /// <summary>The value of a type, also of one that was promoted to it since; null when it lies outside what a <see cref="ScalarValue"/> can hold.</summary>
    /// <exception cref="InvalidDataException">The length does not fit the type.</exception>
    public static ScalarValue Decode(ReadOnlySpan<byte> bytes, PhysicalType type) => (type.Kind, bytes.Length) switch
    {
        (PhysicalTypeKind.Boolean, 1) => bytes[0] != 0,
        (PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64, 4) => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (PhysicalTypeKind.Int64, 8) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        (PhysicalTypeKind.Float or PhysicalTypeKind.Double, 4) => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (PhysicalTypeKind.Double, 8) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        (PhysicalTypeKind.Date, 4) => Date(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        (PhysicalTypeKind.Time, 8) => Time(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        (PhysicalTypeKind.Timestamp, 8) => Timestamp(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        (PhysicalTypeKind.Decimal, >= 1 and <= 16) => Decimal(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), type.Scale),
        // Bytes that are not UTF-8 would order differently as a text.
        (PhysicalTypeKind.String, _) => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : ScalarValue.Null,
        (PhysicalTypeKind.Uuid, 16) => ScalarValue.From(new Guid(bytes, bigEndian: true)),
        (PhysicalTypeKind.Binary, _) => ScalarValue.From(bytes.ToArray()),
        _ => throw new InvalidDataException($"a value of type {type} has {bytes.Length} bytes"),
    };

    public static int DaysOf(ScalarValue date) => date.AsDate().DayNumber - 719162;

    public static long MicrosOf(ScalarValue timestamp) => (timestamp.AsTimestamp().Ticks - EpochTicks) / TimeSpan.TicksPerMicrosecond;

    public static ScalarValue Date(long days) => days is >= -719162 and <= 2932896 ? ScalarValue.From(DateOnly.FromDayNumber((int)days + 719162)) : ScalarValue.Null;

    public static ScalarValue Time(long micros) => micros is >= 0 and < 86_400_000_000L ? ScalarValue.From(new TimeOnly(micros * TimeSpan.TicksPerMicrosecond)) : ScalarValue.Null;

    public static ScalarValue Timestamp(long micros) => micros is >= -62135596800000000L and <= 253402300799999999L
        ? ScalarValue.From(new DateTime(EpochTicks + micros * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc)) : ScalarValue.Null;

    public static ScalarValue Decimal(BigInteger unscaled, int scale)
    {
        bool negative = unscaled.Sign < 0;
        BigInteger magnitude = BigInteger.Abs(unscaled);
        if (scale > 28 || magnitude.GetBitLength() > 96)
            return ScalarValue.Null;
        Span<byte> parts = stackalloc byte[12];
        magnitude.TryWriteBytes(parts, out _, isUnsigned: true);
        return new decimal(BinaryPrimitives.ReadInt32LittleEndian(parts), BinaryPrimitives.ReadInt32LittleEndian(parts[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(parts[8..]), negative, (byte)scale);
    }

    public static BigInteger Unscaled(ScalarValue value, PhysicalType type)
    {
        decimal number = value.Kind == ScalarKind.Integer ? value.AsInteger() : value.AsDecimal();
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        BigInteger unscaled = (new BigInteger((uint)bits[2]) << 64) | (new BigInteger((uint)bits[1]) << 32) | (uint)bits[0];
        int scale = number.Scale;
        unscaled = scale <= type.Scale ? unscaled * BigInteger.Pow(10, type.Scale - scale) : unscaled / BigInteger.Pow(10, scale - type.Scale);
        return decimal.IsNegative(number) ? -unscaled : unscaled;
    }

    private static string Cut(string text)
    {
        int end = 0;
        for (int points = 0; points < BoundLength && end < text.Length; points++)
            end += char.IsSurrogatePair(text, end) ? 2 : 1;
        return text[..end];
    }

    private static string? Successor(string text)
    {
        for (int end = text.Length; end > 0;)
        {
            int start = end > 1 && char.IsSurrogatePair(text, end - 2) ? end - 2 : end - 1;
            int point = char.ConvertToUtf32(text, start) + 1;
            if (point is >= 0xD800 and <= 0xDFFF)
                point = 0xE000;
            if (point <= 0x10FFFF)
                return text[..start] + char.ConvertFromUtf32(point);
            end = start;
        }
        return null;
    }

    private static byte[]? Successor(ReadOnlySpan<byte> bytes)
    {
        int last = bytes.LastIndexOfAnyExcept((byte)0xff);
        if (last < 0)
            return null;
        byte[] next = bytes[..(last + 1)].ToArray();
        next[last]++;
        return next;
    }
}
