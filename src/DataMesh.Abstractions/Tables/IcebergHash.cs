using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace DataMesh;

/// <summary>The 32-bit hash of bucket transforms (Iceberg specification, appendix B): murmur3 x86 with seed 0.</summary>
internal static class IcebergHash
{
    // Constants, not DateTime.UnixEpoch: optimised loops of .NET 10.0.12 have read that static as 0.
    internal const long EpochTicks = 621355968000000000L;
    private const int EpochDay = 719162;

    internal static int Compute(ScalarValue value, PhysicalType source) => source.Kind switch
    {
        PhysicalTypeKind.Int32 or PhysicalTypeKind.Int64 => OfLong(value.AsInteger()),
        PhysicalTypeKind.Date => OfLong(value.AsDate().DayNumber - EpochDay),
        PhysicalTypeKind.Time => OfLong(value.AsTime().Ticks / TimeSpan.TicksPerMicrosecond),
        PhysicalTypeKind.Timestamp => OfLong((value.AsTimestamp().Ticks - EpochTicks) / TimeSpan.TicksPerMicrosecond),
        PhysicalTypeKind.Decimal => OfBytes(UnscaledDecimal.From(value.Kind == ScalarKind.Integer ? value.AsInteger() : value.AsDecimal(), source.Scale).ToByteArray(isBigEndian: true)),
        PhysicalTypeKind.String => OfBytes(Encoding.UTF8.GetBytes(value.AsString())),
        PhysicalTypeKind.Binary => OfBytes(value.AsBinary().Span),
        PhysicalTypeKind.Uuid => OfBytes(value.AsUuid().ToByteArray(bigEndian: true)),
        _ => throw new ArgumentException($"The type '{source}' has no bucket hash.", nameof(source)),
    };

    internal static int OfBytes(ReadOnlySpan<byte> bytes)
    {
        uint hash = 0;
        ReadOnlySpan<byte> rest = bytes;
        for (; rest.Length >= 4; rest = rest[4..])
            hash = BitOperations.RotateLeft(hash ^ Scramble(BinaryPrimitives.ReadUInt32LittleEndian(rest)), 13) * 5 + 0xe6546b64;
        uint tail = 0;
        for (int i = rest.Length - 1; i >= 0; i--)
            tail = (tail << 8) | rest[i];
        hash ^= Scramble(tail);
        return Finish(hash ^ (uint)bytes.Length);
    }

    private static int OfLong(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return OfBytes(bytes);
    }

    private static uint Scramble(uint block) => BitOperations.RotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;

    private static int Finish(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return (int)(hash ^ (hash >> 16));
    }
}
