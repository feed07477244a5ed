using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests;

/// <summary>An empty mesh folder of one test, deleted afterwards. It lies in memory where Linux has room there: a publish waits for the disk some twenty times, and most tests learn nothing from it.</summary>
/// <param name="onDisk">True for tests of processes that die or compete, and of much data: they take the file system that users have.</param>
public sealed class MeshFolder(bool onDisk = false) : IDisposable
{
    private const string Memory = "/dev/shm/";
    private const long Room = 2L << 30;

    private static readonly bool s_hasMemory = OperatingSystem.IsLinux() && Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > Room;

    public string Path { get; } = onDisk || !s_hasMemory ? Directory.CreateTempSubdirectory("datamesh-").FullName : Directory.CreateDirectory($"{Memory}datamesh-{Guid.NewGuid():N}").FullName;

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
