using System.Globalization;

namespace DataMesh;

/// <summary>When the fact of a row happened, as an instant: a date stands for its first moment in UTC.</summary>
internal static class EventInstant
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>The instant of a value of an event-time column.</summary>
    public static DateTimeOffset Of(ScalarValue value) => new(value.Kind == ScalarKind.Date ? value.AsDate().ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : value.AsTimestamp());

    /// <summary>The spelling of an instant in a snapshot's summary.</summary>
    public static string Spell(DateTimeOffset instant) => InstantText.Spell(instant);

    /// <summary>Reads an instant of a summary, which another writer may have written; null when it is none.</summary>
    public static DateTimeOffset? TryParse(string? text) => DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) ? instant : null;
}
