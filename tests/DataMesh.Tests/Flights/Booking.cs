using System.ComponentModel.DataAnnotations;

namespace DataMesh.Tests.Flights;

/// <summary>A record with what readers most often read wrong: UUIDs, instants, texts beyond the BMP and long decimals.</summary>
[DataSchema]
internal sealed partial record Booking
{
    private static readonly string[] Passengers = ["Ada", "😀 smile", "\ue000 private use", "漢字かな", "zoë"];

    [Key]
    public required Guid Id { get; init; }

    public required DateTime BookedAt { get; init; }

    public required string Passenger { get; init; }

    [DecimalPrecision(38, 10)]
    public decimal? Fare { get; init; }

    public static Booking Create(int i) => new()
    {
        Id = new Guid(i * 7919, (short)i, 1, [255, 2, 3, 4, 5, 6, 7, (byte)i]),
        BookedAt = new DateTime(2001, 1 + i % 4, 1 + i % 28, 0, 0, 0, DateTimeKind.Utc).AddTicks(i * 12_345_670L),
        Passenger = Passengers[i % Passengers.Length],
        Fare = i % 7 == 0 ? null : (i - 50) * 1_234_567.0000000001m,
    };
}
