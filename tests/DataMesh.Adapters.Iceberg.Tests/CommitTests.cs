using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

public sealed class CommitTests
{
    private static readonly Order[] Rows = [.. Enumerable.Range(0, 100).Select(i => new Order(i, $"customer {i % 7}", i * 1.25m, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(i), new Guid(i, 0, 0, new byte[8]), i / 3.0, i % 5, new DateOnly(2026, 1, 1).AddDays(i / 10)))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Appended_rows_read_back_in_another_process()
    {
        using TestTable table = new();
        TableState empty = await table.CreateAsync();

        CommitResult result = await table.AppendAsync(empty, Rows);

        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        Assert.Equal(Rows, await table.ReadAsync(await table.LoadAsync()));
        Assert.Equal(Rows, await table.ReadAsync(result.State));
        Assert.Empty(await table.ReadAsync(empty));
    }

    [Fact]
    public async Task A_snapshot_counts_what_it_changed_and_holds()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = (await table.AppendAsync(await table.CreateAsync(), Rows[..30])).State;
        state = (await table.AppendAsync(state, Rows[30..50])).State;
        List<DataFile> files = await table.FilesAsync(state);

        CommitResult result = await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Delete, CommitKey = "k", Removed = [files[0]], Summary = new Dictionary<string, string> { ["datamesh.reason"] = "test", ["total-records"] = "lie" } });

        IReadOnlyDictionary<string, string> summary = result.Snapshot!.Summary;
        Assert.Equal("20", summary["total-records"]);
        Assert.Equal("1", summary["total-data-files"]);
        Assert.Equal("30", summary["deleted-records"]);
        Assert.Equal("1", summary["deleted-data-files"]);
        Assert.Equal(files[1].Length.ToString(System.Globalization.CultureInfo.InvariantCulture), summary["total-files-size"]);
        Assert.Equal("test", summary["datamesh.reason"]);
        Assert.Equal("k", summary["datamesh.commit-key"]);
        Assert.Equal(3, result.Snapshot.SequenceNumber);
        Assert.Equal(TableOperation.Delete, result.Snapshot.Operation);
        Assert.InRange(result.Snapshot.Id, 1, (1L << 53) - 1);
    }

    [Fact]
    public async Task Earlier_snapshots_stay_readable()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState one = (await table.AppendAsync(await table.CreateAsync(), Rows[..10])).State;
        TableState two = (await table.AppendAsync(one, Rows[10..20])).State;
        TableState three = (await table.CommitAsync(two, new TableCommit { Operation = TableOperation.Overwrite, CommitKey = "k", Removed = await table.FilesAsync(two), Added = await table.WriteAsync(two, Rows[90..]) })).State;

        Assert.Equal(3, three.Snapshots.Count);
        Assert.Equal(Rows[..10], await table.ReadAsync(three, snapshot: three.Snapshots[0].Id));
        Assert.Equal(Rows[..20], await table.ReadAsync(three, snapshot: three.Snapshots[1].Id));
        Assert.Equal(Rows[90..], await table.ReadAsync(three));
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => table.ReadAsync(three, snapshot: 7));
        Assert.Equal(DataMeshErrorKind.NotFound, error.Kind);
    }

    [Fact]
    public async Task A_staged_change_can_be_read_and_leaves_no_trace()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState state = (await table.AppendAsync(await table.CreateAsync(), Rows[..10])).State;
        TableCommit commit = new() { Operation = TableOperation.Overwrite, CommitKey = "k", Removed = await table.FilesAsync(state), Added = await table.WriteAsync(state, Rows[50..60]) };

        TableState staged = table.Format.Stage(state, commit);

        Assert.True(staged.IsStaged);
        Assert.Equal(Rows[50..60], await table.ReadAsync(staged));
        Assert.Equal(Rows[..10], await table.ReadAsync(await table.LoadAsync()));
        await Assert.ThrowsAsync<ArgumentException>(() => table.CommitAsync(staged, commit with { CommitKey = "other" }));
        await table.Format.DiscardAsync(state, commit.Added, Cancel);
        await table.Format.DiscardAsync(state, commit.Added, Cancel);
        await Assert.ThrowsAsync<DataMeshException>(() => table.ReadAsync(staged));
    }

    [Fact]
    public async Task Appends_from_one_basis_are_rebased()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState basis = await table.CreateAsync();

        await table.AppendAsync(basis, Rows[..10]);
        CommitResult second = await table.AppendAsync(basis, Rows[10..20]);

        Assert.Equal(CommitOutcome.Committed, second.Outcome);
        Assert.Equal(Rows[..20], await table.ReadAsync(second.State));
    }

    [Fact]
    public async Task A_change_that_depends_on_its_basis_conflicts_with_any_other()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState basis = (await table.AppendAsync(await table.CreateAsync(), Rows[..10])).State;
        TableCommit replace = new() { Operation = TableOperation.Overwrite, CommitKey = "k", Removed = await table.FilesAsync(basis), Added = await table.WriteAsync(basis, Rows[50..]), DependsOnBasis = true };
        await table.AppendAsync(basis, Rows[10..20]);

        CommitResult result = await table.CommitAsync(basis, replace);

        Assert.Equal(CommitOutcome.Conflict, result.Outcome);
        Assert.Contains("was committed after", result.Conflict, StringComparison.Ordinal);
        Assert.Equal(Rows[..20], await table.ReadAsync(result.State));
    }

    [Fact]
    public async Task Removing_a_file_that_is_gone_conflicts()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState basis = (await table.AppendAsync(await table.CreateAsync(), Rows[..10])).State;
        TableCommit delete = new() { Operation = TableOperation.Delete, CommitKey = "first", Removed = await table.FilesAsync(basis) };
        await table.CommitAsync(basis, delete);

        CommitResult result = await table.CommitAsync(basis, delete with { CommitKey = "second" });

        Assert.Equal(CommitOutcome.Conflict, result.Outcome);
        Assert.Contains("no longer in the table", result.Conflict, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_key_takes_effect_once()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState basis = await table.CreateAsync();
        CommitResult first = await table.AppendAsync(basis, Rows[..10], "key");
        await table.AppendAsync(first.State, Rows[10..20]);

        CommitResult again = await table.AppendAsync(basis, Rows[..10], "key");

        Assert.Equal(CommitOutcome.AlreadyCommitted, again.Outcome);
        Assert.Equal(first.Snapshot!.Id, again.Snapshot!.Id);
        Assert.Equal(Rows[..20], await table.ReadAsync(again.State));
    }

    [Fact]
    public async Task Racing_commits_with_one_key_commit_once()
    {
        using TestTable table = new(new InMemoryObjectStore());
        TableState basis = await table.CreateAsync();
        List<DataFile>[] files = [await table.WriteAsync(basis, Rows[..10]), await table.WriteAsync(basis, Rows[..10]), await table.WriteAsync(basis, Rows[..10]), await table.WriteAsync(basis, Rows[..10])];

        CommitResult[] results = await Task.WhenAll(files.Select(added => Task.Run(() => table.NewFormat().CommitAsync(basis, new TableCommit { Operation = TableOperation.Append, CommitKey = "key", Added = added }, Cancel))));

        Assert.Single(results, r => r.Outcome == CommitOutcome.Committed);
        Assert.Equal(3, results.Count(r => r.Outcome == CommitOutcome.AlreadyCommitted));
        Assert.Equal(Rows[..10], await table.ReadAsync(await table.LoadAsync()));
    }

    [Fact]
    public async Task Eight_writers_on_a_folder_lose_nothing()
    {
        using TestTable table = new();
        TableState basis = await table.CreateAsync();
        async Task WriterAsync(int writer)
        {
            IcebergTableFormat format = table.NewFormat();
            TableState state = basis;
            for (int i = 0; i < 10; i++)
            {
                List<DataFile> added = await format.WriteAsync(state, TestTable.Batches([new Order(100 * writer + i)]), TableWriteOptions.Default, Cancel).ToListAsync(Cancel);
                CommitResult result = await format.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = $"{writer}-{i}", Added = added }, Cancel);
                Assert.Equal(CommitOutcome.Committed, result.Outcome);
                state = result.State;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriterAsync(writer))));

        TableState end = await table.LoadAsync();
        Assert.Equal(Enumerable.Range(0, 80).Select(i => (long)(i / 10 * 100 + i % 10)), (await table.ReadAsync(end)).Select(o => o.Id).Order());
        Assert.Equal(Enumerable.Range(1, 80).Select(i => (long)i), end.Snapshots.Select(s => s.SequenceNumber));
        Assert.Equal(80, Directory.GetFiles(Path.Combine(table.Folder, "metadata"), "snap-*.avro").Length);
        Assert.Equal(80, Directory.GetFiles(Path.Combine(table.Folder, "metadata"), "*-m*.avro").Length);
    }

    [Fact]
    public async Task Many_small_manifests_are_merged_and_nothing_changes()
    {
        using TestTable table = new(new InMemoryObjectStore(), options: new IcebergOptions { ManifestsBeforeMerge = 5 });
        TableState state = await table.CreateAsync(new PartitionField { Column = "units" });
        for (int i = 0; i < 12; i++)
            state = (await table.AppendAsync(state, [Rows[i]])).State;

        TableState loaded = await table.LoadAsync();

        Assert.Equal(Rows[..12], (await table.ReadAsync(loaded)).OrderBy(o => o.Id));
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (long)i), (await table.PlanAsync(loaded)).Select(t => t.SequenceNumber).Order());
        Assert.Equal("12", loaded.Current!.Summary["total-records"]);
        Assert.Equal(Rows[..6], (await table.ReadAsync(loaded, snapshot: loaded.Snapshots[5].Id)).OrderBy(o => o.Id));
        List<DataFile> files = await table.FilesAsync(loaded);
        CommitResult deleted = await table.CommitAsync(loaded, new TableCommit { Operation = TableOperation.Delete, CommitKey = "k", Removed = files[..3] });
        Assert.Equal(9, (await table.ReadAsync(deleted.State)).Count);
    }

    [Fact]
    public async Task A_second_table_in_one_place_is_refused()
    {
        using TestTable table = new(new InMemoryObjectStore());
        await table.CreateAsync();

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => table.CreateAsync());

        Assert.Equal(DataMeshErrorKind.AlreadyExists, error.Kind);
        Assert.Null(await table.Format.LoadAsync(table.Location with { Path = "elsewhere" }, Cancel));
    }

    [Fact]
    public async Task The_clock_never_runs_backwards_in_a_table()
    {
        TurningClock clock = new();
        using TestTable table = new(new InMemoryObjectStore(), time: clock);
        TableState state = await table.CreateAsync();
        for (int i = 0; i < 4; i++)
        {
            clock.Now -= TimeSpan.FromHours(1);
            state = (await table.AppendAsync(state, [Rows[i]])).State;
        }

        Assert.Equal(state.Snapshots.Select(s => s.CommittedAt).Order(), state.Snapshots.Select(s => s.CommittedAt));
        Assert.Equal(4, state.Snapshots.Select(s => s.CommittedAt).Distinct().Count());
    }

    private sealed class TurningClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
