using Parquet;
using ParquetSharp;

namespace DataMesh.Benchmarks;

/// <summary>Records to a table, all governed, beside records to a file.</summary>
internal sealed class PublishQuestions(Workbench bench)
{
    public const string DuckDbCopy = "DuckDB COPY (from Parquet)";

    public Question Snappy => Typed("Typed publish, snappy", bench.Snappy, snappy: true, CompressionMethod.Snappy, Compression.Snappy, "snappy");

    public Question Zstd => Typed("Typed publish, zstd level 1", bench.Zstd, snappy: false, CompressionMethod.Zstd, Compression.Zstd, "zstd, compression_level 1");

    /// <summary>One row, one commit.</summary>
    public Question OneRow => new("Commit of one row", "An append of one row to a port with some dozens of snapshots, durable when it returns; beside writing and flushing one Parquet file of one row.",
    [
        new("DataMesh", CommitOneRowAsync) { IsOurs = true },
        new(ParquetSharpFiles.Writer, FlushOneRow),
    ])
    {
        Repeat = 10,
        Goals = [new("one-row publish ≤ 25 ms wall", null, 25, s => s.WallMs, "ms")],
    };

    private Question Typed(string name, Mesh mesh, bool snappy, CompressionMethod managed, Compression native, string duckDb) => new(name,
        $"{bench.Scale.Orders:N0} prepared records. Ours: map, validate, collect statistics, write, flush to disk, commit to the Iceberg table. Peers: write one file.",
        [
            new("DataMesh", () => PublishAsync(mesh, snappy)) { IsOurs = true },
            new(ParquetNetFiles.Serializer, () => ParquetNetFiles.WriteAsync(bench.Rows, Scratch("parquet-net"), managed)),
            new(ParquetSharpFiles.Writer, () => Task.Run(() => ParquetSharpFiles.Write(bench.Rows, Scratch("parquet-sharp"), native))),
            new(DuckDbCopy, () => Task.Run(() => Copy(duckDb))),
        ])
    {
        Goals =
        [
            Goal.Cpu(ParquetNetFiles.Serializer, 0.60),
            Goal.Cpu(ParquetSharpFiles.Writer, 1.15),
            new("managed allocation ≤ 16 bytes per row", null, 16, s => s.AllocatedMb * (1 << 20) / bench.Scale.Orders, "B/row"),
            new("peak memory ≤ 2 row groups (about 13 MB each) + 64 MB", null, 90, s => s.PeakRssMb, "MB"),
            new($"file size ≤ 1.05 × {DuckDbCopy}", DuckDbCopy, 1.05, s => s.FileMb ?? 0),
        ],
    };

    private async Task<Outcome> PublishAsync(Mesh mesh, bool snappy)
    {
        await mesh.Output<Order>(Workbench.Rewritten).PublishAsync(bench.Rows);
        return new Outcome(0, 0, new FileInfo(bench.FilesOf(Workbench.Rewritten, snappy)[^1]).Length);
    }

    private Outcome Copy(string compression)
    {
        string file = Scratch("duckdb");
        bench.DuckDb.Execute($"copy (select * from {DuckDbFiles.Table(bench.FilesOf(Workbench.Orders))}) to '{file}' (format parquet, compression {compression}, row_group_size {ParquetSharpFiles.RowGroupRows})");
        return new Outcome(0, 0, new FileInfo(file).Length);
    }

    private async Task<Outcome> CommitOneRowAsync() => new((await bench.Zstd.Output<Order>(Workbench.Small).PublishAsync([bench.Rows[0]])).RowsPublished, 0);

    private Task<Outcome> FlushOneRow()
    {
        string file = Scratch("one-row");
        ParquetSharpFiles.Write([bench.Rows[0]], file, Compression.Zstd);
        using FileStream stream = new(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
        return Task.FromResult(new Outcome(1, 0));
    }

    private string Scratch(string name) => Path.Combine(bench.Folder, $"{name}.parquet");
}
