using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.History;

[DataSchema]
internal sealed partial record LineKey
{
    [Key]
    public required long Id { get; init; }
}

[DataSchema]
internal sealed partial record WrongKey
{
    public required string Id { get; init; }
}

/// <summary>Rows are deleted by condition and by key.</summary>
public sealed class DeleteTests : IDisposable
{
    private const string Port = "sales/orders/lines", Log = "plant/sensors/readings";
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_go_by_a_condition_and_unknown_is_not_true()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        await port.PublishAsync([.. Enumerable.Range(1, 10).Select(i => Line(i) with { Coupon = i % 2 == 0 ? "x" : null })], cancellationToken: Cancel);
        await port.PublishAsync([Line(11) with { Coupon = "x" }, Line(12) with { Coupon = "x" }], cancellationToken: Cancel);

        PublishResult byText = await port.DeleteAsync(Filter.Compare("coupon", ComparisonOperator.NotEqual, "y"), new PublishOptions { Reason = "vouchers were void" }, Cancel);
        PublishResult byLambda = await port.DeleteAsync(l => l.Id > 8 || l.Amount < 2m, cancellationToken: Cancel);
        PublishResult nothing = await port.DeleteAsync(l => l.Id > 100, cancellationToken: Cancel);

        Assert.Equal((7L, 0L, "vouchers were void"), (byText.RowsReplaced, byText.RowsPublished, byText.Snapshot.Reason));
        Assert.Equal((2L, 0L), (byLambda.RowsReplaced, nothing.RowsReplaced));
        Assert.Equal([3, 5, 7], await IdsAsync(mesh));
        Assert.Equal(["3", "5", "7"], (await IndependentReaders.ClickHouseAsync($"select toString(id) as id from icebergLocal('{new StoredTable(_folder.Path, Port).Folder}') order by id")).Select(r => r.GetProperty("id").GetString()));
        Assert.Equal(3, (await IndependentReaders.IcebirdAsync(new StoredTable(_folder.Path, Port).Folder)).Count);
    }

    [Fact]
    public async Task Rows_go_by_key_and_files_without_them_stay()
    {
        await using Mesh mesh = _folder.Open(m => m.AddProduct<OrderLine>(Port, p => p.PartitionBy(l => l.Id, PartitionTransform.Bucket(8))));
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        await port.PublishAsync(Enumerable.Range(1, 400).Select(i => Line(i)), cancellationToken: Cancel);
        IReadOnlyList<string> before = await new StoredTable(_folder.Path, Port).FilesAsync();

        PublishResult result = await port.DeleteAsync([new LineKey { Id = 7 }, new LineKey { Id = 5_000 }], cancellationToken: Cancel);

        Assert.Equal(1, result.RowsReplaced);
        Assert.Equal(399, (await IdsAsync(mesh)).Count);
        Assert.DoesNotContain(7, await IdsAsync(mesh));
        Assert.Equal(before.Count - 1, before.Intersect(await new StoredTable(_folder.Path, Port).FilesAsync()).Count());
        Assert.Equal(0, (await port.DeleteAsync(System.Array.Empty<LineKey>(), cancellationToken: Cancel)).RowsReplaced);
        Assert.Contains("'id'", (await Assert.ThrowsAsync<ArgumentException>(() => port.DeleteAsync([new WrongKey { Id = "7" }], cancellationToken: Cancel))).Message);
    }

    [Fact]
    public async Task A_delete_under_a_key_happens_once()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        await port.PublishAsync([Line(1), Line(2)], cancellationToken: Cancel);
        PublishOptions once = new() { IdempotencyKey = "request 17" };
        PublishResult first = await port.DeleteAsync(l => l.Id == 1, once, Cancel);
        await port.PublishAsync([Line(1)], cancellationToken: Cancel);

        PublishResult second = await port.DeleteAsync(l => l.Id == 1, once, Cancel);

        Assert.Equal((true, first.Snapshot.Id, 1L), (second.WasAlreadyPublished, second.Snapshot.Id, second.RowsReplaced));
        Assert.Equal([1, 2], await IdsAsync(mesh));
    }

    [Fact]
    public async Task Followers_get_the_deleted_rows_and_no_more()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> port = mesh.Output<OrderLine>(Port);
        await port.PublishAsync(Enumerable.Range(1, 5).Select(i => Line(i)), cancellationToken: Cancel);
        IInputPort<OrderLine> reader = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);
        Cursor cursor = (await reader.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        await port.DeleteAsync(l => l.Id <= 2, cancellationToken: Cancel);
        await port.DeleteAsync(Filter.True, cancellationToken: Cancel);

        List<ChangeSet<OrderLine>> changes = await reader.ChangesAsync(cursor, Cancel).ToListAsync(Cancel);

        Assert.Equal([[1, 2], [3, 4, 5]], changes.Select(c => c.Deleted.Select(l => l.Id).Order().ToArray()));
        Assert.All(changes, c => Assert.Empty(c.Inserted));
        Assert.Empty(await IdsAsync(mesh));
    }

    [Fact]
    public async Task Deletes_and_appends_of_several_processes_leave_no_row_that_was_there()
    {
        const int Writers = 4, Rounds = 8;
        Mesh[] meshes = [.. Enumerable.Range(0, Writers).Select(_ => _folder.Open(m => m.AddProduct<Reading>(Log, _ => { })))];
        await meshes[0].Output<Reading>(Log).PublishAsync([At(0, "keep")], cancellationToken: Cancel);
        int deleted = 0;

        await Task.WhenAll(meshes.Select((mesh, writer) => Task.Run(async () =>
        {
            IOutputPort<Reading> port = mesh.Output<Reading>(Log);
            for (int round = 0; round < Rounds; round++)
            {
                await port.PublishAsync([At(writer, $"gone{writer}"), At(round, "keep")], cancellationToken: Cancel);
                PublishResult result = await port.DeleteAsync(r => r.Sensor == $"gone{writer}", cancellationToken: Cancel);
                Interlocked.Add(ref deleted, (int)result.RowsReplaced);
            }
        }, Cancel)));

        List<Reading> left = await Streams.ToListAsync((await meshes[0].OpenAsync<Reading>(Log, cancellationToken: Cancel)).ReadAsync(Cancel));
        Assert.Equal(Writers * Rounds, deleted);
        Assert.Equal(1 + Writers * Rounds, left.Count);
        Assert.All(left, r => Assert.Equal("keep", r.Sensor));
        foreach (Mesh mesh in meshes)
            await mesh.DisposeAsync();
    }

    [Fact]
    public async Task What_cannot_be_deleted_by_is_refused_and_nothing_changes()
    {
        await using Mesh mesh = Open(m => m.AddProduct<Reading>(Log, _ => { }));
        await mesh.Output<OrderLine>(Port).PublishAsync([Line(1)], cancellationToken: Cancel);

        Assert.Equal(DataMeshErrorKind.InvalidRequest, (await Assert.ThrowsAsync<DataMeshException>(() => mesh.Output<OrderLine>(Port).DeleteAsync(Filter.Equal("nothing", 1), cancellationToken: Cancel))).Kind);
        await Assert.ThrowsAsync<InvalidOperationException>(() => mesh.Output<Reading>(Log).DeleteAsync([new LineKey { Id = 1 }], cancellationToken: Cancel));
        Assert.Single(await IdsAsync(mesh));
    }

    [Fact]
    public async Task A_publish_replaces_the_partitions_that_it_has_rows_of()
    {
        await using Mesh mesh = _folder.Open(m => m.AddProduct<Reading>(Log, p => p.Mode(PublishMode.ReplacePartitions).PartitionBy(r => r.At, PartitionTransform.Day)));
        IOutputPort<Reading> port = mesh.Output<Reading>(Log);
        await port.PublishAsync([At(0, "a1"), At(1, "a2"), At(30, "b1")], cancellationToken: Cancel);

        PublishResult result = await port.PublishAsync([At(25, "b2"), At(50, "c1")], cancellationToken: Cancel);

        Assert.Equal((2L, 1L), (result.RowsPublished, result.RowsReplaced));
        List<Reading> rows = await Streams.ToListAsync((await mesh.OpenAsync<Reading>(Log, cancellationToken: Cancel)).ReadAsync(Cancel));
        Assert.Equal(["a1", "a2", "b2", "c1"], rows.Select(r => r.Sensor).Order());
        Assert.Equal(4, (await IndependentReaders.ClickHouseAsync($"select sensor from icebergLocal('{new StoredTable(_folder.Path, Log).Folder}')")).Count);
        Assert.Throws<InvalidOperationException>(() => _folder.Open(m => m.AddProduct<Reading>(Log, p => p.Mode(PublishMode.ReplacePartitions))));
    }

    private Mesh Open(Action<IDataMeshBuilder>? configure = null) => _folder.Open(m =>
    {
        m.AddProduct<OrderLine>(Port, _ => { });
        configure?.Invoke(m);
    });

    private static async Task<List<long>> IdsAsync(Mesh mesh) => [.. (await Streams.ToListAsync((await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel)).ReadAsync(Cancel))).Select(l => l.Id).Order()];

    private static OrderLine Line(long i) => new() { Id = i, Customer = $"c{i}", Amount = i };

    private static Reading At(int hours, string sensor) => new() { At = DateTime.UnixEpoch.AddHours(hours), Sensor = sensor };
}
