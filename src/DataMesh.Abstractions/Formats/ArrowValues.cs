using System.Text;

namespace DataMesh.Adapters.Authoring;

/// <summary>Stored values of Arrow as scalar values; null where a scalar value cannot hold them.</summary>
internal static class ArrowValues
{
    private const int EpochDay = 719162;
    private const long EpochMicroseconds = 62135596800000000L;
    private const long MicrosecondsPerDay = 86_400_000_000L;

    internal static ScalarValue ToDate(int days) =>
        days >= -EpochDay && days <= DateOnly.MaxValue.DayNumber - EpochDay ? ScalarValue.From(DateOnly.FromDayNumber(days + EpochDay)) : ScalarValue.Null;

    internal static ScalarValue ToTime(long microseconds) =>
        microseconds is >= 0 and < MicrosecondsPerDay ? ScalarValue.From(new TimeOnly(microseconds * TimeSpan.TicksPerMicrosecond)) : ScalarValue.Null;

    internal static ScalarValue ToTimestamp(long microseconds) =>
        microseconds >= -EpochMicroseconds && microseconds <= DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond - EpochMicroseconds
            ? ScalarValue.From(new DateTime((microseconds + EpochMicroseconds) * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc)) : ScalarValue.Null;

    internal static ScalarValue ToDecimal(Int128 unscaled, int scale) =>
        UnscaledDecimal.ToDecimal(unscaled, scale) is { } value ? ScalarValue.From(value) : ScalarValue.Null;

    /// <summary>A text; null for bytes that are not UTF-8, whose text would order differently.</summary>
    internal static ScalarValue ToText(ReadOnlySpan<byte> utf8) =>
        System.Text.Unicode.Utf8.IsValid(utf8) ? ScalarValue.From(Encoding.UTF8.GetString(utf8)) : ScalarValue.Null;
}
