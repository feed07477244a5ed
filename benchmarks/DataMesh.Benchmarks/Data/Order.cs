using System.Text.Json.Serialization;
using Parquet.Serialization.Attributes;

namespace DataMesh.Benchmarks;

/// <summary>What is published and read. The attributes of other serializers give all of them the same columns and types.</summary>
[DataSchema]
public sealed partial record Order
{
    [JsonPropertyName("id")] public long Id { get; set; }
    [JsonPropertyName("quantity")] public int Quantity { get; set; }
    [JsonPropertyName("customer"), ParquetRequired] public string Customer { get; set; } = "";
    [JsonPropertyName("status"), ParquetRequired] public string Status { get; set; } = "";
    [JsonPropertyName("amount"), DecimalPrecision(18, 2), ParquetDecimal(18, 2)] public decimal Amount { get; set; }
    [JsonPropertyName("weight")] public double Weight { get; set; }
    [JsonPropertyName("ordered_at"), EventTime, ParquetTimestamp(ParquetTimestampResolution.Microseconds)] public DateTime OrderedAt { get; set; }
    [JsonPropertyName("express")] public bool Express { get; set; }
    [JsonPropertyName("discount")] public int? Discount { get; set; }
    [JsonPropertyName("note")] public string? Note { get; set; }
}
