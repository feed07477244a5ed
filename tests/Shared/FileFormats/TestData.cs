using Apache.Arrow;
using CsCheck;

namespace DataMesh.Tests.FileFormats;

/// <summary>Random columns of every canonical type, with nulls and values at the edges.</summary>
internal static class TestData
{
    public static readonly PhysicalType[] Types =
    [
        PhysicalType.Of(PhysicalTypeKind.Boolean), PhysicalType.Of(PhysicalTypeKind.Int32), PhysicalType.Of(PhysicalTypeKind.Int64),
        PhysicalType.Of(PhysicalTypeKind.Float), PhysicalType.Of(PhysicalTypeKind.Double), PhysicalType.Decimal(18, 2), PhysicalType.Decimal(28, 10),
        PhysicalType.Decimal(5, 0), PhysicalType.Of(PhysicalTypeKind.String), PhysicalType.Of(PhysicalTypeKind.Binary), PhysicalType.Of(PhysicalTypeKind.Uuid),
        PhysicalType.Of(PhysicalTypeKind.Date), PhysicalType.Of(PhysicalTypeKind.Time), PhysicalType.Of(PhysicalTypeKind.Timestamp),
    ];

    public static readonly Schema Schema = new(Types.Select((type, i) => ArrowFields.Create($"c{i}", type, nullable: true, fieldId: 100 + i)), null);

    public static Gen<ScalarValue> Value(PhysicalType type) => type.Kind switch
    {
        PhysicalTypeKind.Boolean => Gen.Bool.Select(ScalarValue.From),
        PhysicalTypeKind.Int32 => Gen.Int.Select(value => ScalarValue.From((long)value)),
        PhysicalTypeKind.Int64 => Gen.Long.Select(ScalarValue.From),
        PhysicalTypeKind.Float => Gen.OneOf(Gen.Float, Gen.OneOf(float.NaN, -0f, 0f, float.PositiveInfinity, float.NegativeInfinity)).Select(value => ScalarValue.From((double)value)),
        PhysicalTypeKind.Double => Gen.OneOf(Gen.Double, Gen.OneOf(double.NaN, -0.0, 0.0, double.MaxValue, double.Epsilon)).Select(ScalarValue.From),
        PhysicalTypeKind.Decimal when type.Precision == 28 => Gen.Long.Select(value => ScalarValue.From(new decimal((int)value, (int)(value >> 32), (int)(value >> 40) & 0xffff, value < 0, 10))),
        PhysicalTypeKind.Decimal when type.Scale == 2 => Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999].Select(value => ScalarValue.From(new decimal(value) / 100)),
        PhysicalTypeKind.Decimal => Gen.Int[-99_999, 99_999].Select(value => ScalarValue.From((decimal)value)),
        PhysicalTypeKind.String => Gen.OneOf(Gen.String[Gen.Char['a', 'e'], 0, 12], Gen.OneOf("", "😀", "\uffee", "日本語", "\0", "ÄÖÜ", new string('x', 300))).Select(value => ScalarValue.From(value)),
        PhysicalTypeKind.Binary => Gen.Byte.Array[0, 20].Select(value => ScalarValue.From(value)),
        PhysicalTypeKind.Uuid => Gen.Guid.Select(ScalarValue.From),
        PhysicalTypeKind.Date => Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(value => ScalarValue.From(DateOnly.FromDayNumber(value))),
        PhysicalTypeKind.Time => Gen.Long[0, 86_399_999_999].Select(value => ScalarValue.From(new TimeOnly(value * 10))),
        _ => Gen.Long[0, DateTime.MaxValue.Ticks / 10].Select(value => ScalarValue.From(new DateTime(value * 10, DateTimeKind.Utc))),
    };

    /// <summary>Values of one column: with nulls, without, and only nulls.</summary>
    public static Gen<ScalarValue[]> Values(PhysicalType type, int rows) => Gen.Frequency(
        (4, Gen.Frequency((4, Value(type)), (1, Gen.Const(ScalarValue.Null))).Array[rows]),
        (3, Value(type).Array[rows]),
        (1, Gen.Const(ScalarValue.Null).Array[rows]));

    /// <summary>Rows of every type as a batch and as values by column; the batch is a slice of a larger one.</summary>
    public static Gen<(RecordBatch Batch, ScalarValue[][] Columns)> Batches(int maximumRows) =>
        Gen.Select(Gen.Int[0, maximumRows], Gen.Int[0, 70], Gen.Int[0, 9]).SelectMany((rows, before, after) =>
            Sequence([.. Types.Select(type => Values(type, before + rows + after))]).Select(columns => Slice(columns, before, rows)));

    private static (RecordBatch Batch, ScalarValue[][] Columns) Slice(ScalarValue[][] columns, int before, int rows)
    {
        RecordBatch whole = new(Schema, columns.Select((values, i) => TestColumns.Build(Types[i], values)), columns[0].Length);
        return (whole.Slice(before, rows), [.. columns.Select(values => values[before..(before + rows)])]);
    }

    private static Gen<T[]> Sequence<T>(Gen<T>[] gens) => gens.Aggregate(Gen.Const(System.Array.Empty<T>()), (all, next) => Gen.Select(all, next, (head, tail) => (T[])[.. head, tail]));
}
