using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.History;

/// <summary>In which rows two snapshots differ. That a reader learns no more than by reading both is proven in the policy suite.</summary>
public sealed class DiffTests : IDisposable
{
    private const string Port = "sales/orders/lines", Log = "plant/sensors/readings";
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_difference_says_how_many_rows_differ_in_which_columns_and_which()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Port);
        PublishResult first = await output.PublishAsync(Enumerable.Range(1, 50).Select(i => Line(i)), cancellationToken: Cancel);
        PublishResult second = await output.PublishAsync([.. Enumerable.Range(1, 10).Select(i => Line(i) with { Amount = i * 100 }), Line(11), Line(60)], cancellationToken: Cancel);
        await output.DeleteAsync(l => l.Id == 50, cancellationToken: Cancel);
        IInputPort<OrderLine> port = await mesh.OpenAsync<OrderLine>(Port, cancellationToken: Cancel);

        PortDifference difference = await port.DiffAsync(first.Snapshot, cancellationToken: Cancel);

        Assert.Equal((1, 1, 10), (difference.Inserted, difference.Deleted, difference.Updated));
        Assert.Equal((50L, 50L), (difference.From.TotalRows!.Value, difference.To.TotalRows!.Value));
        Assert.Equal(["id", "customer", "amount", "coupon"], difference.Columns.Select(c => c.Column));
        Assert.Equal([0, 0, 10, 0], difference.Columns.Select(c => c.Updated));
        ColumnDifference amount = difference.Columns[2];
        Assert.Equal((11, 11), (amount.Before.Values, amount.After.Values));
        Assert.Equal((ScalarValue.From(50m), ScalarValue.From(1000m)), (amount.Before.Maximum, amount.After.Maximum));
        Assert.Equal((1 + 50 + 54) / 11.0 - 0, amount.Before.Mean!.Value, 9);
        Assert.Equal(["id"], difference.KeyColumns);
        Assert.Equal(
            [(ChangeKind.Inserted, 60), (ChangeKind.Deleted, 50), .. Enumerable.Range(1, 10).Select(i => (ChangeKind.Updated, (long)i))],
            difference.Keys.Select(k => (k.Kind, k.Values.Single().AsInteger())).OrderBy(k => k.Kind).ThenBy(k => k.Item2));

        PortDifference back = await port.AsOf(first.Snapshot).DiffAsync(second.Snapshot, new DiffOptions { MostKeys = 3 }, Cancel);

        Assert.Equal((0, 1, 10), (back.Inserted, back.Deleted, back.Updated));
        Assert.Equal(3, back.Keys.Count);
        Assert.True((await port.DiffAsync(SnapshotSelector.At(DateTimeOffset.UtcNow), cancellationToken: Cancel)).IsEmpty);
    }

    [Fact]
    public async Task Rows_without_a_key_are_inserted_and_deleted()
    {
        await using Mesh mesh = Open();
        IOutputPort<Reading> output = mesh.Output<Reading>(Log);
        Reading one = new() { At = DateTime.UnixEpoch, Sensor = "s1", Celsius = 1 };
        PublishResult first = await output.PublishAsync([one, one, one with { Sensor = "s2" }], cancellationToken: Cancel);
        await output.DeleteAsync(r => r.Sensor == "s2", cancellationToken: Cancel);
        await output.PublishAsync([one, one with { Celsius = null }], cancellationToken: Cancel);

        PortDifference difference = await (await mesh.OpenAsync(Log, cancellationToken: Cancel)).DiffAsync(first.Snapshot, cancellationToken: Cancel);

        Assert.Equal((2, 1, 0), (difference.Inserted, difference.Deleted, difference.Updated));
        Assert.Empty(difference.KeyColumns);
        Assert.Empty(difference.Keys);
        Assert.Equal((1, 0), (difference.Columns[2].After.Nulls, difference.Columns[2].Before.Nulls));
    }

    [Fact]
    public async Task A_reader_sees_only_what_its_policy_shows_of_both()
    {
        await using Mesh mesh = Open(p => p.Grant("staff", g => g.ToDomain("support").Rows(l => l.Id < 10).Mask(l => l.Amount, Mask.Null).Exclude(l => l.Coupon)));
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Port);
        PublishResult first = await output.PublishAsync([Line(1), Line(2), Line(20)], cancellationToken: Cancel);
        await output.PublishAsync([Line(1) with { Amount = 7 }, Line(2) with { Customer = "x", Amount = 7 }, Line(3), Line(20) with { Customer = "x" }, Line(30)], cancellationToken: Cancel);
        IInputPort port = await mesh.As("support").OpenAsync(Port, cancellationToken: Cancel);

        PortDifference difference = await port.DiffAsync(first.Snapshot, cancellationToken: Cancel);

        Assert.Equal((1, 0, 1), (difference.Inserted, difference.Deleted, difference.Updated));
        Assert.Equal(["id", "customer", "amount"], difference.Columns.Select(c => c.Column));
        Assert.Equal([0, 1, 0], difference.Columns.Select(c => c.Updated));
        Assert.Equal((0, 2), (difference.Columns[2].After.Values, difference.Columns[2].After.Nulls));
        Assert.Equal([2L, 3L], difference.Keys.Select(k => k.Values[0].AsInteger()).Order());
        Assert.Null(difference.From.TotalRows);
        await Assert.ThrowsAsync<PortNotFoundException>(() => mesh.As("strangers").OpenAsync(Port, cancellationToken: Cancel));
    }

    [Fact]
    public async Task What_cannot_be_compared_is_refused_with_the_way_out()
    {
        await using Mesh mesh = _folder.Open(m => m.ConfigureLimits(l => l.ChangeBytes = 1_000).AddProduct<OrderLine>(Port, p => p.Mode(PublishMode.Replace)));
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Port);
        PublishResult first = await output.PublishAsync(Enumerable.Range(1, 50).Select(i => Line(i)), cancellationToken: Cancel);
        await output.PublishAsync(Enumerable.Range(1, 50).Select(i => Line(i)), cancellationToken: Cancel);
        IInputPort port = await mesh.OpenAsync(Port, cancellationToken: Cancel);

        DataMeshException tooLarge = await Assert.ThrowsAsync<DataMeshException>(() => port.DiffAsync(first.Snapshot, cancellationToken: Cancel));

        Assert.Equal(DataMeshErrorKind.LimitExceeded, tooLarge.Kind);
        Assert.Contains("MeshLimits.ChangeBytes", tooLarge.Message, StringComparison.Ordinal);
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => port.DiffAsync(7, cancellationToken: Cancel))).Kind);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiffOptions { MostKeys = -1 });
    }

    private Mesh Open(Action<OutputPortBuilder<OrderLine>>? policy = null) => _folder.Open(m => m
        .AddProduct<OrderLine>(Port, p => policy?.Invoke(p))
        .AddProduct<Reading>(Log, _ => { }));

    private static OrderLine Line(long i) => new() { Id = i, Customer = $"c{i}", Amount = i };
}
