using Apache.Arrow;
using Apache.Arrow.Ipc;
using DataMesh.Mapping;
using ParquetSharp;
using ParquetSharp.Arrow;

namespace DataMesh.Benchmarks;

/// <summary>ParquetSharp's Arrow writer and reader, bare.</summary>
internal static class ParquetSharpFiles
{
    public const string Writer = "ParquetSharp, same mapping and encodings";
    public const string Reader = "ParquetSharp Arrow reader";
    public const int RowGroupRows = 131_072;
    public const int BatchRows = 32_768;

    /// <summary>The same generated mapping, batches and file settings as a publish has; no contract, statistics, table or commit.</summary>
    public static Outcome Write(IEnumerable<Order> rows, string file, Compression compression)
    {
        using WriterPropertiesBuilder builder = new();
        builder.Version(ParquetVersion.PARQUET_2_6).MaxRowGroupLength(RowGroupRows).EnableWritePageIndex().EnablePageChecksum().Compression(compression);
        foreach (string column in new[] { "id", "customer", "amount", "weight", "ordered_at" })
            builder.DisableDictionary(column);
        if (compression == Compression.Zstd)
            builder.CompressionLevel(1);
        using WriterProperties properties = builder.Build();
        using ArrowWriterPropertiesBuilder arrowBuilder = new();
        using ArrowWriterProperties arrow = arrowBuilder.UseThreads(true).Build();
        RecordBatchEncoder<Order> encoder = CreateEncoder<Order>();
        using (FileWriter writer = new(file, encoder.Schema, properties, arrow))
        {
            long encoded = 0;
            foreach (Order[] chunk in rows.Chunk(BatchRows))
            {
                using RecordBatch batch = encoder.Encode(chunk, encoded);
                if (encoded > 0 && encoded % RowGroupRows == 0)
                    writer.NewBufferedRowGroup();
                writer.WriteBufferedRecordBatch(batch);
                encoded += chunk.Length;
            }
            writer.Close();
        }
        return new Outcome(0, 0, new FileInfo(file).Length);
    }

    /// <summary>Reads all batches; the columns by their place, null for all.</summary>
    public static async Task<Outcome> ReadAsync(IEnumerable<string> files, int[]? columns, Func<RecordBatch, long> sum)
    {
        using ArrowReaderProperties arrow = ArrowReaderProperties.GetDefault();
        arrow.BatchSize = BatchRows;
        arrow.UseThreads = true;
        long rows = 0, checksum = 0;
        foreach (string file in files)
        {
            using FileReader reader = new(file, arrowProperties: arrow);
            using IArrowArrayStream batches = reader.GetRecordBatchReader(null, columns);
            while (await batches.ReadNextRecordBatchAsync() is { } batch)
                using (batch)
                {
                    rows += batch.Length;
                    checksum += sum(batch);
                }
        }
        return new Outcome(rows, checksum);
    }

    private static RecordBatchEncoder<T> CreateEncoder<T>()
        where T : IDataSchema<T> => T.CreateEncoder(EncoderOptions.Default);
}
