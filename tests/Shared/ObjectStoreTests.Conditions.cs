using System.Collections.Concurrent;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Shared;

public abstract partial class ObjectStoreTests
{
    private const int Racers = 16;

    [Fact]
    public virtual async Task Creating_over_an_object_fails_and_keeps_it()
    {
        using ObjectStore store = fixture.CreateStore();
        if (await IsRefusedAsync(store, store.Capabilities.ConditionalCreate, WriteCondition.IfAbsent))
            return;
        await store.WriteAllAsync("object", Bytes(5), WriteCondition.IfAbsent, Token);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => store.WriteAllAsync("object", Bytes(6), WriteCondition.IfAbsent, Token));

        Assert.Equal(DataMeshErrorKind.AlreadyExists, error.Kind);
        Assert.Contains("'object'", error.Message, StringComparison.Ordinal);
        Assert.Equal(Bytes(5), await ReadAllAsync(store, "object"));
    }

    [Fact]
    public virtual async Task Of_racing_creators_exactly_one_wins()
    {
        using ObjectStore store = fixture.CreateStore();
        using ObjectStore other = fixture.Reopen(store) ?? store;
        if (!store.Capabilities.ConditionalCreate)
            return;
        ConcurrentDictionary<int, int> winners = new();
        using Barrier start = new(Racers);
        await Task.WhenAll(Enumerable.Range(0, Racers).Select(racer => Task.Factory.StartNew(
            () => Race(racer % 2 == 0 ? store : other, start, racer, winners), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        for (int round = 0; round < fixture.RaceRounds; round++)
        {
            Assert.True(winners.ContainsKey(round), $"round {round} has no winner");
            Assert.Equal([(byte)winners[round]], await ReadAllAsync(store, $"round-{round}/version"));
        }
    }

    [Fact]
    public virtual async Task Replacing_an_unchanged_object_succeeds_and_a_changed_one_conflicts()
    {
        using ObjectStore store = fixture.CreateStore();
        if (await IsRefusedAsync(store, store.Capabilities.ConditionalReplace, WriteCondition.IfMatch("tag")))
            return;
        ObjectInfo first = await store.WriteAllAsync("object", Bytes(1), default, Token);
        ObjectInfo second = await store.WriteAllAsync("object", Bytes(2), WriteCondition.IfMatch(first.ETag!), Token);

        foreach ((string path, string etag) in ((string, string)[])[("object", first.ETag!), ("absent", second.ETag!)])
        {
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => store.WriteAllAsync(path, Bytes(3), WriteCondition.IfMatch(etag), Token));
            Assert.Equal(DataMeshErrorKind.CommitConflict, error.Kind);
        }
        Assert.Equal(Bytes(2), await ReadAllAsync(store, "object"));
        Assert.Null(await store.FindAsync("absent", Token));
    }

    [Fact]
    public virtual async Task Racing_conditional_replacements_lose_no_update()
    {
        using ObjectStore store = fixture.CreateStore();
        if (!store.Capabilities.ConditionalReplace)
            return;
        await store.WriteAllAsync("counter", new byte[4], default, Token);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => IncrementAsync(store, 50), Token)));

        Assert.Equal(400, BitConverter.ToInt32(await ReadAllAsync(store, "counter")));
    }

    [Fact]
    public virtual async Task Readers_during_replacement_see_one_whole_version()
    {
        using ObjectStore store = fixture.CreateStore();
        await store.WriteAllAsync("object", Version(1), default, Token);
        using CancellationTokenSource done = new();
        int seen = 0;
        Task[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            do
            {
                byte[] content = await ReadAllAsync(store, "object");
                Assert.Equal(Version(content[0]), content);
                Interlocked.Increment(ref seen);
            }
            while (!done.IsCancellationRequested);
        }, Token))];
        for (int version = 2; version <= 100; version++)
            await store.WriteAllAsync("object", Version(version), default, Token);
        await done.CancelAsync();

        await Task.WhenAll(readers);
        Assert.True(seen >= 4);
        Assert.Equal(Version(100), await ReadAllAsync(store, "object"));
    }

    private static byte[] Version(int version)
    {
        byte[] content = new byte[20_000 + version % 7 * 3000];
        content.AsSpan().Fill((byte)version);
        return content;
    }

    private static async Task<bool> IsRefusedAsync(ObjectStore store, bool declared, WriteCondition condition)
    {
        if (declared)
            return false;
        await Assert.ThrowsAsync<NotSupportedException>(() => store.BeginUploadAsync("object", condition, Token));
        return true;
    }

    private static async Task IncrementAsync(ObjectStore store, int times)
    {
        while (times > 0)
        {
            string etag = (await store.FindAsync("counter", Token))!.ETag!;
            int value = BitConverter.ToInt32(await ReadAllAsync(store, "counter"));
            try
            {
                await store.WriteAllAsync("counter", BitConverter.GetBytes(value + 1), WriteCondition.IfMatch(etag), Token);
                times--;
            }
            catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.CommitConflict)
            {
            }
        }
    }

    private void Race(ObjectStore store, Barrier start, int racer, ConcurrentDictionary<int, int> winners)
    {
        try
        {
            for (int round = 0; round < fixture.RaceRounds; round++)
            {
                start.SignalAndWait(Token);
                if (Creates(store, $"round-{round}/version", (byte)racer))
                    Assert.True(winners.TryAdd(round, racer), $"round {round} has two winners");
            }
        }
        finally
        {
            start.RemoveParticipant();
        }
    }

    private static bool Creates(ObjectStore store, ObjectPath path, byte content)
    {
        try
        {
            store.WriteAllAsync(path, new[] { content }, WriteCondition.IfAbsent, Token).GetAwaiter().GetResult();
            return true;
        }
        catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.AlreadyExists)
        {
            return false;
        }
    }
}
