using System.Text;

namespace DataMesh.Adapters.Authoring;

/// <summary>Which values a transform maps to a given partition value.</summary>
internal static class TransformInverse
{
    /// <summary>Describes the source values.</summary>
    /// <param name="transform">The transform.</param>
    /// <param name="value">The partition value.</param>
    /// <param name="probe">The kind of what the values are compared with: a day can be a date or a range of timestamps.</param>
    /// <param name="source">The column's type; null when not known.</param>
    public static PossibleValues Describe(PartitionTransform transform, ScalarValue value, ScalarKind probe, PhysicalType? source)
    {
        if (transform.Kind == PartitionTransformKind.Void)
            return PossibleValues.Anything;
        if (value.IsNull)
            return PossibleValues.OnlyNull;
        return transform.Kind switch
        {
            PartitionTransformKind.Identity => PossibleValues.Only(value),
            PartitionTransformKind.Truncate => DescribeTruncated(value, transform.Parameter),
            PartitionTransformKind.Bucket => PossibleValues.Anything with { CanBeNull = false },
            _ => DescribePeriod(transform.Kind, value, source?.ScalarKind ?? probe),
        };
    }

    private static PossibleValues DescribeTruncated(ScalarValue value, int width) => value.Kind switch
    {
        ScalarKind.Integer => PossibleValues.Between(value, value.AsInteger() > long.MaxValue - width ? long.MaxValue : value.AsInteger() + width - 1),
        // The width counts units of the last digit, so one width of whole units is never too little.
        ScalarKind.Decimal => PossibleValues.Between(value, value.AsDecimal() > decimal.MaxValue - width ? ScalarValue.Null : value.AsDecimal() + width),
        ScalarKind.String => PossibleValues.Between(value, SuccessorOf(value.AsString())),
        ScalarKind.Binary => PossibleValues.Between(value, SuccessorOf(value.AsBinary().Span)),
        _ => PossibleValues.Anything with { CanBeNull = false },
    };

    // The least text greater than every text with the prefix; null when there is none.
    private static ScalarValue SuccessorOf(string prefix)
    {
        Rune[] runes = [.. prefix.EnumerateRunes()];
        int last = Array.FindLastIndex(runes, r => r.Value < 0x10FFFF);
        if (last < 0)
            return ScalarValue.Null;
        int next = runes[last].Value == 0xD7FF ? 0xE000 : runes[last].Value + 1;
        return string.Concat(runes.Take(last).Select(r => r.ToString())) + new Rune(next);
    }

    private static ScalarValue SuccessorOf(ReadOnlySpan<byte> prefix)
    {
        int last = prefix.LastIndexOfAnyExcept((byte)0xFF);
        if (last < 0)
            return ScalarValue.Null;
        byte[] next = prefix[..(last + 1)].ToArray();
        next[last]++;
        return ScalarValue.From(next);
    }

    private static PossibleValues DescribePeriod(PartitionTransformKind kind, ScalarValue value, ScalarKind source)
    {
        PossibleValues notNull = PossibleValues.Anything with { CanBeNull = false, CanBeNaN = false };
        if (source is not (ScalarKind.Date or ScalarKind.Timestamp) || value.Kind is not (ScalarKind.Integer or ScalarKind.Date))
            return notNull;
        DateTime? start = StartOf(kind, value, 0), end = StartOf(kind, value, 1);
        if (source == ScalarKind.Date)
            return notNull with { Minimum = ToDate(start), Maximum = ToDate(end?.AddTicks(-1)) };
        return notNull with { Minimum = start is { } from ? ScalarValue.From(from) : ScalarValue.Null, Maximum = end is { } to ? ScalarValue.From(to.AddTicks(-TimeSpan.TicksPerMicrosecond)) : ScalarValue.Null };
    }

    private static ScalarValue ToDate(DateTime? time) => time is { } at ? ScalarValue.From(DateOnly.FromDateTime(at)) : ScalarValue.Null;

    // Null when the period does not start within the calendar that .NET knows.
    private static DateTime? StartOf(PartitionTransformKind kind, ScalarValue value, int later)
    {
        try
        {
            if (value.Kind == ScalarKind.Date)
                return kind == PartitionTransformKind.Day ? value.AsDate().ToDateTime(default, DateTimeKind.Utc).AddDays(later) : null;
            int periods = checked((int)value.AsInteger() + later);
            return kind switch
            {
                PartitionTransformKind.Year => DateTime.UnixEpoch.AddYears(periods),
                PartitionTransformKind.Month => DateTime.UnixEpoch.AddMonths(periods),
                PartitionTransformKind.Day => DateTime.UnixEpoch.AddDays(periods),
                _ => DateTime.UnixEpoch.AddHours(periods),
            };
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }
}
