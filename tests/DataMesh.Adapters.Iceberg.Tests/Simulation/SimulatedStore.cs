using System.Runtime.CompilerServices;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Simulation;

/// <summary>The store as one process sees it: slow, and by chance failing, full, without an answer, late with what it was told, or the end of the process.</summary>
internal sealed class SimulatedStore(ObjectStore inner, SimulatedTime time, Random random, TableHistory history, string name, Action<string> trace) : RootedStore(inner)
{
    private readonly TaskCompletionSource _death = new();

    private enum Fate
    {
        Fine,
        Fails,
        Full,
        AnswerLost,
        Late,
        Dies,
        DiesAfter,
    }

    /// <summary>Completes when the process dies; whatever it waits for never comes.</summary>
    public Task Death => _death.Task;

    public override Task<ObjectInfo?> FindAsync(ObjectPath path, CancellationToken cancellationToken = default) => CallAsync("find", path, changes: false, () => Inner.FindAsync(path, cancellationToken));

    public override Task<int> ReadAsync(ObjectPath path, long offset, Memory<byte> destination, CancellationToken cancellationToken = default) =>
        CallAsync("read", path, changes: false, () => Inner.ReadAsync(path, offset, destination, cancellationToken));

    public override async Task<ObjectUpload> BeginUploadAsync(ObjectPath path, WriteCondition condition = default, CancellationToken cancellationToken = default) =>
        new WatchedUpload(await Inner.BeginUploadAsync(path, condition, cancellationToken), put => CallAsync("put", path, changes: true, async () =>
        {
            ObjectInfo info = await put();
            history.Put(path);
            return info;
        }));

    public override Task DeleteAsync(ObjectPath path, CancellationToken cancellationToken = default) => CallAsync("delete", path, changes: true, async () =>
    {
        history.Delete(path);
        await Inner.DeleteAsync(path, cancellationToken);
        return true;
    });

    public override async IAsyncEnumerable<ObjectInfo> ListAsync(ObjectPath prefix, ListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ObjectInfo item in await CallAsync("list", prefix, changes: false, () => Inner.ListAsync(prefix, options, cancellationToken).ToListAsync(cancellationToken).AsTask()))
            yield return item;
    }

    private async Task<T> CallAsync<T>(string verb, ObjectPath path, bool changes, Func<Task<T>> effect)
    {
        Fate fate = Roll(changes, verb == "put");
        // Names differ from run to run, and nothing depends on them.
        trace($"{time.GetUtcNow():HH:mm:ss.fffffff} {name} {verb} {(path.Name.EndsWith(".metadata.json", StringComparison.Ordinal) ? path.Name : "")} {fate}");
        history.Count(fate.ToString());
        await time.WaitAsync(Latency());
        switch (fate)
        {
            case Fate.Fails:
                throw Unavailable();
            case Fate.Full:
                throw new DataMeshException(DataMeshErrorKind.StorageFull, "The store is full.");
            case Fate.Late:
                time.After(random.NextDouble() * TimeSpan.FromSeconds(4), () => Arrive(effect));
                throw Unavailable();
            case Fate.Dies:
                await DieAsync();
                break;
        }
        T result = await effect();
        if (fate == Fate.AnswerLost)
            throw Unavailable();
        if (fate == Fate.DiesAfter)
            await DieAsync();
        await time.WaitAsync(Latency());
        return result;
    }

    private Fate Roll(bool changes, bool writes) => random.Next(1000) switch
    {
        < 8 => Fate.Fails,
        < 14 => Fate.Dies,
        < 24 when changes => Fate.AnswerLost,
        < 30 when changes => Fate.DiesAfter,
        < 42 when writes => Fate.Late,
        < 48 when writes => Fate.Full,
        _ => Fate.Fine,
    };

    private TimeSpan Latency() => TimeSpan.FromMilliseconds(1 + (random.Next(20) == 0 ? random.Next(3_000) : random.Next(20)));

    // Somebody may have been faster meanwhile; nobody hears of it.
    private static void Arrive<T>(Func<Task<T>> effect)
    {
        Task<T> late = effect();
        if (late.Exception?.InnerException is { } failure and not DataMeshException)
            throw failure;
    }

    private Task DieAsync()
    {
        Task never = new TaskCompletionSource().Task;
        _death.TrySetResult();
        return never;
    }

    private static DataMeshException Unavailable() => new(DataMeshErrorKind.StorageUnavailable, "The store did not answer.") { IsTransient = true };
}
