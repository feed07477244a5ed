using System.IO.Compression;
using Parquet;
using Parquet.Serialization;

namespace DataMesh.Benchmarks;

/// <summary>Parquet.Net's own serializer.</summary>
internal static class ParquetNetFiles
{
    public const string Serializer = "Parquet.Net ParquetSerializer";
    public const string Reader = "Parquet.Net DeserializeAsync";

    public static async Task<Outcome> WriteAsync(IEnumerable<Order> rows, string file, CompressionMethod compression)
    {
        // Fastest is zstd level 1; the default, SmallestSize, would be level 19. Snappy has no levels.
        ParquetOptions options = new() { CompressionMethod = compression, CompressionLevel = CompressionLevel.Fastest, RowGroupSize = ParquetSharpFiles.RowGroupRows };
        await using FileStream stream = File.Create(file);
        await ParquetSerializer.SerializeAsync(rows, stream, options);
        return new Outcome(0, 0, stream.Length);
    }

    public static async Task<Outcome> ReadAsync(IEnumerable<string> files)
    {
        OrderSum sum = default;
        foreach (string file in files)
        {
            await using FileStream stream = File.OpenRead(file);
            foreach (Order order in (await ParquetSerializer.DeserializeAsync<Order>(stream)).Data)
                sum.Add(order);
        }
        return sum.ToOutcome();
    }
}
