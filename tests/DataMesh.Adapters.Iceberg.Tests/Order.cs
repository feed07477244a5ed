using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;

namespace DataMesh.Tests;

/// <summary>A row of the tables under test, with one column of each kind that filters and partitions care about.</summary>
public sealed record Order(long Id, string? Customer = null, decimal? Amount = null, DateTime? PlacedAt = null, Guid? Reference = null, double? Score = null, int? Units = null, DateOnly? Day = null)
{
    public static Schema Schema { get; } = new(
    [
        ArrowFields.Create("id", PhysicalType.Of(PhysicalTypeKind.Int64), false),
        ArrowFields.Create("customer", PhysicalType.Of(PhysicalTypeKind.String), true),
        ArrowFields.Create("amount", PhysicalType.Decimal(18, 2), true),
        ArrowFields.Create("placed_at", PhysicalType.Of(PhysicalTypeKind.Timestamp), true),
        ArrowFields.Create("reference", PhysicalType.Of(PhysicalTypeKind.Uuid), true),
        ArrowFields.Create("score", PhysicalType.Of(PhysicalTypeKind.Double), true),
        ArrowFields.Create("units", PhysicalType.Of(PhysicalTypeKind.Int32), true),
        ArrowFields.Create("day", PhysicalType.Of(PhysicalTypeKind.Date), true),
    ], null);

    public static RecordBatch ToBatch(IReadOnlyList<Order> rows)
    {
        Int64Array.Builder id = new();
        StringArray.Builder customer = new();
        Decimal128Array.Builder amount = new(new Decimal128Type(18, 2));
        TimestampArray.Builder placed = new(new TimestampType(TimeUnit.Microsecond, "UTC"));
        DoubleArray.Builder score = new();
        Int32Array.Builder units = new();
        Date32Array.Builder day = new();
        foreach (Order row in rows)
        {
            id.Append(row.Id);
            customer.Append(row.Customer);
            if (row.Amount is { } a) amount.Append(a); else amount.AppendNull();
            if (row.PlacedAt is { } p) placed.Append(new DateTimeOffset(p, TimeSpan.Zero)); else placed.AppendNull();
            if (row.Score is { } s) score.Append(s); else score.AppendNull();
            if (row.Units is { } u) units.Append(u); else units.AppendNull();
            if (row.Day is { } d) day.Append(d); else day.AppendNull();
        }
        return new RecordBatch(Schema, [id.Build(), customer.Build(), amount.Build(), placed.Build(), References(rows), score.Build(), units.Build(), day.Build()], rows.Count);
    }

    public static IEnumerable<Order> FromBatch(RecordBatch batch)
    {
        T? Column<T>(string name) where T : class => batch.Schema.GetFieldIndex(name) is var i and >= 0 ? batch.Column(i) as T : null;
        for (int i = 0; i < batch.Length; i++)
            yield return new Order(
                Column<Int64Array>("id")?.GetValue(i) ?? -1,
                TextAt(Column<IArrowArray>("customer"), i),
                Column<Decimal128Array>("amount")?.GetValue(i),
                Column<TimestampArray>("placed_at")?.GetTimestamp(i)?.UtcDateTime,
                Column<FixedSizeBinaryArray>("reference") is { } references && references.IsValid(i) ? new Guid(references.GetBytes(i), bigEndian: true) : null,
                Column<DoubleArray>("score")?.GetValue(i),
                Column<Int32Array>("units")?.GetValue(i),
                Column<Date32Array>("day")?.GetDateOnly(i));
    }

    private static string? TextAt(IArrowArray? column, int row) => column switch
    {
        StringArray texts => texts.GetString(row),
        DictionaryArray encoded when encoded.IsValid(row) => ((StringArray)encoded.Dictionary).GetString(((Int32Array)encoded.Indices).GetValue(row)!.Value),
        _ => null,
    };

    private static FixedSizeBinaryArray References(IReadOnlyList<Order> rows)
    {
        byte[] values = new byte[16 * rows.Count], validity = new byte[(rows.Count + 7) / 8];
        int nulls = 0;
        for (int i = 0; i < rows.Count; i++)
            if (rows[i].Reference is { } reference)
            {
                reference.TryWriteBytes(values.AsSpan(16 * i), bigEndian: true, out _);
                BitUtility.SetBit(validity, i);
            }
            else
                nulls++;
        return new FixedSizeBinaryArray(new ArrayData(new FixedSizeBinaryType(16), rows.Count, nulls, 0, [new ArrowBuffer(validity), new ArrowBuffer(values)]));
    }
}
