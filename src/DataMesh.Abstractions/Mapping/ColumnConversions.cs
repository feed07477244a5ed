using System.ComponentModel;
using System.Runtime.InteropServices;

namespace DataMesh.Mapping;

/// <summary>Conversions of the stored form to .NET values. Used by generated code.</summary>
/// <remarks>Each throws a <see cref="DataMeshException"/> that names the column when the row has no value or one that the .NET type cannot hold.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ColumnConversions
{
    private static readonly Int128 s_largestDecimal = ((Int128)1 << 96) - 1;

    /// <summary>Reads a byte.</summary>
    public static byte ToByte(this in FixedColumn<int> column, int row) =>
        column.Value(row) is >= byte.MinValue and <= byte.MaxValue and int value ? (byte)value : throw column.Reader.DoesNotFit(row, "byte");

    /// <summary>Reads a signed byte.</summary>
    public static sbyte ToSByte(this in FixedColumn<int> column, int row) =>
        column.Value(row) is >= sbyte.MinValue and <= sbyte.MaxValue and int value ? (sbyte)value : throw column.Reader.DoesNotFit(row, "sbyte");

    /// <summary>Reads a short.</summary>
    public static short ToInt16(this in FixedColumn<int> column, int row) =>
        column.Value(row) is >= short.MinValue and <= short.MaxValue and int value ? (short)value : throw column.Reader.DoesNotFit(row, "short");

    /// <summary>Reads an unsigned short.</summary>
    public static ushort ToUInt16(this in FixedColumn<int> column, int row) =>
        column.Value(row) is >= ushort.MinValue and <= ushort.MaxValue and int value ? (ushort)value : throw column.Reader.DoesNotFit(row, "ushort");

    /// <summary>Reads an unsigned integer.</summary>
    public static uint ToUInt32(this in FixedColumn<long> column, int row) =>
        column.Value(row) is >= uint.MinValue and <= uint.MaxValue and long value ? (uint)value : throw column.Reader.DoesNotFit(row, "uint");

    /// <summary>Reads an unsigned long.</summary>
    public static ulong ToUInt64(this in FixedColumn<Int128> column, int row)
    {
        Int128 value = column.Value(row);
        return value >= 0 && value <= ulong.MaxValue ? (ulong)value : throw column.Reader.DoesNotFit(row, "ulong");
    }

    /// <summary>Reads a decimal.</summary>
    public static decimal ToDecimal(this in FixedColumn<Int128> column, int row)
    {
        Int128 digits = column.Value(row);
        int scale = column.Reader.Scale;
        if (digits == (long)digits && scale <= 28)
            return FromSmall((long)digits, scale);
        bool negative = digits < 0;
        UInt128 magnitude = (UInt128)(negative ? -digits : digits);
        if (scale > 28 || magnitude > (UInt128)s_largestDecimal)
            TrimZeros(ref magnitude, ref scale);
        if (scale > 28 || magnitude > (UInt128)s_largestDecimal)
            throw column.Reader.DoesNotFit(row, "decimal");
        ulong low = (ulong)magnitude;
        return new decimal((int)low, (int)(low >> 32), (int)(magnitude >> 64), negative, (byte)scale);
    }

    /// <summary>Reads a UUID.</summary>
    public static Guid ToGuid(this in FixedColumn<UInt128> column, int row)
    {
        UInt128 stored = column.Value(row);
        return new Guid(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(ref stored)), bigEndian: true);
    }

    /// <summary>Reads a date.</summary>
    public static DateOnly ToDateOnly(this in FixedColumn<int> column, int row)
    {
        long day = (long)column.Value(row) + CanonicalValues.UnixEpochDay;
        return day >= 0 && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : throw column.Reader.DoesNotFit(row, nameof(DateOnly));
    }

    /// <summary>Reads a time of day.</summary>
    public static TimeOnly ToTimeOnly(this in FixedColumn<long> column, int row) =>
        column.Value(row) is >= 0 and < TimeSpan.MicrosecondsPerDay and long value
            ? new TimeOnly(value * TimeSpan.TicksPerMicrosecond) : throw column.Reader.DoesNotFit(row, nameof(TimeOnly));

    /// <summary>Reads a UTC time.</summary>
    public static DateTime ToDateTime(this in FixedColumn<long> column, int row)
    {
        const long first = -CanonicalValues.UnixEpochMicroseconds, last = 3155378975999999999L / TimeSpan.TicksPerMicrosecond - CanonicalValues.UnixEpochMicroseconds;
        return column.Value(row) is >= first and <= last and long value
            ? new DateTime((value + CanonicalValues.UnixEpochMicroseconds) * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc) : throw column.Reader.DoesNotFit(row, nameof(DateTime));
    }

    /// <summary>Reads an instant, at offset zero.</summary>
    public static DateTimeOffset ToDateTimeOffset(this in FixedColumn<long> column, int row) => new(column.ToDateTime(row));

    // Nearly all decimals are so short.
    private static decimal FromSmall(long digits, int scale)
    {
        ulong magnitude = digits < 0 ? 0 - (ulong)digits : (ulong)digits;
        return new decimal((int)magnitude, (int)(magnitude >> 32), 0, digits < 0, (byte)scale);
    }

    private static void TrimZeros(ref UInt128 magnitude, ref int scale)
    {
        while (scale > 0)
        {
            (UInt128 quotient, UInt128 rest) = UInt128.DivRem(magnitude, 10);
            if (rest != 0)
                return;
            magnitude = quotient;
            scale--;
        }
    }
}
