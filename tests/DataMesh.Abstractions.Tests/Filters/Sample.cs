using Apache.Arrow;
using DataMesh.Mapping;

namespace DataMesh.Tests.Filters;

public enum Size
{
    Small = 1,
    Large = 5,
}

/// <summary>A record with hand-written columns; the lambda tests build rows themselves.</summary>
public sealed record Sample : IDataSchema<Sample>
{
    public bool Flag { get; init; }
    public bool? MaybeFlag { get; init; }
    public int Count { get; init; }
    public int? MaybeCount { get; init; }
    public byte Tiny { get; init; }
    public uint Unsigned { get; init; }
    public long Total { get; init; }
    public ulong Huge { get; init; }
    public float Single { get; init; }
    public double Ratio { get; init; }
    public double? MaybeRatio { get; init; }
    public decimal Price { get; init; }
    public decimal? MaybePrice { get; init; }
    public string Name { get; init; } = "";
    public string? MaybeName { get; init; }
    public Guid Id { get; init; }
    public DateOnly Day { get; init; }
    public TimeOnly Hour { get; init; }
    public DateTime At { get; init; }
    public DateTime? MaybeAt { get; init; }
    public DateTimeOffset Since { get; init; }
    public Size Size { get; init; }
    public Size? MaybeSize { get; init; }
    public string NotStored => Name;

    private static readonly (string Name, PhysicalType Type, bool Required, Func<Sample, ScalarValue> Read)[] s_columns =
    [
        ("Flag", PhysicalType.Of(PhysicalTypeKind.Boolean), true, s => s.Flag),
        ("MaybeFlag", PhysicalType.Of(PhysicalTypeKind.Boolean), false, s => s.MaybeFlag is { } v ? v : ScalarValue.Null),
        ("Count", PhysicalType.Of(PhysicalTypeKind.Int32), true, s => s.Count),
        ("MaybeCount", PhysicalType.Of(PhysicalTypeKind.Int32), false, s => s.MaybeCount is { } v ? v : ScalarValue.Null),
        ("Tiny", PhysicalType.Of(PhysicalTypeKind.Int32), true, s => s.Tiny),
        ("Unsigned", PhysicalType.Of(PhysicalTypeKind.Int64), true, s => s.Unsigned),
        ("Total", PhysicalType.Of(PhysicalTypeKind.Int64), true, s => s.Total),
        ("Huge", PhysicalType.Decimal(20, 0), true, s => (decimal)s.Huge),
        ("Single", PhysicalType.Of(PhysicalTypeKind.Float), true, s => s.Single),
        ("Ratio", PhysicalType.Of(PhysicalTypeKind.Double), true, s => s.Ratio),
        ("MaybeRatio", PhysicalType.Of(PhysicalTypeKind.Double), false, s => s.MaybeRatio is { } v ? v : ScalarValue.Null),
        ("Price", PhysicalType.Decimal(18, 2), true, s => s.Price),
        ("MaybePrice", PhysicalType.Decimal(18, 2), false, s => s.MaybePrice is { } v ? v : ScalarValue.Null),
        ("Name", PhysicalType.Of(PhysicalTypeKind.String), true, s => s.Name),
        ("MaybeName", PhysicalType.Of(PhysicalTypeKind.String), false, s => s.MaybeName),
        ("Id", PhysicalType.Of(PhysicalTypeKind.Uuid), true, s => ScalarValue.From(s.Id)),
        ("Day", PhysicalType.Of(PhysicalTypeKind.Date), true, s => ScalarValue.From(s.Day)),
        ("Hour", PhysicalType.Of(PhysicalTypeKind.Time), true, s => ScalarValue.From(s.Hour)),
        ("At", PhysicalType.Of(PhysicalTypeKind.Timestamp), true, s => ScalarValue.From(s.At)),
        ("MaybeAt", PhysicalType.Of(PhysicalTypeKind.Timestamp), false, s => s.MaybeAt is { } v ? ScalarValue.From(v) : ScalarValue.Null),
        ("Since", PhysicalType.Of(PhysicalTypeKind.Timestamp), true, s => ScalarValue.From(s.Since)),
        ("Size", PhysicalType.Of(PhysicalTypeKind.String), true, s => s.Size.ToString()),
        ("MaybeSize", PhysicalType.Of(PhysicalTypeKind.String), false, s => s.MaybeSize?.ToString()),
    ];

    static SchemaObject IDataSchema<Sample>.Schema { get; } = new()
    {
        Name = "sample",
        Properties = [.. s_columns.Select(c => new SchemaProperty { Name = c.Name.ToLowerInvariant(), Type = c.Type, Required = c.Required })],
    };

    static string? IDataSchema<Sample>.FindColumn(string propertyName) => s_columns.Any(c => c.Name == propertyName) ? propertyName.ToLowerInvariant() : null;

    static RecordBatchEncoder<Sample> IDataSchema<Sample>.CreateEncoder(EncoderOptions options) => throw new NotSupportedException();

    static RecordBatchDecoder<Sample> IDataSchema<Sample>.CreateDecoder(Schema stored) => throw new NotSupportedException();

    public ScalarValue Read(string column) => s_columns.First(c => string.Equals(c.Name, column, StringComparison.OrdinalIgnoreCase)).Read(this);
}
