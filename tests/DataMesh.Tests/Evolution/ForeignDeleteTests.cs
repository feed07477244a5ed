using Apache.Arrow;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Evolution;

/// <summary>Rows that another writer has deleted are gone on every way out of a port: scans under policies, SQL lanes, publishes.</summary>
public sealed class ForeignDeleteTests : IDisposable
{
    private const string Port = "plant/parts/stock";
    private static readonly long[] Gone = [0, 1, 2, 77, 150, 299, 2_999];
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Deleted_rows_are_in_no_read_whatever_the_policy_and_the_lane()
    {
        await using Mesh mesh = Open();
        await mesh.Output<OrderLine>(Port).PublishAsync(Lines(0, 3_000), cancellationToken: Cancel);
        HashSet<long> gone = await DeleteAsync();
        long[] expected = [.. Enumerable.Range(0, 3_000).Select(i => (long)i).Where(i => !gone.Contains(i))];
        IDataMesh all = mesh.As("all"), some = mesh.As("some"), masked = mesh.As("masked");

        Assert.Equal(expected, await IdsAsync(all));
        Assert.Equal(expected.Where(i => i % 3 == 1), await IdsAsync(some));
        Assert.Equal(expected, await IdsAsync(masked));
        foreach ((IDataMesh reader, IEnumerable<long> ids) in (IEnumerable<(IDataMesh, IEnumerable<long>)>)[(all, expected), (some, expected.Where(i => i % 3 == 1)), (masked, expected)])
        {
            IInputPort port = await reader.OpenAsync(Port, "tests", Cancel);
            Assert.Equal(ids.Count(), await reader.QueryScalarAsync<long>($"select count(*) from {port}", Cancel));
            Assert.Equal(ids.Sum(), await reader.QueryScalarAsync<long>($"select cast(sum(id) as bigint) from {port}", Cancel));
            Assert.Equal(ids.Count(i => i >= 2_900), await reader.QueryScalarAsync<long>($"select count(*) from {port} where id >= 2900", Cancel));
        }
        await foreach (Snapshot snapshot in (await mesh.OpenAsync(Port, "tests", Cancel)).ListSnapshotsAsync(Cancel))
            Assert.True(snapshot.TotalRows is null or 3_000);
    }

    [Fact]
    public async Task A_publish_over_deleted_rows_neither_brings_them_back_nor_counts_them()
    {
        await using Mesh mesh = Open();
        await mesh.Output<OrderLine>(Port).PublishAsync(Lines(0, 300), cancellationToken: Cancel);
        HashSet<long> gone = await DeleteAsync();
        long[] live = [.. Enumerable.Range(0, 300).Select(i => (long)i).Where(i => !gone.Contains(i))];

        PublishResult result = await mesh.Output<OrderLine>(Port).PublishAsync([Line(live[0]), Line(gone.First(i => i < 300)), Line(1_000)], cancellationToken: Cancel);

        Assert.Equal((3, 1), (result.RowsPublished, result.RowsReplaced));
        Assert.Equal([.. live.Append(gone.First(i => i < 300)).Append(1_000L).Order()], await IdsAsync(mesh.As("all")));
    }

    [Fact]
    public async Task A_follower_starts_anew_and_a_delete_and_a_compaction_bring_nothing_back()
    {
        await using Mesh mesh = Open();
        IOutputPort<OrderLine> output = mesh.Output<OrderLine>(Port);
        for (int i = 0; i < 5; i++)
            await output.PublishAsync(Lines(60 * i, 60), cancellationToken: Cancel);
        IInputPort<OrderLine> port = await mesh.As("all").OpenAsync<OrderLine>(Port, "tests", Cancel);
        Cursor cursor = (await port.ChangesAsync(Cursor.Beginning, Cancel).LastAsync(Cancel)).Next;
        HashSet<long> gone = await DeleteAsync();
        long[] live = [.. Enumerable.Range(0, 300).Select(i => (long)i).Where(i => !gone.Contains(i))];

        List<ChangeSet<OrderLine>> anew = await port.ChangesAsync(cursor, Cancel).ToListAsync(Cancel);
        long deleted = live.First(i => i > 100);
        await output.DeleteAsync(l => l.Id == deleted, cancellationToken: Cancel);
        ChangeSet<OrderLine> after = await port.ChangesAsync(anew[^1].Next, Cancel).SingleAsync(Cancel);
        MaintenanceResult result = await output.MaintainAsync(cancellationToken: Cancel);

        Assert.Equal(ChangeReset.ForeignDeletes, anew[0].Reset);
        Assert.Equal(live, anew.Skip(1).SelectMany(p => p.Inserted).Select(l => l.Id).Order());
        Assert.Equal([deleted], after.Deleted.Select(l => l.Id));
        Assert.Empty(after.Inserted);
        Assert.Equal(5, result.CompactedFiles);
        Assert.Equal(live.Where(i => i != deleted), await IdsAsync(mesh.As("all")));
    }

    private Mesh Open() => _folder.Open(m => m.AddProduct<OrderLine>(Port, p => p
        .Grant("all", g => g.ToDomain("all").For("tests"))
        .Grant("some", g => g.ToDomain("some").For("tests").Rows(l => l.Coupon == "c1"))
        .Grant("masked", g => g.ToDomain("masked").For("tests").Mask(l => l.Customer, Mask.Null))));

    // ClickHouse deletes by files of positions.
    private async Task<HashSet<long>> DeleteAsync()
    {
        StoredTable table = new(_folder.Path, Port);
        await IndependentReaders.ClickHouseSessionAsync("create database d", $"create table d.t engine = IcebergLocal('{table.Folder}', 'Parquet')", $"alter table d.t delete where id in ({string.Join(", ", Gone)})");
        Assert.Contains(Directory.GetFiles(Path.Combine(table.Folder, "data"), "*-deletes.parquet", SearchOption.AllDirectories), _ => true);
        return [.. Gone];
    }

    private static async Task<List<long>> IdsAsync(IDataMesh reader)
    {
        List<long> ids = [];
        await foreach (RecordBatch batch in (await reader.OpenAsync(Port, "tests", Cancel)).ReadBatchesAsync(cancellationToken: Cancel))
            using (batch)
                ids.AddRange(((Int64Array)batch.Column("id")).Values);
        ids.Sort();
        return ids;
    }

    private static IEnumerable<OrderLine> Lines(int from, int count) => Enumerable.Range(from, count).Select(i => Line(i));

    private static OrderLine Line(long i) => new() { Id = i, Customer = $"customer {i % 50}", Amount = i, Coupon = $"c{i % 3}" };
}
