using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.History;

/// <summary>Maintenance sorts the files of a port that says so: the same rows, and fewer files for a condition.</summary>
public sealed class SortTests : IDisposable
{
    private const string Log = "plant/sensors/readings";
    private static readonly MaintenanceOptions SmallFiles = new() { FileBytes = 512 << 10, SmallFileBytes = 64 << 10 };
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    // The second line: memory for a part of the rows only, so that sorted parts lie as files in between.
    [Theory]
    [InlineData(256)]
    [InlineData(1)]
    public async Task Rows_stay_the_same_and_a_condition_opens_a_fraction_of_the_files(int memoryMiB)
    {
        await using Mesh mesh = Open();
        IOutputPort<Reading> port = mesh.Output<Reading>(Log);
        for (int i = 0; i < 6; i++)
            await port.PublishAsync(Readings(i, 25_000), cancellationToken: Cancel);
        Filter one = Filter.Between("celsius", 40.0, 41.0);
        StoredTable table = new(_folder.Path, Log);
        (int Opened, int All) before = ((await table.FilesAsync(one)).Count, (await table.FilesAsync()).Count);
        (long, long) figures = await FiguresAsync(mesh);

        MaintenanceResult sorted = await port.MaintainAsync(SmallFiles with { SortMemoryBytes = (long)memoryMiB << 20 }, Cancel);
        MaintenanceResult again = await port.MaintainAsync(SmallFiles, Cancel);

        (int Opened, int All) after = ((await table.FilesAsync(one)).Count, (await table.FilesAsync()).Count);
        Assert.Equal(before.All, before.Opened);
        Assert.Equal(6, sorted.CompactedFiles);
        Assert.True(after.All >= 3 && after.Opened == 1, $"{after.Opened} of {after.All} files are opened.");
        Assert.Equal(figures, await FiguresAsync(mesh));
        Assert.Equal(0, again.CompactedFiles);
        Assert.Equal(await ValuesAsync(mesh, sorted: true), await ValuesAsync(mesh, sorted: false));
        // Beside the files of before and after none is left: what lay there in between is gone.
        Assert.Equal(before.All + after.All, Directory.GetFiles(Path.Combine(table.Folder, "data"), "*.parquet", SearchOption.AllDirectories).Length);
        Assert.Equal(150_000, Assert.Single(await IndependentReaders.ClickHouseAsync($"select toInt32(count()) as n from icebergLocal('{table.Folder}')")).GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task What_is_published_later_is_sorted_when_there_is_enough_of_it_and_another_order_sorts_everything_anew()
    {
        await using (Mesh mesh = Open())
        {
            IOutputPort<Reading> port = mesh.Output<Reading>(Log);
            await port.PublishAsync(Readings(0, 10), cancellationToken: Cancel);
            Assert.Equal(0, (await port.MaintainAsync(cancellationToken: Cancel)).CompactedFiles);
            for (int i = 1; i < 4; i++)
                await port.PublishAsync(Readings(i, 10), cancellationToken: Cancel);
            Assert.Equal((4, 1), await CompactAsync(port, new MaintenanceOptions()));
            Assert.Equal((0, 0), await CompactAsync(port, new MaintenanceOptions()));
            Assert.Equal((0, 0), await CompactAsync(port, new MaintenanceOptions { SmallFileBytes = 0 }));
        }
        await using Mesh later = _folder.Open(m => m.AddProduct<Reading>(Log, p => p.Version("1.0.1").SortBy(r => r.Sensor, descending: true).SortBy(r => r.At)));

        // Not small by this measure, and in another order than the one that is asked for now.
        Assert.Equal((1, 1), await CompactAsync(later.Output<Reading>(Log), new MaintenanceOptions { SmallFileBytes = 0 }));
        Reading[] rows = [.. await Streams.ToListAsync((await later.OpenAsync<Reading>(Log, cancellationToken: Cancel)).ReadAsync(Cancel))];
        Assert.Equal(rows.OrderByDescending(r => r.Sensor, StringComparer.Ordinal).ThenBy(r => r.At), rows);
    }

    [Fact]
    public async Task Sorting_beside_appends_and_deletes_loses_and_repeats_nothing()
    {
        await using Mesh writer = Open(), keeper = Open();
        IOutputPort<Reading> port = writer.Output<Reading>(Log);
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        int sorted = 0;
        Task keeping = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                sorted += (await keeper.Output<Reading>(Log).MaintainAsync(cancellationToken: Cancel)).CompactedFiles;
        }, Cancel);

        for (int i = 0; i < 20; i++)
        {
            await port.PublishAsync([At(i, "ab"), At(i, "gone")], cancellationToken: Cancel);
            if (i % 4 == 3)
                await port.DeleteAsync(r => r.Sensor == "gone", cancellationToken: Cancel);
        }
        await done.CancelAsync();
        await keeping;

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{DateTime.UnixEpoch.AddHours(i):s} ab").Order(StringComparer.Ordinal),
            (await Streams.ToListAsync((await writer.OpenAsync<Reading>(Log, cancellationToken: Cancel)).ReadAsync(Cancel))).Select(r => $"{r.At:s} {r.Sensor}").Order(StringComparer.Ordinal));
        Assert.True(sorted > 0, "nothing was sorted");
    }

    private Mesh Open() => _folder.Open(m => m.AddProduct<Reading>(Log, p => p.SortBy(r => r.Celsius).SortBy(r => r.At)));

    private static async Task<(int, int)> CompactAsync(IOutputPort port, MaintenanceOptions options)
    {
        MaintenanceResult result = await port.MaintainAsync(options, Cancel);
        return (result.CompactedFiles, result.CompactedInto);
    }

    private static IEnumerable<Reading> Readings(int seed, int count)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
            yield return new Reading { At = DateTime.UnixEpoch.AddSeconds(random.Next()), Sensor = $"s{random.Next(50)}", Celsius = i % 50 == 49 ? null : random.NextDouble() * 100 };
    }

    // Changes with any row that is lost, repeated or torn apart, and not with their order.
    private static async Task<(long, long)> FiguresAsync(Mesh mesh)
    {
        (long count, long sum) = (0, 0);
        await foreach (Reading reading in (await mesh.OpenAsync<Reading>(Log, cancellationToken: Cancel)).ReadAsync(Cancel))
            (count, sum) = (count + 1, sum + reading.GetHashCode());
        return (count, sum);
    }

    private static async Task<List<double?>> ValuesAsync(Mesh mesh, bool sorted)
    {
        List<double?> values = [];
        await foreach (Reading reading in (await mesh.OpenAsync<Reading>(Log, cancellationToken: Cancel)).ReadAsync(Cancel))
            values.Add(reading.Celsius);
        return sorted ? [.. values.Order()] : values;
    }

    private static Reading At(int hours, string sensor) => new() { At = DateTime.UnixEpoch.AddHours(hours), Sensor = sensor };
}
