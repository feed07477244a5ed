using System.ComponentModel.DataAnnotations;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

[DataSchema]
public sealed partial record Measure
{
    [Key]
    public required long Id { get; init; }

    public string? Region { get; init; }

    public required DateTime At { get; init; }

    public required long Value { get; init; }
}

[DataSchema]
public sealed partial record RegionTotal
{
    public string? Region { get; init; }

    public required long Rows { get; init; }

    public required long Total { get; init; }
}

[DataSchema]
public sealed partial record DayTotal
{
    public required DateOnly Day { get; init; }

    public required long Rows { get; init; }

    public required long Total { get; init; }
}

/// <summary>Derived ports of which only touched partitions are made anew.</summary>
public sealed class RebuildTests
{
    private const string Port = "plant/meters/measures", ByRegion = "reports/totals/by-region", ByDay = "reports/totals/by-day", Whole = "reports/totals/whole";
    private const string Regions = "select region, count(*) as rows, sum(value)::bigint as total from measures group by region";
    private const string Days = "select cast(\"at\" as date) as day, count(*) as rows, sum(value)::bigint as total from measures group by 1";
    private static readonly DateTime s_start = new(2026, 2, 27, 0, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Incremental_is_full_and_exactly_the_touched_partitions_are_made_anew()
    {
        Gen<Measure> measure = from id in Gen.Long[1, 30]
                               from region in Gen.Int[0, 4].Select(i => ((string?[])["north", "south", "east", "", null])[i])
                               from hours in Gen.Int[0, 24 * 4]
                               from value in Gen.Long[0, 3]
                               select new Measure { Id = id, Region = region, At = s_start.AddHours(hours), Value = value };
        Gen<(Measure[] Upserts, long[] Deletes)> step = Gen.Select(measure.Array[0, 6], Gen.Long[1, 30].Array[0, 2]);

        await step.Array[3].SampleAsync(async steps =>
        {
            using MeshFolder folder = new();
            await using Mesh mesh = Open(folder);
            Dictionary<long, Measure> rows = [];
            foreach ((int number, (Measure[] upserts, long[] deletes)) in steps.Index())
            {
                Measure[] touched = await ChangeAsync(mesh, rows, upserts.DistinctBy(m => m.Id).ToArray(), deletes);

                PublishResult region = await mesh.RefreshIfChangedAsync(ByRegion, Cancel), day = await mesh.RefreshIfChangedAsync(ByDay, Cancel);

                await mesh.RefreshAsync(Whole, Cancel);
                Assert.Equal(await TextsAsync<RegionTotal>(mesh, Whole), await TextsAsync<RegionTotal>(mesh, ByRegion));
                Assert.Equal(rows.Values.GroupBy(m => DateOnly.FromDateTime(m.At)).Select(g => new DayTotal { Day = g.Key, Rows = g.Count(), Total = g.Sum(m => m.Value) }.ToString()).Order(StringComparer.Ordinal), await TextsAsync<DayTotal>(mesh, ByDay));
                if (number == 0 || region.WasAlreadyPublished)
                    continue;
                Assert.Equal(touched.Select(m => m.Region).Distinct().Count(), region.PartitionsRebuilt);
                Assert.Equal(touched.Select(m => m.At.Date).Distinct().Count(), day.PartitionsRebuilt);
            }
        }, iter: 6, threads: 1);
    }

    [Fact]
    public async Task Untouched_partitions_keep_their_files_and_what_cannot_be_told_is_made_anew_whole()
    {
        using MeshFolder folder = new();
        await using Mesh mesh = Open(folder);
        Dictionary<long, Measure> rows = [];
        await ChangeAsync(mesh, rows, [.. Enumerable.Range(1, 20).Select(i => new Measure { Id = i, Region = i % 2 == 0 ? "north" : "south", At = s_start, Value = i })], []);
        PublishResult first = await mesh.RefreshIfChangedAsync(ByRegion, Cancel);
        await ChangeAsync(mesh, rows, [rows[2] with { Value = 100 }], []);

        PublishResult second = await mesh.RefreshIfChangedAsync(ByRegion, Cancel);
        Assert.Equal((null, 1, 1L, 1L), (first.PartitionsRebuilt, second.PartitionsRebuilt, second.RowsPublished, second.RowsReplaced));
        PublishResult same = await mesh.RefreshIfChangedAsync(ByRegion, Cancel);
        Assert.Equal((true, 1), (same.WasAlreadyPublished, same.PartitionsRebuilt));

        // Somebody else changed the port; maintenance does not count.
        IOutputPort<RegionTotal> output = mesh.Output<RegionTotal>(ByRegion);
        await output.MaintainAsync(cancellationToken: Cancel);
        await ChangeAsync(mesh, rows, [rows[3] with { Value = 100 }], []);
        Assert.Equal(1, (await mesh.RefreshIfChangedAsync(ByRegion, Cancel)).PartitionsRebuilt);
        await output.RollbackAsync(first.Snapshot, "to look", Cancel);
        Assert.Null((await mesh.RefreshIfChangedAsync(ByRegion, Cancel)).PartitionsRebuilt);
        Assert.Null((await mesh.RefreshAsync(ByRegion, Cancel)).PartitionsRebuilt);

        // The position has expired.
        await ChangeAsync(mesh, rows, [rows[4] with { Value = 100 }], []);
        await mesh.Output<Measure>(Port).EraseAsync(m => m.Id == 20, new EraseOptions { Reference = "1" }, Cancel);
        rows.Remove(20);
        Assert.Null((await mesh.RefreshIfChangedAsync(ByRegion, Cancel)).PartitionsRebuilt);
        await mesh.RefreshAsync(Whole, Cancel);
        Assert.Equal(await TextsAsync<RegionTotal>(mesh, Whole), await TextsAsync<RegionTotal>(mesh, ByRegion));
    }

    [Fact]
    public async Task A_backfill_makes_the_named_partitions_anew_with_those_that_changes_touched_and_no_others()
    {
        using MeshFolder folder = new();
        await using Mesh mesh = Open(folder);
        Dictionary<long, Measure> rows = [];
        await ChangeAsync(mesh, rows, [.. Enumerable.Range(1, 20).Select(i => new Measure { Id = i, Region = ((string?[])["north", "south", "east", null])[i % 4], At = s_start.AddDays(i % 4), Value = i })], []);
        await mesh.RefreshIfChangedAsync(ByRegion, Cancel);
        await mesh.RefreshIfChangedAsync(ByDay, Cancel);
        string[] before = [.. await new StoredTable(folder.Path, ByRegion).FilesAsync()];

        PublishResult two = await mesh.BackfillAsync(ByRegion, ["south", ScalarValue.Null, "nowhere"], Cancel);
        string[] after = [.. await new StoredTable(folder.Path, ByRegion).FilesAsync()];
        PublishResult day = await mesh.BackfillAsync(ByDay, [ScalarValue.From(new DateOnly(2026, 2, 28))], Cancel);
        await ChangeAsync(mesh, rows, [rows[2] with { Value = 100 }], []);
        PublishResult more = await mesh.BackfillAsync(ByRegion, ["north"], Cancel);
        PublishResult current = await mesh.RefreshIfChangedAsync(ByRegion, Cancel);

        Assert.Equal((3, 2L, 2L), (two.PartitionsRebuilt, two.RowsPublished, two.RowsReplaced));
        Assert.Equal(2, after.Intersect(before).Count());
        Assert.Equal(1, day.PartitionsRebuilt);
        Assert.Equal((2, true), (more.PartitionsRebuilt, current.WasAlreadyPublished));
        await mesh.RefreshAsync(Whole, Cancel);
        Assert.Equal(await TextsAsync<RegionTotal>(mesh, Whole), await TextsAsync<RegionTotal>(mesh, ByRegion));
        Assert.Equal([RefreshTrigger.Backfill, RefreshTrigger.Backfill, RefreshTrigger.Manual], (await Streams.ToListAsync(mesh.ListRefreshesAsync(ByRegion, Cancel))).Select(r => r.Trigger));
    }

    [Fact]
    public async Task A_backfill_names_partitions_of_a_port_that_says_how_they_are_made()
    {
        using MeshFolder folder = new();
        await using Mesh mesh = Open(folder);
        await ChangeAsync(mesh, [], [new Measure { Id = 1, Region = "north", At = s_start, Value = 1 }], []);

        Assert.Null((await mesh.BackfillAsync(ByRegion, ["north"], Cancel)).PartitionsRebuilt);
        await Assert.ThrowsAsync<InvalidOperationException>(() => mesh.BackfillAsync(Whole, ["north"], Cancel));
        await Assert.ThrowsAsync<InvalidOperationException>(() => mesh.BackfillAsync(Port, [1], Cancel));
        foreach (ScalarValue[] wrong in (ScalarValue[][])[[], [1], [.. Enumerable.Range(0, 1_001).Select(i => (ScalarValue)$"{i}")]])
            await Assert.ThrowsAsync<ArgumentException>(() => mesh.BackfillAsync(ByRegion, wrong, Cancel));
    }

    [Fact]
    public async Task A_derivation_that_breaks_its_promise_publishes_nothing()
    {
        using MeshFolder folder = new();
        await using Mesh mesh = Open(folder, regions: "select case when max(value) > 50 then 'other' else region end as region, count(*) as rows, sum(value)::bigint as total from measures group by region");
        Dictionary<long, Measure> rows = [];
        await ChangeAsync(mesh, rows, [new Measure { Id = 1, Region = "north", At = s_start, Value = 1 }], []);
        PublishResult first = await mesh.RefreshIfChangedAsync(ByRegion, Cancel);
        await ChangeAsync(mesh, rows, [rows[1] with { Value = 100 }], []);

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => mesh.RefreshIfChangedAsync(ByRegion, Cancel));

        Assert.Contains("RebuildBy", refused.Message, StringComparison.Ordinal);
        Assert.Equal(first.Snapshot.Id, (await mesh.Output<RegionTotal>(ByRegion).LogAsync(Cancel).FirstAsync(Cancel)).Snapshot.Id);
        Assert.Single(Directory.GetFiles(Path.Combine(new StoredTable(folder.Path, ByRegion).Folder, "data"), "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_rule_that_selects_no_rows_is_refused_when_it_is_declared()
    {
        Refused(o => o.FromSql(Regions).RebuildBy(t => t.Region, (Measure m) => m.Region), "not partitioned");
        Refused(o => o.FromSql(Regions).PartitionBy(t => t.Region).RebuildBy(t => t.Region, (Measure m) => m.Value), "its type is");
        Refused(o => o.FromSql(Regions).PartitionBy(t => t.Region, PartitionTransform.Bucket(4)).RebuildBy(t => t.Region, (Measure m) => m.Region), "bucket");
        Refused(o => o.PartitionBy(t => t.Region).RebuildBy(t => t.Region, (Measure m) => m.Region), "derived ports");
        Refused(o => o.FromSql(Regions).PartitionBy(t => t.Region).RebuildBy(t => t.Region, (RegionTotal m) => m.Region), "0 inputs");

        static void Refused(Action<OutputPortBuilder<RegionTotal>> declare, string why)
        {
            using MeshFolder folder = new();
            Assert.Contains(why, Assert.Throws<InvalidOperationException>(() => folder.Open(m => m.AddDomain("reports", d => d.AddProduct("totals", p => p.Input<Measure>("plant/meters/measures@1").Output("by-region", declare))))).Message, StringComparison.Ordinal);
        }
    }

    // Gives the rows that one of the two publishes changed, as they were and as they became.
    private static async Task<Measure[]> ChangeAsync(Mesh mesh, Dictionary<long, Measure> rows, Measure[] upserts, long[] deletes)
    {
        IOutputPort<Measure> port = mesh.Output<Measure>(Port);
        Measure[] before = [.. rows.Values];
        await port.PublishAsync(upserts, cancellationToken: Cancel);
        foreach (Measure row in upserts)
            rows[row.Id] = row;
        Measure[] between = [.. rows.Values];
        await port.DeleteAsync(deletes.Select(id => new MeasureKey { Id = id }), cancellationToken: Cancel);
        foreach (long id in deletes)
            rows.Remove(id);
        return [.. before.Except(between), .. between.Except(before), .. between.Except(rows.Values)];
    }

    private static async Task<IEnumerable<string>> TextsAsync<T>(Mesh mesh, string port)
        where T : IDataSchema<T> => (await Streams.ToListAsync((await mesh.OpenAsync<T>(port, cancellationToken: Cancel)).ReadAsync(Cancel))).Select(r => r!.ToString()!).Order(StringComparer.Ordinal);

    private static Mesh Open(MeshFolder folder, string regions = Regions) => folder.Open(m => m
        .AddProduct<Measure>(Port, p => p.PartitionBy(x => x.Id, PartitionTransform.Bucket(3)).Grant("reports", g => g.ToDomain("reports")))
        .AddDomain("reports", d => d.AddProduct("totals", p => p
            .Input<Measure>($"{Port}@1")
            .Output<RegionTotal>("by-region", o => o.FromSql(regions).PartitionBy(t => t.Region).RebuildBy(t => t.Region, (Measure x) => x.Region))
            .Output<DayTotal>("by-day", o => o.FromSql(Days).PartitionBy(t => t.Day, PartitionTransform.Day).RebuildBy(t => t.Day, (Measure x) => x.At))
            .Output<RegionTotal>("whole", o => o.FromSql(Regions)))));
}

[DataSchema]
internal sealed partial record MeasureKey
{
    [Key]
    public required long Id { get; init; }
}
