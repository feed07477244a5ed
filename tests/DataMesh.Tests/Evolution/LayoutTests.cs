using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Evolution;

/// <summary>A version lays the files of its port out in another way; what is there stays as it is and means the same.</summary>
public sealed class LayoutTests : IDisposable
{
    private const string Log = "plant/sensors/readings";
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_patch_version_partitions_anew_and_old_and_new_files_are_read_together_by_everybody()
    {
        await FirstAsync(PublishMode.Append);
        await using Mesh mesh = Open("1.0.1", PublishMode.Append, p => p.PartitionBy(r => r.At, PartitionTransform.Day).SortBy(r => r.Sensor));
        await mesh.Output<Reading>(Log).PublishAsync([At(70, "ab"), At(500, "cd")], cancellationToken: Cancel);

        Assert.Equal(8, (await RowsAsync(mesh)).Count);
        StoredTable table = new(_folder.Path, Log);
        Assert.Equal(2, (await table.FilesAsync(Filter.Compare("at", ComparisonOperator.LessThan, ScalarValue.From(DateTime.UnixEpoch.AddHours(71))))).Count);
        Assert.Equal(8, (await IndependentReaders.ClickHouseAsync($"select sensor from icebergLocal('{table.Folder}')")).Count);
        Assert.Equal(8, (await IndependentReaders.IcebirdAsync(table.Folder)).Count);
        Assert.Equal(7, await mesh.QueryScalarAsync<long>($"select count(*) from {await mesh.OpenAsync(Log, cancellationToken: Cancel)} where sensor = 'ab'", Cancel));
        DataContract contract = await (await mesh.OpenAsync(Log, cancellationToken: Cancel)).GetContractAsync(Cancel);
        Assert.Equal([new PartitionField { Column = "at", Transform = PartitionTransform.Day }], contract.Partitioning);
        Assert.Equal([new SortField { Column = "sensor" }], contract.SortOrder);
    }

    [Fact]
    public async Task The_same_version_with_another_layout_is_refused_with_the_version_to_take()
    {
        await FirstAsync(PublishMode.Append);
        await using Mesh mesh = Open("1.0.0", PublishMode.Append, p => p.SortBy(r => r.Sensor));

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => mesh.RegisterAsync(Cancel));

        Assert.Contains("1.0.1", refused.Message, StringComparison.Ordinal);
    }

    // By month before, by day now: the days that are published are replaced in the old files too, and nothing else is.
    [Fact]
    public async Task Replaced_partitions_are_replaced_in_files_of_the_earlier_partitioning_too()
    {
        await FirstAsync(PublishMode.ReplacePartitions);
        await using Mesh mesh = Open("1.0.1", PublishMode.ReplacePartitions, p => p.PartitionBy(r => r.At, PartitionTransform.Day));
        IOutputPort<Reading> port = mesh.Output<Reading>(Log);
        string[] far = [.. await new StoredTable(_folder.Path, Log).FilesAsync(Filter.Compare("at", ComparisonOperator.GreaterThan, ScalarValue.From(DateTime.UnixEpoch.AddDays(40))))];
        Assert.Single(far);

        PublishResult first = await port.PublishAsync([At(25, "new"), At(30, "new")], cancellationToken: Cancel);
        List<string> after = await RowsAsync(mesh);
        PublishResult second = await port.PublishAsync([At(26, "newer")], cancellationToken: Cancel);

        // Hours 24 to 47 are the second day; one of the rows of before lies in it.
        Assert.Equal((2, 1), (first.RowsPublished, first.RowsReplaced));
        Assert.Equal(["1970-01-01T00:00:00 ab", "1970-01-02T01:00:00 new", "1970-01-02T06:00:00 new", "1970-01-03T00:00:00 ab", "1970-01-04T00:00:00 ab", "1970-01-05T00:00:00 ab", "1970-02-20T00:00:00 ab"], after);
        Assert.Equal((1, 2), (second.RowsPublished, second.RowsReplaced));
        Assert.Equal(6, (await RowsAsync(mesh)).Count);
        StoredTable table = new(_folder.Path, Log);
        Assert.Contains(far[0], await table.FilesAsync());
        Assert.Equal(6, (await IndependentReaders.ClickHouseAsync($"select sensor from icebergLocal('{table.Folder}')")).Count);
        Assert.Equal((await table.FilesAsync()).Order(StringComparer.Ordinal), Directory.GetFiles(Path.Combine(table.Folder, "data"), "*.parquet", SearchOption.AllDirectories).Intersect(await table.FilesAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Deletes_compaction_and_rollback_work_over_files_of_several_partitionings()
    {
        long first = await FirstAsync(PublishMode.Append);
        await using Mesh mesh = Open("1.0.1", PublishMode.Append, p => p.PartitionBy(r => r.At, PartitionTransform.Day));
        IOutputPort<Reading> port = mesh.Output<Reading>(Log);
        for (int i = 0; i < 5; i++)
            await port.PublishAsync([At(i, "cd")], cancellationToken: Cancel);

        await port.DeleteAsync(r => r.At == DateTime.UnixEpoch, cancellationToken: Cancel);
        MaintenanceResult compacted = await port.MaintainAsync(cancellationToken: Cancel);
        List<string> rows = await RowsAsync(mesh);
        await port.RollbackAsync(first, "the layout changed and the rows did not", Cancel);

        Assert.Equal(9, rows.Count);
        Assert.True(compacted.CompactedFiles > 0);
        Assert.Equal(6, (await RowsAsync(mesh)).Count);
        Assert.Equal(6, (await IndependentReaders.IcebirdAsync(new StoredTable(_folder.Path, Log).Folder)).Count);
    }

    [Fact]
    public void Order_and_confidential_columns_exclude_each_other()
    {
        using MeshFolder folder = new();

        ArgumentException refused = Assert.Throws<ArgumentException>(() => folder.Open(m => m.AddProduct<Customer>("sales/customers/all", p => p.SortBy(c => c.Email))));

        Assert.Contains("confidential", refused.Message, StringComparison.Ordinal);
    }

    // Five days of January in one file, one of February.
    private async Task<long> FirstAsync(PublishMode mode)
    {
        await using Mesh mesh = Open("1.0.0", mode, _ => { });
        return (await mesh.Output<Reading>(Log).PublishAsync([At(0, "ab"), At(24, "ab"), At(48, "ab"), At(72, "ab"), At(96, "ab"), At(1200, "ab")], cancellationToken: Cancel)).Snapshot.Id;
    }

    private Mesh Open(SemanticVersion version, PublishMode mode, Action<OutputPortBuilder<Reading>> more) => _folder.Open(m => m.AddProduct<Reading>(Log, p =>
    {
        p.Version(version).Mode(mode);
        if (version == new SemanticVersion(1, 0, 0))
            p.PartitionBy(r => r.At, PartitionTransform.Month);
        more(p);
    }));

    private static async Task<List<string>> RowsAsync(Mesh mesh) =>
        [.. (await Streams.ToListAsync((await mesh.OpenAsync<Reading>(Log, cancellationToken: Cancel)).ReadAsync(Cancel))).Select(r => $"{r.At:s} {r.Sensor}").Order(StringComparer.Ordinal)];

    private static Reading At(int hours, string sensor) => new() { At = DateTime.UnixEpoch.AddHours(hours), Sensor = sensor };
}
