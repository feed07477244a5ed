using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.History;

/// <summary>A port that is frozen, while its owner looks at what went wrong.</summary>
public sealed class FreezeTests : IDisposable
{
    private const string Port = "sales/orders/lines";
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_published_to_a_frozen_port_by_any_process_and_readers_keep_what_they_had()
    {
        await using Mesh mesh = Open(), other = Open();
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        await port.PublishAsync([Line(1)], new PublishOptions { IdempotencyKey = "one" }, Cancel);
        Assert.Null(await port.FindFreezeAsync(Cancel));

        await port.FreezeAsync("weights look wrong", Cancel);
        await port.FreezeAsync("a second reason", Cancel);

        PortFreeze freeze = (await other.Output<OrderLine>(Port).FindFreezeAsync(Cancel))!;
        Assert.Equal("weights look wrong", freeze.Reason);
        Assert.StartsWith("product:urn:", freeze.By, StringComparison.Ordinal);
        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => other.Output<OrderLine>(Port).PublishAsync([Line(2)], cancellationToken: Cancel));
        Assert.Equal(DataMeshErrorKind.Frozen, refused.Kind);
        Assert.Contains("weights look wrong", refused.Message, StringComparison.Ordinal);
        Assert.Equal(DataMeshErrorKind.Frozen, (await Assert.ThrowsAsync<DataMeshException>(() => port.DeleteAsync(l => l.Id == 1, cancellationToken: Cancel))).Kind);
        Assert.True((await port.PublishAsync([Line(1)], new PublishOptions { IdempotencyKey = "one" }, Cancel)).WasAlreadyPublished);
        Assert.Equal([1], await IdsAsync(other));

        await other.Output<OrderLine>(Port).UnfreezeAsync(Cancel);
        await port.UnfreezeAsync(Cancel);

        Assert.Null(await port.FindFreezeAsync(Cancel));
        await port.PublishAsync([Line(2)], cancellationToken: Cancel);
        Assert.Equal([1, 2], await IdsAsync(mesh));
    }

    [Fact]
    public async Task A_publish_that_was_under_way_does_not_slip_through_and_leaves_no_file()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        await port.PublishAsync([Line(1)], cancellationToken: Cancel);
        int files = DataFiles();

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => port.PublishAsync(FreezeMidway(port), cancellationToken: Cancel));

        Assert.Equal(DataMeshErrorKind.Frozen, refused.Kind);
        Assert.Equal(files, DataFiles());
        Assert.Equal([1], await IdsAsync(mesh));
    }

    [Fact]
    public async Task What_puts_a_port_right_is_done_while_it_is_frozen()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        PublishResult good = await port.PublishAsync([Line(1)], cancellationToken: Cancel);
        await port.PublishAsync([Line(2)], cancellationToken: Cancel);
        await port.FreezeAsync("the second line is none", Cancel);

        await port.RollbackAsync(good.Snapshot, "the second line is none", Cancel);
        EraseResult erased = await port.EraseAsync([new LineKey { Id = 2 }], new EraseOptions { Reference = "case 1" }, Cancel);
        await port.MaintainAsync(cancellationToken: Cancel);

        Assert.True(erased.SnapshotsExpired > 0);
        Assert.Equal([1], await IdsAsync(mesh));
        Assert.NotNull(await port.FindFreezeAsync(Cancel));
    }

    [Fact]
    public async Task A_table_in_memory_freezes_too()
    {
        await using Mesh mesh = Mesh.Create(m => m.UseInMemory().AddProduct<OrderLine>(Port, _ => { }));
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        await port.PublishAsync([Line(1)], cancellationToken: Cancel);

        Assert.Equal(DataMeshErrorKind.Frozen, (await Assert.ThrowsAsync<DataMeshException>(() => port.PublishAsync(FreezeMidway(port), cancellationToken: Cancel))).Kind);
        await port.UnfreezeAsync(Cancel);
        await port.PublishAsync([Line(2)], cancellationToken: Cancel);

        Assert.Equal([1, 2], await IdsAsync(mesh));
    }

    private static async IAsyncEnumerable<OrderLine> FreezeMidway(IOutputPort<OrderLine> port)
    {
        yield return Line(3);
        await port.FreezeAsync("stop", Cancel);
        yield return Line(4);
    }

    private Mesh Open() => _folder.Open(m => m.AddProduct<OrderLine>(Port, _ => { }));

    private int DataFiles() => Directory.GetFiles(Path.Combine(new StoredTable(_folder.Path, Port).Folder, "data"), "*.parquet", SearchOption.AllDirectories).Length;

    private static async Task<IEnumerable<long>> IdsAsync(Mesh mesh) =>
        (await Streams.ToListAsync((await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel)).ReadAsync(Cancel))).Select(l => l.Id).Order();

    private static OrderLine Line(long i) => new() { Id = i, Customer = $"c{i}", Amount = i };
}
