using System.Diagnostics;
using ParquetSharp;

namespace DataMesh.Benchmarks;

/// <summary>What a commit costs beside writing its file and flushing to a disk: publishes of one row in a file system that lies in memory, where a flush does nothing.</summary>
internal static class CommitTime
{
    private const double LimitMs = 10;
    private const string Memory = "/dev/shm";
    private const string Port = "sales/orders/small";

    /// <summary>None where there is no file system in memory.</summary>
    public static async IAsyncEnumerable<Figure> MeasureAsync(Workbench bench)
    {
        if (!Directory.Exists(Memory))
            yield break;
        string root = Directory.CreateDirectory(Path.Combine(Memory, Path.GetFileName(bench.Folder))).FullName;
        try
        {
            await using Mesh mesh = Mesh.Create(root, m => m.AddProduct<Order>(Port, p => p.Describe("Orders of single commits.")));
            List<double> publish = await TimeAsync(() => mesh.Output<Order>(Port).PublishAsync([bench.Rows[0]]));
            List<double> file = await TimeAsync(() =>
            {
                ParquetSharpFiles.Write([bench.Rows[0]], Path.Combine(root, "bare.parquet"), Compression.Zstd);
                return Task.CompletedTask;
            });
            yield return new Figure("Commit of one row without a disk", $"≤ {LimitMs} ms wall beyond the write of its file", Median(publish) - Median(file), LimitMs, "ms");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);

    private static async Task<List<double>> TimeAsync(Func<Task> work)
    {
        List<double> all = [];
        for (int i = -30; i < 30; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await work();
            if (i >= 0)
                all.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return all;
    }
}
