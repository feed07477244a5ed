using System.Text.Json.Nodes;
using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>Snapshots expire and files are deleted; nothing that a snapshot reads ever is.</summary>
public sealed class MaintenanceTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_snapshots_expire_with_the_files_that_only_they_read()
    {
        Clock clock = new();
        using TestTable table = new(time: clock);
        (TableState state, List<long> snapshots) = await ReplaceDailyAsync(table, clock, 5);

        MaintenanceReport dry = await table.Format.MaintainAsync(state, new MaintenancePlan { ExpireBefore = clock.Now - TimeSpan.FromHours(36), DryRun = true }, Cancel);
        Assert.Equal(5, (await table.LoadAsync()).Snapshots.Count);
        MaintenanceReport report = await table.Format.MaintainAsync(state, new MaintenancePlan { ExpireBefore = clock.Now - TimeSpan.FromHours(36) }, Cancel);

        Assert.Equal(snapshots[..2], report.Expired.Select(s => s.Id));
        Assert.Equal(dry.ExpiredFiles, report.ExpiredFiles);
        Assert.Equal(0, report.Failures);
        Assert.All(report.ExpiredFiles, path => Assert.False(File.Exists(Absolute(table, path))));
        TableState after = await table.LoadAsync();
        Assert.Equal(snapshots[2..], after.Snapshots.Select(s => s.Id));
        Assert.Equal(snapshots[^1], after.Current!.Id);
        foreach ((int day, long snapshot) in snapshots.Index().Skip(2))
            Assert.Equal([day], (await table.ReadAsync(after, snapshot: snapshot)).Select(o => o.Id));
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => table.ReadAsync(after, snapshot: snapshots[0]))).Kind);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(table.Folder, "data"), "*.parquet", SearchOption.AllDirectories).Length);
        Assert.Single(await IndependentReaders.ClickHouseAsync($"select toString(id) as id from icebergLocal('{table.Folder}')"));
        Assert.Equal([100], (await table.ReadAsync((await table.AppendAsync(after, [new Order(100)])).State)).Select(o => o.Id).Where(i => i == 100));
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 8)]
    [InlineData(9, 9)]
    public async Task Eight_small_manifests_are_written_anew_as_one_and_fewer_stay_as_they_are(int appends, int rewritten)
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync();
        for (int i = 0; i < appends; i++)
            state = (await table.AppendAsync(state, [new Order(i)])).State;

        MaintenanceReport report = await table.Format.MaintainAsync(state, new MaintenancePlan { RewriteManifests = true }, Cancel);
        MaintenanceReport again = await table.Format.MaintainAsync(await table.LoadAsync(), new MaintenancePlan { RewriteManifests = true }, Cancel);

        Assert.Equal((rewritten, 0), (report.RewrittenManifests, again.RewrittenManifests));
        Assert.Equal(Enumerable.Range(0, appends).Select(i => (long)i), (await table.ReadAsync(await table.LoadAsync())).Select(o => o.Id).Order());
    }

    [Fact]
    public async Task The_current_snapshot_the_newest_ones_branches_and_tags_stay_whatever_their_age()
    {
        Clock clock = new();
        using TestTable table = new(time: clock);
        (TableState state, List<long> snapshots) = await ReplaceDailyAsync(table, clock, 6);
        await new ForeignWriter(table.Location).RewriteAsync(state, root =>
        {
            root["refs"]!["year-end"] = JsonNode.Parse($$$"""{"snapshot-id":{{{snapshots[0]}}},"type":"tag"}""");
            root["refs"]!["gone"] = JsonNode.Parse($$$"""{"snapshot-id":{{{snapshots[1]}}},"type":"tag","max-ref-age-ms":1000}""");
            root["refs"]!["audit"] = JsonNode.Parse($$$"""{"snapshot-id":{{{snapshots[3]}}},"type":"branch","min-snapshots-to-keep":2}""");
        });
        clock.Now += TimeSpan.FromDays(300);

        MaintenanceReport report = await table.Format.MaintainAsync(await table.LoadAsync(), new MaintenancePlan { ExpireBefore = clock.Now }, Cancel);

        Assert.Equal([snapshots[1], snapshots[4]], report.Expired.Select(s => s.Id));
        TableState after = await table.LoadAsync();
        long[] kept = [snapshots[0], snapshots[2], snapshots[3], snapshots[5]];
        Assert.Equal(kept, DataMesh.Adapters.Iceberg.IcebergTableState.From(after).Metadata.Snapshots.Select(s => s.View.Id));
        // Since the log was cut, nothing says that what the branch has was current once.
        Assert.Equal([snapshots[0], snapshots[5]], after.Snapshots.Select(s => s.Id));
        foreach (long snapshot in kept)
            Assert.Single(await table.ReadAsync(after, snapshot: snapshot));
        JsonNode refs = JsonNode.Parse(DataMesh.Adapters.Iceberg.IcebergTableState.From(after).Metadata.Root.GetRawText())!["refs"]!;
        Assert.Equal(["audit", "main", "year-end"], refs.AsObject().Select(r => r.Key).Order());
        Assert.Empty((await table.Format.MaintainAsync(after, new MaintenancePlan { ExpireBefore = clock.Now, KeepSnapshots = 3 }, Cancel)).Expired);
    }

    [Fact]
    public async Task What_is_to_be_forgotten_is_in_no_manifest_and_no_branch_or_tag_keeps_it()
    {
        Clock clock = new();
        using TestTable table = new(time: clock);
        TableState state = await table.CreateAsync();
        for (int i = 0; i < 3; i++)
            state = (await table.AppendAsync(state, [new Order(i, $"customer {i}"), new Order(10 + i)])).State;
        long tagged = state.Current!.Id;
        DataFile gone = (await table.FilesAsync(state)).Single(f => f.Columns.Any(c => c.Minimum == "customer 1"));
        state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Delete, CommitKey = "delete", Removed = [gone] })).State;
        await new ForeignWriter(table.Location).RewriteAsync(state, root => root["refs"]!["year-end"] = JsonNode.Parse($$$"""{"snapshot-id":{{{tagged}}},"type":"tag"}"""));
        state = await table.LoadAsync();
        clock.Now += TimeSpan.FromHours(1);
        MaintenancePlan plan = new() { ForgetHistory = true };

        MaintenanceReport dry = await table.Format.MaintainAsync(state, plan with { DryRun = true }, Cancel);
        Assert.Equal(state.Snapshots.Count, (await table.LoadAsync()).Snapshots.Count);
        MaintenanceReport report = await table.Format.MaintainAsync(state, plan, Cancel);
        MaintenanceReport again = await table.Format.MaintainAsync(report.State, plan, Cancel);

        Assert.True(dry.RewrittenManifests > 0);
        Assert.Equal((dry.RewrittenManifests, 0, 4, 0), (report.RewrittenManifests, again.RewrittenManifests, report.Expired.Count, again.Expired.Count));
        TableState after = await table.LoadAsync();
        Assert.Equal([0, 2, 10, 12], (await table.ReadAsync(after)).Select(o => o.Id).Order());
        Assert.Equal([0], (await table.ReadAsync(after, Filter.Equal("customer", "customer 0"))).Select(o => o.Id).Where(i => i < 10));
        Assert.Single(after.Snapshots);
        Assert.Equal(["main"], JsonNode.Parse(DataMesh.Adapters.Iceberg.IcebergTableState.From(after).Metadata.Root.GetRawText())!["refs"]!.AsObject().Select(r => r.Key));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(table.Folder, "metadata"), "*.avro").Length);
        Assert.Equal(4, (await IndependentReaders.ClickHouseAsync($"select toString(id) as id from icebergLocal('{table.Folder}')")).Count);
        Assert.Equal(4, (await IndependentReaders.IcebirdAsync(table.Folder)).Count);
    }

    [Fact]
    public async Task Files_without_a_snapshot_are_deleted_when_they_are_old_and_nothing_else_is()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1)])).State;
        List<DataFile> pending = await table.WriteAsync(state, [new Order(2)]);
        string old = Path.Combine(table.Folder, "data", "left.parquet"), young = Absolute(table, pending[0].Path), manifest = Path.Combine(table.Folder, "metadata", "left-m0.avro");
        string foreign = Path.Combine(table.Folder, "metadata", "notes.txt"), statistics = Path.Combine(table.Folder, "metadata", "stats.avro");
        foreach (string path in (string[])[old, manifest, foreign, statistics])
            await File.WriteAllTextAsync(path, "x", Cancel);
        await new ForeignWriter(table.Location).RewriteAsync(state, root => root["statistics"] = JsonNode.Parse($$$"""[{"snapshot-id":{{{state.Current!.Id}}},"statistics-path":"file://{{{statistics}}}","file-size-in-bytes":1,"file-footer-size-in-bytes":1,"blob-metadata":[]}]"""));
        foreach (string path in Directory.GetFiles(table.Folder, "*", SearchOption.AllDirectories).Where(p => p != young))
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-3));
        MaintenancePlan plan = new() { OrphansBefore = TimeProvider.System.GetUtcNow().AddHours(-25) };

        MaintenanceReport dry = await table.Format.MaintainAsync(state, plan with { DryRun = true }, Cancel);
        Assert.True(File.Exists(old));
        MaintenanceReport report = await table.Format.MaintainAsync(state, plan, Cancel);

        Assert.Equal(["left-m0.avro", "left.parquet"], report.Orphans.Select(p => p.Name).Order());
        Assert.Equal(dry.Orphans, report.Orphans);
        Assert.Equal([false, false, true, true, true], ((string[])[old, manifest, foreign, statistics, young]).Select(File.Exists));
        TableState after = (await table.CommitAsync(report.State, new TableCommit { Operation = TableOperation.Append, CommitKey = "k", Added = pending })).State;
        Assert.Equal([1, 2], (await table.ReadAsync(after)).Select(o => o.Id).Order());
        await Assert.ThrowsAsync<ArgumentException>(() => table.Format.MaintainAsync(state, new MaintenancePlan { OrphansBefore = TimeProvider.System.GetUtcNow().AddHours(-23) }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => table.Format.MaintainAsync(state, new MaintenancePlan { KeepSnapshots = 0 }, Cancel));
    }

    [Fact]
    public async Task A_run_whose_commit_is_unknown_or_lost_deletes_nothing_that_is_read()
    {
        Clock clock = new();
        using TestTable disk = new(time: clock);
        (TableState state, List<long> snapshots) = await ReplaceDailyAsync(disk, clock, 4);
        clock.Now += TimeSpan.FromHours(1);
        FaultyStore store = new(disk.Store);
        using TestTable table = new(store, time: clock);
        TableState same = (await table.Format.LoadAsync(table.Location, Cancel))!;
        MaintenancePlan plan = new() { ExpireBefore = clock.Now };

        // It never arrives.
        store.BeforeComplete = path =>
        {
            if (path.Name.EndsWith(".metadata.json", StringComparison.Ordinal))
                throw new DataMeshException(DataMeshErrorKind.StorageDenied, "No.");
        };
        await Assert.ThrowsAsync<DataMeshException>(() => table.Format.MaintainAsync(same, plan, Cancel));
        foreach ((int day, long snapshot) in snapshots.Index())
            Assert.Equal([day], (await disk.ReadAsync(await disk.LoadAsync(), snapshot: snapshot)).Select(o => o.Id));

        // Somebody else is faster: his snapshot stays as well.
        store.BeforeComplete = null;
        bool raced = false;
        store.BeforeComplete = path =>
        {
            if (raced || !path.Name.EndsWith(".metadata.json", StringComparison.Ordinal))
                return;
            raced = true;
            disk.AppendAsync(disk.LoadAsync().GetAwaiter().GetResult(), [new Order(50)]).GetAwaiter().GetResult();
        };
        MaintenanceReport report = await table.Format.MaintainAsync(same, plan, Cancel);

        Assert.True(raced);
        Assert.Equal(snapshots[..3], report.Expired.Select(s => s.Id));
        Assert.Equal([3, 50], (await disk.ReadAsync(await disk.LoadAsync())).Select(o => o.Id).Order());
    }

    [Fact]
    public Task Whatever_was_committed_and_expired_what_is_kept_can_be_read() => Gen.Select(Gen.Int[0, 4].Array[1, 10], Gen.Int[0, 1_000]).SampleAsync(async (steps, seed) =>
    {
        Random random = new(seed);
        Clock clock = new();
        using TestTable table = new(new InMemoryObjectStore(), time: clock, options: new IcebergOptions { ManifestsBeforeMerge = 2 });
        TableState state = await table.CreateAsync();
        Dictionary<long, long[]> history = [];
        int next = 0;
        foreach (int step in steps)
        {
            clock.Now += TimeSpan.FromHours(1 + random.Next(20));
            if (step == 4)
            {
                MaintenanceReport report = await table.Format.MaintainAsync(state, new MaintenancePlan { ExpireBefore = clock.Now.AddHours(-random.Next(40)), KeepSnapshots = random.Next(1, 4), OrphansBefore = clock.Now.AddHours(-24) }, Cancel);
                foreach (TableSnapshot gone in report.Expired)
                    history.Remove(gone.Id);
                state = report.State;
            }
            else
            {
                List<DataFile> removed = step == 0 ? [] : [.. (await table.FilesAsync(state)).Where(_ => random.Next(2) == 0)];
                List<DataFile> added = step == 3 ? [] : await table.WriteAsync(state, Enumerable.Range(next, 3).Select(i => new Order(i)));
                next += 3;
                state = (await table.CommitAsync(state, new TableCommit { Operation = step == 0 ? TableOperation.Append : step == 3 ? TableOperation.Delete : TableOperation.Overwrite, CommitKey = TestTable.NewKey(), Added = added, Removed = removed })).State;
                history[state.Current!.Id] = [.. (await table.ReadAsync(state)).Select(o => o.Id).Order()];
            }
            TableState loaded = await table.LoadAsync();
            Assert.Equal(history.Keys.Order(), loaded.Snapshots.Select(s => s.Id).Order());
            foreach ((long snapshot, long[] ids) in history)
                Assert.Equal(ids, (await table.ReadAsync(loaded, snapshot: snapshot)).Select(o => o.Id).Order());
        }
    }, iter: 40, threads: 1);

    // Each day's rows replace those of the day before.
    private static async Task<(TableState State, List<long> Snapshots)> ReplaceDailyAsync(TestTable table, Clock clock, int days)
    {
        TableState state = await table.CreateAsync();
        List<long> snapshots = [];
        for (int day = 0; day < days; day++)
        {
            clock.Now += TimeSpan.FromDays(1);
            List<DataFile> live = await table.FilesAsync(state);
            state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Overwrite, CommitKey = TestTable.NewKey(), Removed = live, Added = await table.WriteAsync(state, [new Order(day)]) })).State;
            snapshots.Add(state.Current!.Id);
        }
        return (state, snapshots);
    }

    private static string Absolute(TestTable table, ObjectPath path) => Path.GetFullPath(Path.Combine(table.Folder, "..", path.ToString()));

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = Start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
