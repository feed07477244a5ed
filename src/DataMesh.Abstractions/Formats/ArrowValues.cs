using System.Text;

namespace DataMesh.Adapters.Authoring;

/// <summary>Stored values of the canonical types as scalar values; <see cref="ScalarValue.Null"/> where a scalar value cannot hold them.</summary>
public static class ArrowValues
{
    private const int EpochDay = 719162;
    private const long EpochMicroseconds = 62135596800000000L;
    private const long MicrosecondsPerDay = 86_400_000_000L;

    /// <summary>Days since 1970-01-01.</summary>
    public static ScalarValue ToDate(int days) =>
        days >= -EpochDay && days <= DateOnly.MaxValue.DayNumber - EpochDay ? ScalarValue.From(DateOnly.FromDayNumber(days + EpochDay)) : ScalarValue.Null;

    /// <summary>Microseconds since midnight.</summary>
    public static ScalarValue ToTime(long microseconds) =>
        microseconds is >= 0 and < MicrosecondsPerDay ? ScalarValue.From(new TimeOnly(microseconds * TimeSpan.TicksPerMicrosecond)) : ScalarValue.Null;

    /// <summary>Microseconds since 1970-01-01T00:00Z.</summary>
    public static ScalarValue ToTimestamp(long microseconds) =>
        microseconds >= -EpochMicroseconds && microseconds <= DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond - EpochMicroseconds
            ? ScalarValue.From(new DateTime((microseconds + EpochMicroseconds) * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc)) : ScalarValue.Null;

    /// <summary>A decimal as the whole number value × 10^scale; null beyond 28 digits.</summary>
    public static ScalarValue ToDecimal(Int128 unscaled, int scale) =>
        UnscaledDecimal.ToDecimal(unscaled, scale) is { } value ? ScalarValue.From(value) : ScalarValue.Null;

    /// <summary>A text; null for bytes that are not UTF-8, whose text would order differently.</summary>
    public static ScalarValue ToText(ReadOnlySpan<byte> utf8) =>
        System.Text.Unicode.Utf8.IsValid(utf8) ? ScalarValue.From(Encoding.UTF8.GetString(utf8)) : ScalarValue.Null;
}
