using System.Runtime.InteropServices;
using Apache.Arrow;

namespace DataMesh;

/// <summary>Values that the column's type allows in memory but not in store: too many digits, times outside the calendar. For batches that this library did not make.</summary>
internal sealed class StorableRule : ColumnRule
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const long FirstMicrosecond = -62_135_596_800_000_000; // 0001-01-01, in microseconds since 1970
    private const long LastMicrosecond = 253_402_300_799_999_999; // 9999-12-31T23:59:59.999999
    private const int FirstDay = -719_162;
    private const int LastDay = 2_932_896;

    private readonly int _ordinal;
    private readonly Int128 _limit;

    private StorableRule(SchemaProperty property, int ordinal, string text) : base(property.Name, text)
    {
        _ordinal = ordinal;
        _limit = 1;
        for (int digit = 0; digit < property.Type.Precision; digit++)
            _limit *= 10;
    }

    /// <summary>The rule of a column; null when every value of its type can be stored.</summary>
    public static StorableRule? Find(SchemaProperty property, int ordinal) => property.Type.Kind switch
    {
        PhysicalTypeKind.Decimal => new(property, ordinal, $"must have at most {property.Type.Precision} digits"),
        PhysicalTypeKind.Time => new(property, ordinal, "must be a time of one day"),
        PhysicalTypeKind.Timestamp or PhysicalTypeKind.Date => new(property, ordinal, "must lie in the years 1 to 9999"),
        _ => null,
    };

    public override (int First, long Rows) FindViolations(RecordBatch batch)
    {
        IArrowArray array = batch.Column(_ordinal);
        return array switch
        {
            Decimal128Array decimals => Find(decimals, MemoryMarshal.Cast<byte, Int128>(decimals.ValueBuffer.Span).Slice(decimals.Offset, decimals.Length), v => v > -_limit && v < _limit),
            Time64Array times => Find(times, times.Values, v => v is >= 0 and < MicrosecondsPerDay),
            TimestampArray instants => Find(instants, instants.Values, v => v is >= FirstMicrosecond and <= LastMicrosecond),
            Date32Array dates => Find(dates, dates.Values, v => v is >= FirstDay and <= LastDay),
            _ => default,
        };
    }

    private static (int First, long Rows) Find<T>(IArrowArray array, ReadOnlySpan<T> values, Func<T, bool> holds)
    {
        (int First, long Rows) found = default;
        for (int row = 0; row < values.Length; row++)
            if (!holds(values[row]) && array.IsValid(row))
                found = (found.Rows == 0 ? row : found.First, found.Rows + 1);
        return found;
    }
}
