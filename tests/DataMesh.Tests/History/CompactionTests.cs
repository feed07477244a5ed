using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.History;

/// <summary>Small files are put together; nobody sees a difference.</summary>
public sealed class CompactionTests : IDisposable
{
    private const string Log = "plant/sensors/readings";
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Small_files_become_one_per_partition_and_every_reader_has_the_same_rows()
    {
        await using Mesh mesh = Open();
        IOutputPort<Reading> port = mesh.Output<Reading>(Log);
        for (int i = 0; i < 6; i++)
            await port.PublishAsync([At(i, "ab"), At(48 + i, "cd")], cancellationToken: Cancel);
        await port.PublishAsync([At(1_000, "ef")], cancellationToken: Cancel);
        List<string> before = await RowsAsync(mesh);

        MaintenanceResult dry = await port.MaintainAsync(new MaintenanceOptions { DryRun = true }, Cancel);
        MaintenanceResult result = await port.MaintainAsync(cancellationToken: Cancel);
        MaintenanceResult again = await port.MaintainAsync(cancellationToken: Cancel);

        Assert.Equal((12, 0), (dry.CompactedFiles, dry.CompactedInto));
        Assert.Equal((12, 2), (result.CompactedFiles, result.CompactedInto));
        Assert.Equal((0, 0), (again.CompactedFiles, again.CompactedInto));
        Assert.Equal(3, (await new StoredTable(_folder.Path, Log).FilesAsync()).Count);
        Assert.Equal(before, await RowsAsync(mesh));
        string folder = new StoredTable(_folder.Path, Log).Folder;
        Assert.Equal(13, (await IndependentReaders.ClickHouseAsync($"select sensor from icebergLocal('{folder}')")).Count);
        Assert.Equal(13, (await IndependentReaders.IcebirdAsync(folder)).Count);
        Assert.Equal(13, (await Streams.ToListAsync(port.LogAsync(Cancel)))[0].Snapshot.TotalRows);
    }

    [Fact]
    public async Task Followers_see_nothing_of_it_and_go_on()
    {
        await using Mesh mesh = Open();
        IOutputPort<Reading> port = mesh.Output<Reading>(Log);
        for (int i = 0; i < 5; i++)
            await port.PublishAsync([At(i, "ab")], cancellationToken: Cancel);
        IInputPort<Reading> reader = await mesh.OpenAsync<Reading>(Log, cancellationToken: Cancel);
        Cursor cursor = (await reader.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        Assert.Equal(5, (await port.MaintainAsync(cancellationToken: Cancel)).CompactedFiles);

        ChangeSet<Reading> nothing = await reader.ChangesAsync(cursor, Cancel).SingleAsync(Cancel);
        await port.PublishAsync([At(9, "cd")], cancellationToken: Cancel);
        ChangeSet<Reading> next = await reader.ChangesAsync(cursor, Cancel).SingleAsync(Cancel);

        Assert.Equal((null, 0, 0, 0, true), (nothing.Reset, nothing.Inserted.Count, nothing.Deleted.Count, nothing.Updated.Count, nothing.IsComplete));
        Assert.Equal("cd", Assert.Single(next.Inserted).Sensor);
        Assert.Empty(next.Deleted);
    }

    [Fact]
    public async Task Compactions_beside_appends_and_deletes_lose_and_repeat_nothing()
    {
        await using Mesh writer = Open(), deleter = Open(), keeper = Open();
        IOutputPort<Reading> port = writer.Output<Reading>(Log);
        await port.PublishAsync([At(0, "ab")], cancellationToken: Cancel);
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        int compacted = 0;
        Task keeping = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                compacted += (await keeper.Output<Reading>(Log).MaintainAsync(cancellationToken: Cancel)).CompactedFiles;
        }, Cancel);

        for (int i = 1; i <= 30; i++)
        {
            await port.PublishAsync([At(i, "ab"), At(i, "gone")], cancellationToken: Cancel);
            if (i % 3 == 0)
                await deleter.Output<Reading>(Log).DeleteAsync(r => r.Sensor == "gone", cancellationToken: Cancel);
        }
        await done.CancelAsync();
        await keeping;

        Assert.Equal(Enumerable.Range(0, 31).Select(i => $"{DateTime.UnixEpoch.AddHours(i):s} ab").Order(StringComparer.Ordinal), await RowsAsync(writer));
        Assert.True(compacted > 0, "nothing was compacted");
    }

    private Mesh Open() => _folder.Open(m => m.AddProduct<Reading>(Log, p => p.PartitionBy(r => r.At, PartitionTransform.Day)));

    private static async Task<List<string>> RowsAsync(Mesh mesh) =>
        [.. (await Streams.ToListAsync((await mesh.OpenAsync<Reading>(Log, cancellationToken: Cancel)).ReadAsync(Cancel))).Select(r => $"{r.At:s} {r.Sensor}").Order(StringComparer.Ordinal)];

    private static Reading At(int hours, string sensor) => new() { At = DateTime.UnixEpoch.AddHours(hours), Sensor = sensor };
}
