using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Turns what a manifest list says about partition values into what follows for the column they were made from.</summary>
internal static class PartitionRange
{
    private const long MicrosPerHour = 3_600_000_000L;

    /// <summary>Statistics of the source column; null when nothing follows.</summary>
    public static ColumnStatistics? ToColumn(SpecField field, PartitionSummary summary, long rows)
    {
        if (summary.ContainsNan == true || (summary.ContainsNan is null && field.ResultType.Kind is PhysicalTypeKind.Float or PhysicalTypeKind.Double))
            return null;
        ScalarValue low = PartitionTuple.Decode(field, summary.Lower), high = PartitionTuple.Decode(field, summary.Upper);
        if (summary.Lower is null && summary.Upper is null)
            return summary.ContainsNull && field.Transform.Kind != PartitionTransformKind.Void ? Of(field, rows, rows, ScalarValue.Null, ScalarValue.Null) : null;
        (ScalarValue Low, ScalarValue High)? range = Invert(field, low, high);
        return range is null ? null : Of(field, rows, summary.ContainsNull ? null : 0, range.Value.Low, range.Value.High);
    }

    public static ColumnStatistics Intersect(ColumnStatistics a, ColumnStatistics b) => a with
    {
        NullCount = a.NullCount == 0 || b.NullCount == 0 ? 0 : a.NullCount ?? b.NullCount,
        Minimum = a.Minimum.IsNull || (!b.Minimum.IsNull && b.Minimum > a.Minimum) ? b.Minimum : a.Minimum,
        Maximum = a.Maximum.IsNull || (!b.Maximum.IsNull && b.Maximum < a.Maximum) ? b.Maximum : a.Maximum,
    };

    private static ColumnStatistics Of(SpecField field, long rows, long? nulls, ScalarValue low, ScalarValue high) =>
        new() { FieldId = field.SourceId, ValueCount = rows, NullCount = nulls, Minimum = low, Maximum = high };

    private static (ScalarValue, ScalarValue)? Invert(SpecField field, ScalarValue low, ScalarValue high) => field.Transform.Kind switch
    {
        PartitionTransformKind.Identity => (low, high),
        PartitionTransformKind.Truncate => (low, EndOfTruncated(field, high)),
        PartitionTransformKind.Year or PartitionTransformKind.Month or PartitionTransformKind.Day or PartitionTransformKind.Hour =>
            (StartOf(field, low, 0), Before(StartOf(field, high, 1))),
        _ => null,
    };

    // The last value that a truncated one can stand for; null (no bound) where it cannot be said simply.
    private static ScalarValue EndOfTruncated(SpecField field, ScalarValue high) => high.Kind switch
    {
        ScalarKind.Integer => high.AsInteger() > long.MaxValue - field.Transform.Parameter ? ScalarValue.Null : high.AsInteger() + field.Transform.Parameter - 1,
        // A shorter text than the width was not cut; a cut one may continue with the greatest code points, so a longer bound is not enough.
        ScalarKind.String => high.AsString().EnumerateRunes().Count() < field.Transform.Parameter ? high : Successor(high.AsString()),
        _ => ScalarValue.Null,
    };

    private static ScalarValue Successor(string text)
    {
        if (text.Length == 0 || text[^1] is >= '\ud7ff')
            return ScalarValue.Null;
        return text[..^1] + (char)(text[^1] + 1);
    }

    private static ScalarValue StartOf(SpecField field, ScalarValue value, int offset)
    {
        if (value.IsNull)
            return value;
        long unit = (value.Kind == ScalarKind.Date ? SingleValue.DaysOf(value) : value.AsInteger()) + offset;
        if (field.Transform.Kind == PartitionTransformKind.Hour)
            return Math.Abs(unit) > 100_000_000 ? ScalarValue.Null : SingleValue.Timestamp(unit * MicrosPerHour);
        long? days = field.Transform.Kind switch
        {
            PartitionTransformKind.Day => unit,
            PartitionTransformKind.Month => DaysOfMonth(unit),
            _ => DaysOfMonth(unit * 12),
        };
        return days is not long day || Math.Abs(day) > 4_000_000 ? ScalarValue.Null
            : field.SourceType.Kind == PhysicalTypeKind.Date ? SingleValue.Date(day) : SingleValue.Timestamp(day * 24 * MicrosPerHour);
    }

    private static long? DaysOfMonth(long month) => month is < -12 * 1969 or >= 12 * 8030 ? null
        : new DateOnly(1970, 1, 1).AddMonths((int)month).DayNumber - 719162;

    private static ScalarValue Before(ScalarValue end) => end.Kind switch
    {
        ScalarKind.Date when end.AsDate() > DateOnly.MinValue => ScalarValue.From(end.AsDate().AddDays(-1)),
        ScalarKind.Timestamp when end.AsTimestamp() > DateTime.MinValue => ScalarValue.From(end.AsTimestamp().AddTicks(-TimeSpan.TicksPerMicrosecond)),
        _ => ScalarValue.Null,
    };
}
