using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.BadInput;

/// <summary>Cancellation at every single step that touches the store, from registration to the end of the commit.</summary>
public sealed class CancellationTests : IDisposable
{
    private const string Port = "plant/sensors/parts";

    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PublishMode.Append, true)]
    [InlineData(PublishMode.Append, false)]
    [InlineData(PublishMode.Replace, false)]
    [InlineData(PublishMode.Upsert, false)]
    public async Task A_publish_cancelled_at_any_step_is_whole_or_leaves_nothing(PublishMode mode, bool first)
    {
        Part[] before = first ? [] : Parts(1), rows = [Parts(1)[0], .. Parts(2)];
        Part[] after = mode == PublishMode.Append ? [.. before, .. rows] : mode == PublishMode.Replace ? rows : [.. Parts(1), .. Parts(2)];
        bool? committed = false;
        int cancelled = 0;
        for (int step = 1; committed is not null; step++)
        {
            using InMemoryObjectStore store = new();
            if (!first)
                await PublishAsync(mode, store, before);
            string[] files = await DataFilesAsync(store);

            committed = await PublishAsync(mode, store, rows, cancelAt: step);

            Assert.Equal(committed is false ? before : Sorted(after), await ReadAsync(mode, store));
            if (committed is false)
            {
                cancelled++;
                Assert.Equal(files, await DataFilesAsync(store));
                await PublishAsync(mode, store, rows);
                Assert.Equal(Sorted(after), await ReadAsync(mode, store));
            }
        }
        Assert.InRange(cancelled, 10, 500);
    }

    [Fact]
    public async Task A_read_ends_when_it_is_cancelled()
    {
        await using Mesh mesh = _folder.Open(m => m.ConfigureLimits(l => l.BatchRows = 100).AddProduct<Part>(Port, _ => { }));
        await mesh.Output<Part>(Port).PublishAsync([.. Enumerable.Range(0, 10_000).Select(n => new Part { Publish = 1, Number = n })], cancellationToken: Cancel);
        IInputPort<Part> port = await mesh.OpenAsync<Part>(Port, cancellationToken: Cancel);
        int read = 0;

        await AssertCancelledAsync(async cancel =>
        {
            await foreach (Part _ in port.ReadAsync(cancel.Token))
                if (++read == 1)
                    cancel.Cancel();
        });
        Assert.InRange(read, 1, 9_999);
        await AssertCancelledAsync(cancel => CancelAtFirstAsync(port.ReadBatchesAsync(cancellationToken: cancel.Token), cancel));
        await AssertCancelledAsync(cancel => CancelAtFirstAsync(mesh.QueryBatchesAsync($"select a.* from {port} a, {port} b", cancel.Token), cancel));
        await AssertCancelledAsync(cancel =>
        {
            cancel.Cancel();
            return mesh.QueryScalarAsync<long>($"select count(*) from {port}", cancel.Token);
        });
    }

    private static async Task CancelAtFirstAsync(IAsyncEnumerable<Apache.Arrow.RecordBatch> batches, CancellationTokenSource cancel)
    {
        await foreach (Apache.Arrow.RecordBatch batch in batches)
            using (batch)
                cancel.Cancel();
    }

    private static async Task AssertCancelledAsync(Func<CancellationTokenSource, Task> action)
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => action(cancel));
    }

    // True: committed although cancelled; false: cancelled; null: the publish had fewer steps.
    private static async Task<bool?> PublishAsync(PublishMode mode, ObjectStore store, Part[] rows, int cancelAt = 0)
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        int steps = 0;
        await using Mesh mesh = Open(mode, new CountingStore(store, () =>
        {
            if (Interlocked.Increment(ref steps) == cancelAt)
                cancel.Cancel();
        }));
        try
        {
            await mesh.Output<Part>(Port).PublishAsync(rows, cancellationToken: cancel.Token);
            return cancel.IsCancellationRequested ? true : null;
        }
        catch (OperationCanceledException)
        {
            Assert.True(cancel.IsCancellationRequested);
            return false;
        }
    }

    private static Part[] Parts(int publish) => [.. Enumerable.Range(0, 20).Select(n => new Part { Publish = publish, Number = n })];

    private static Part[] Sorted(IEnumerable<Part> parts) => [.. parts.OrderBy(p => p.Publish).ThenBy(p => p.Number)];

    private static async Task<Part[]> ReadAsync(PublishMode mode, ObjectStore store)
    {
        await using Mesh mesh = Open(mode, new CountingStore(store, () => { }));
        return Sorted(await Streams.ToListAsync((await mesh.OpenAsync<Part>(Port, cancellationToken: Cancel)).ReadAsync(Cancel)));
    }

    private static async Task<string[]> DataFilesAsync(ObjectStore store) =>
        [.. (await Streams.ToListAsync(store.ListAsync(default, null, Cancel))).Select(o => o.Path.ToString()).Where(p => p.EndsWith(".parquet", StringComparison.Ordinal))];

    private static Mesh Open(PublishMode mode, ObjectStore store) =>
        Mesh.Create(m => m.Use(nameof(CancellationTests), _ => store).AddProduct<Part>(Port, p => p.Mode(mode)));
}
