using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.BadInput;

/// <summary>Damaged files of a table, met by a consumer's process that opens it afterwards.</summary>
public sealed class DamagedTableTests : IDisposable
{
    private const string Port = "plant/sensors/readings";
    private const int Rows = 4_000;

    private readonly MeshFolder _folder = new();
    private Snapshot _first = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Damage.Truncated)]
    [InlineData(Damage.Emptied)]
    [InlineData(Damage.Flipped)]
    [InlineData(Damage.Garbage)]
    public async Task A_damaged_data_file_is_named_and_snapshots_without_it_stay_readable(Damage damage)
    {
        await PublishAsync();
        StoredTable table = new(_folder.Path, Port);
        string file = Assert.Single((await table.FilesAsync()).Except(await table.FilesAsync(snapshot: _first.Id)));
        damage.Apply(file);

        await using Mesh mesh = Consumer();
        IInputPort<Reading> port = await mesh.OpenAsync<Reading>(Port, cancellationToken: Cancel);
        await AssertNamedAsync(file, () => Streams.ToListAsync(port.ReadAsync(Cancel)));
        await AssertNamedAsync(file, () => Streams.CountAsync(port.ReadBatchesAsync(cancellationToken: Cancel)));
        // SQL over an unrestricted port reads the files itself, and the engine does not compare checksums: docs/decisions/0012-sql-lanes.md.
        if (damage != Damage.Flipped)
            await AssertNamedAsync(file, () => mesh.QueryScalarAsync<double>($"select sum(celsius) from {port}", Cancel));
        await AssertFirstIsReadableAsync(mesh, port);
    }

    [Theory]
    [InlineData(Damage.Truncated)]
    [InlineData(Damage.Emptied)]
    [InlineData(Damage.Garbage)]
    public async Task A_damaged_manifest_is_named_and_snapshots_without_it_stay_readable(Damage damage)
    {
        string[] before = await PublishAsync();
        string manifest = Assert.Single(Manifests().Except(before));
        damage.Apply(manifest);

        await using Mesh mesh = Consumer();
        IInputPort<Reading> port = await mesh.OpenAsync<Reading>(Port, cancellationToken: Cancel);
        await AssertNamedAsync(manifest, () => Streams.ToListAsync(port.ReadAsync(Cancel)));
        await AssertNamedAsync(manifest, () => mesh.QueryScalarAsync<long>($"select count(*) from {port}", Cancel));
        await AssertFirstIsReadableAsync(mesh, port);
    }

    [Theory]
    [InlineData(Damage.Truncated)]
    [InlineData(Damage.Emptied)]
    [InlineData(Damage.Garbage)]
    public async Task Damaged_metadata_is_named_and_never_replaced_by_older_metadata(Damage damage)
    {
        await PublishAsync();
        string metadata = Metadata();
        damage.Apply(metadata);

        await using Mesh mesh = Consumer();
        await AssertNamedAsync(metadata, async () => await Streams.ToListAsync((await mesh.OpenAsync<Reading>(Port, cancellationToken: Cancel)).ReadAsync(Cancel)));
        await using Mesh producer = Producer();
        await AssertNamedAsync(metadata, () => producer.Output<Reading>(Port).PublishAsync(Readings(2), cancellationToken: Cancel));
        Assert.False(File.Exists(metadata.Replace("v3", "v4", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_in_the_metadata_is_noticed_or_harmless_and_never_another_error()
    {
        await PublishAsync();
        string[] files = [.. Manifests(), Metadata()];
        int noticed = 0;
        Random random = new(20_010_101);
        foreach (string file in files)
        {
            byte[] whole = await File.ReadAllBytesAsync(file, Cancel);
            for (int i = 0; i < 25; i++)
            {
                byte[] damaged = [.. whole];
                damaged[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
                await File.WriteAllBytesAsync(file, damaged, Cancel);
                noticed += await IsNoticedAsync() ? 1 : 0;
            }
            await File.WriteAllBytesAsync(file, whole, Cancel);
        }
        Assert.InRange(noticed, 1, 25 * files.Length);
    }

    private static async Task AssertNamedAsync(string file, Func<Task> action)
    {
        DataMeshException error = await Assert.ThrowsAnyAsync<DataMeshException>(action);
        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains(Path.GetFileName(file), error.Message, StringComparison.Ordinal);
    }

    private async Task<bool> IsNoticedAsync()
    {
        await using Mesh mesh = Consumer();
        try
        {
            IInputPort port = await mesh.OpenAsync(Port, cancellationToken: Cancel);
            Assert.InRange(await Streams.CountAsync(port.ReadBatchesAsync(cancellationToken: Cancel)), 0, 2 * Rows);
            return false;
        }
        catch (DataMeshException error)
        {
            Assert.NotEqual(DataMeshErrorKind.Unknown, error.Kind);
            return true;
        }
    }

    private async Task AssertFirstIsReadableAsync(Mesh mesh, IInputPort<Reading> port)
    {
        Assert.Equal(Readings(0), await Streams.ToListAsync(port.AsOf(_first).ReadAsync(Cancel)));
        Assert.Equal(Rows, await mesh.QueryScalarAsync<long>($"select count(*) from {port.AsOf(_first)}", Cancel));
    }

    private string Metadata() => Path.Combine(new StoredTable(_folder.Path, Port).Folder, "metadata", "v3.metadata.json");

    private string[] Manifests() =>
        [.. Directory.GetFiles(Path.GetDirectoryName(Metadata())!, "*.avro").Where(f => !Path.GetFileName(f).StartsWith("snap-", StringComparison.Ordinal))];

    // Publishes twice and returns the manifests of the first publish.
    private async Task<string[]> PublishAsync()
    {
        await using Mesh mesh = Producer();
        _first = (await mesh.Output<Reading>(Port).PublishAsync(Readings(0), cancellationToken: Cancel)).Snapshot;
        string[] manifests = Manifests();
        await mesh.Output<Reading>(Port).PublishAsync(Readings(1), cancellationToken: Cancel);
        return manifests;
    }

    private static Reading[] Readings(int month)
    {
        Random random = new(month);
        return [.. Enumerable.Range(0, Rows).Select(i => new Reading { At = new DateTime(2001, 1 + month, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i), Sensor = $"s{i % 10}", Celsius = random.NextDouble() * 100 })];
    }

    private Mesh Producer() => _folder.Open(m => m.AddProduct<Reading>(Port, p => p.Grant("lab", g => g.ToDomain("lab"))));

    private Mesh Consumer() => _folder.Open(m => m.RunAs("lab"));
}
