using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Simulation;

/// <summary>A store that never fails, tells the history what happens, and stops at the gates between the phases of a commit.</summary>
internal sealed class ObservedStore(ObjectStore inner, TableHistory history, Func<string, Task>? gate = null) : RootedStore(inner)
{
    public override async Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        if (path.Name.EndsWith(".parquet", StringComparison.Ordinal))
            await PassAsync("read files");
        return await base.ReadAsync(path, offset, destination, cancellationToken);
    }

    public override async Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default)
    {
        bool isVersion = path.Name.EndsWith(".metadata.json", StringComparison.Ordinal);
        if (!path.Name.EndsWith(".text", StringComparison.Ordinal))
            await PassAsync(isVersion ? "swap" : path.Name.EndsWith(".avro", StringComparison.Ordinal) ? "write manifests" : "write files");
        return new WatchedUpload(await Inner.BeginUploadAsync(path, condition, cancellationToken), async put =>
        {
            ObjectInfo info = await put();
            history.Put(path);
            if (isVersion)
                await PassAsync("acknowledge");
            return info;
        });
    }

    public override async Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default)
    {
        await PassAsync("delete");
        history.Delete(path);
        await Inner.DeleteAsync(path, cancellationToken);
    }

    private Task PassAsync(string phase) => gate?.Invoke(phase) ?? Task.CompletedTask;
}
