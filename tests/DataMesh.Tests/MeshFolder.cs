using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests;

/// <summary>An empty mesh folder of one test, deleted afterwards.</summary>
public sealed class MeshFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("datamesh-").FullName;

    public Mesh Open(Action<IDataMeshBuilder>? configure = null) => Mesh.Create(Path, configure);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

internal static class Streams
{
    public static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> rows)
    {
        List<T> list = [];
        await foreach (T row in rows)
            list.Add(row);
        return list;
    }

    public static async Task<long> CountAsync(IAsyncEnumerable<Apache.Arrow.RecordBatch> batches)
    {
        long count = 0;
        await foreach (Apache.Arrow.RecordBatch batch in batches)
            using (batch)
                count += batch.Length;
        return count;
    }
}
