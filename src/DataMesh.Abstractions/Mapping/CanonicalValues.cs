using System.ComponentModel;
using System.Runtime.InteropServices;

namespace DataMesh.Mapping;

/// <summary>Conversions of .NET values to the stored form. Used by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CanonicalValues
{
    // Not DateTime.UnixEpoch.Ticks: in optimised loops .NET 10.0.12 reads that static readonly struct as 0.
    internal const long UnixEpochTicks = 621355968000000000L;
    internal const long UnixEpochMicroseconds = UnixEpochTicks / TimeSpan.TicksPerMicrosecond;
    internal const int UnixEpochDay = 719162;

    /// <summary>Converts a date to days since 1970.</summary>
    public static int FromDate(DateOnly value) => value.DayNumber - UnixEpochDay;

    /// <summary>Converts a time of day to microseconds since midnight, cut to microseconds.</summary>
    public static long FromTime(TimeOnly value) => value.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Converts an instant to microseconds since 1970, cut to microseconds; the offset is not kept.</summary>
    public static long FromInstant(DateTimeOffset value) => FromUtcTicks(value.UtcTicks);

    /// <summary>Converts a UUID to its 16 bytes in the order of RFC 9562.</summary>
    public static UInt128 FromGuid(Guid value)
    {
        UInt128 stored = 0;
        value.TryWriteBytes(MemoryMarshal.AsBytes(new Span<UInt128>(ref stored)), bigEndian: true, out _);
        return stored;
    }

    /// <summary>Sets the bit of a row.</summary>
    public static void SetBit(Span<byte> bits, int row) => bits[row >> 3] |= (byte)(1 << (row & 7));

    // Ticks count from year 1 and are never negative, so this cuts towards the past also before 1970.
    internal static long FromUtcTicks(long ticks) => ticks / TimeSpan.TicksPerMicrosecond - UnixEpochMicroseconds;
}
