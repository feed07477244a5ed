using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Flights;

/// <summary>After append, replace and upsert, every reader finds the same rows: ours, DuckDB over the live files, ClickHouse and icebird over the table.</summary>
public sealed class AgreementTests : IDisposable
{
    private const string Port = "aviation/bookings/all";

    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PublishMode.Append, false)]
    [InlineData(PublishMode.Replace, false)]
    [InlineData(PublishMode.Upsert, false)]
    [InlineData(PublishMode.Upsert, true)]
    public async Task All_readers_agree_after_every_publish_and_as_of_the_earlier_ones(PublishMode mode, bool managed)
    {
        await using Mesh mesh = _folder.Open(m => (managed ? m.UseManagedParquet() : m).AddProduct<Booking>(Port, p => p.Mode(mode).PartitionBy(b => b.BookedAt, PartitionTransform.Month)));
        IOutputPort<Booking> output = mesh.Output<Booking>(Port);
        IInputPort<Booking> port = await mesh.OpenAsync<Booking>(Port, cancellationToken: Cancel);
        Booking[][] publishes =
        [
            [.. Enumerable.Range(0, 1_500).Select(Booking.Create)],
            [.. Enumerable.Range(mode == PublishMode.Append ? 1_500 : 1_000, 800).Select(i => Booking.Create(i) with { Fare = 100.5m })],
            [.. Enumerable.Range(2_500, 10).Select(Booking.Create)],
        ];
        Dictionary<Guid, Booking> expected = [];
        List<(Snapshot Snapshot, BookingFigures Figures)> history = [];

        foreach (Booking[] rows in publishes)
        {
            PublishResult result = await output.PublishAsync(rows, cancellationToken: Cancel);
            if (mode == PublishMode.Replace)
                expected.Clear();
            foreach (Booking row in rows)
                expected[row.Id] = row;
            history.Add((result.Snapshot, BookingFigures.Of(expected.Values)));
            await AgreeAsync(mesh, port, history[^1].Figures);
        }

        foreach ((Snapshot snapshot, BookingFigures figures) in history)
        {
            Assert.Equal(figures, await BookingFigures.SqlAsync(mesh, port.AsOf(snapshot)));
            Assert.Equal(figures, await BookingFigures.TypedAsync(port.AsOf(snapshot.CommittedAt)));
            Assert.Equal(figures, await BookingFigures.DuckDbAsync(new StoredTable(_folder.Path, Port), snapshot.Id));
        }
    }

    [Fact]
    public async Task A_read_of_one_month_opens_no_file_of_another()
    {
        await using Mesh mesh = _folder.Open(m => m.AddProduct<Booking>(Port, p => p.PartitionBy(b => b.BookedAt, PartitionTransform.Month)));
        await mesh.Output<Booking>(Port).PublishAsync([.. Enumerable.Range(0, 100).Select(Booking.Create)], cancellationToken: Cancel);
        IInputPort<Booking> port = await mesh.OpenAsync<Booking>(Port, cancellationToken: Cancel);
        DateTime march = new(2001, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (string file in await new StoredTable(_folder.Path, Port).FilesAsync())
            if (!file.Contains("booked_at_month=2001-03", StringComparison.Ordinal))
                File.Delete(file);

        List<Booking> found = await Streams.ToListAsync(port.ReadAsync(b => b.BookedAt >= march && b.BookedAt < march.AddMonths(1), Cancel));

        Assert.Equal(Enumerable.Range(0, 100).Select(Booking.Create).Where(b => b.BookedAt.Month == 3).OrderBy(b => b.Id), found.OrderBy(b => b.Id));
        DataMeshException missing = await Assert.ThrowsAsync<DataMeshException>(() => Streams.ToListAsync(port.ReadAsync(Cancel)));
        Assert.Equal(DataMeshErrorKind.CorruptData, missing.Kind);
    }

    private async Task AgreeAsync(Mesh mesh, IInputPort<Booking> port, BookingFigures expected)
    {
        StoredTable table = new(_folder.Path, Port);
        Assert.Equal(expected, await BookingFigures.TypedAsync(port));
        Assert.Equal(expected, await BookingFigures.SqlAsync(mesh, port));
        Assert.Equal(expected, await BookingFigures.DuckDbAsync(table));
        Assert.Equal(expected, await BookingFigures.ClickHouseAsync(table));
        Assert.Equal(expected, await BookingFigures.IcebirdAsync(table, expected.Fares));
    }
}
