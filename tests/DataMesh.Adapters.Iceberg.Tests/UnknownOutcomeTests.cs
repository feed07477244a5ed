using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

public sealed class UnknownOutcomeTests
{
    private static readonly IcebergOptions Quick = new() { MinCommitWait = TimeSpan.FromMilliseconds(1), MaxCommitWait = TimeSpan.FromMilliseconds(1) };

    private static DataMeshException Down => new(DataMeshErrorKind.StorageUnavailable, "The store timed out.");

    private static bool IsVersion(ObjectPath path, int version) => path.Name == $"v{version}.metadata.json";

    [Fact]
    public async Task A_commit_that_took_effect_before_the_store_failed_is_committed()
    {
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store, options: Quick);
        TableState state = await table.CreateAsync();
        store.AfterComplete = path => { if (IsVersion(path, 2)) throw Down; };

        CommitResult result = await table.AppendAsync(state, [new Order(1)]);

        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        Assert.Single((await table.LoadAsync()).Snapshots);
        Assert.Single(await table.ReadAsync(result.State));
    }

    [Fact]
    public async Task A_commit_that_failed_without_effect_is_tried_again()
    {
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store, options: Quick);
        TableState state = await table.CreateAsync();
        int failures = 0;
        store.BeforeComplete = path => { if (IsVersion(path, 2) && failures++ < 2) throw Down; };

        CommitResult result = await table.AppendAsync(state, [new Order(1)]);

        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        Assert.Equal(3, failures);
        Assert.Single((await table.LoadAsync()).Snapshots);
    }

    [Fact]
    public async Task A_commit_whose_outcome_stays_unknown_deletes_nothing_and_its_key_decides_later()
    {
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store, options: Quick);
        TableState state = await table.CreateAsync();
        List<DataFile> files = await table.WriteAsync(state, [new Order(1)]);
        TableCommit commit = new() { Operation = TableOperation.Append, CommitKey = "key", Added = files };
        store.BeforeComplete = path => { if (IsVersion(path, 2)) throw Down; };

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => table.CommitAsync(state, commit));

        Assert.Equal(DataMeshErrorKind.StorageUnavailable, error.Kind);
        Assert.True(error.IsTransient);
        Assert.Contains(await MetadataFilesAsync(store), name => name.StartsWith("snap-", StringComparison.Ordinal));
        store.BeforeComplete = null;
        Assert.Equal(CommitOutcome.Committed, (await table.CommitAsync(state, commit)).Outcome);
        Assert.Equal(CommitOutcome.AlreadyCommitted, (await table.CommitAsync(state, commit)).Outcome);
    }

    [Fact]
    public async Task A_full_store_leaves_the_table_as_it_was_and_no_orphans()
    {
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store, options: Quick);
        TableState state = await table.CreateAsync();
        List<DataFile> files = await table.WriteAsync(state, [new Order(1)]);
        store.BeforeComplete = path => { if (IsVersion(path, 2)) throw new DataMeshException(DataMeshErrorKind.StorageFull, "No space left."); };

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = "key", Added = files }));

        Assert.Equal(DataMeshErrorKind.StorageFull, error.Kind);
        Assert.DoesNotContain(await MetadataFilesAsync(store), name => name.EndsWith(".avro", StringComparison.Ordinal));
        Assert.Null((await table.LoadAsync()).Current);
    }

    [Fact]
    public async Task A_hint_that_cannot_be_written_does_not_fail_the_commit()
    {
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store, options: Quick);
        TableState state = await table.CreateAsync();
        store.BeforeComplete = path => { if (path.Name == "version-hint.text") throw Down; };

        for (int i = 0; i < 70; i++)
            state = (await table.AppendAsync(state, [])).State;

        Assert.Equal(70, (await table.LoadAsync()).Snapshots.Count);
    }

    [Fact]
    public async Task A_failure_after_the_commit_deletes_nothing_of_it()
    {
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store, options: Quick);
        TableState state = await table.CreateAsync();
        store.BeforeComplete = path => { if (path.Name == "version-hint.text") throw new InvalidOperationException("A defect in a store."); };

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.AppendAsync(state, [new Order(1)]));

        Assert.Single(await table.ReadAsync(await table.LoadAsync()));
    }

    [Fact]
    public async Task A_cancelled_commit_changes_nothing()
    {
        using CancellationTokenSource cancel = new();
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store, options: Quick);
        TableState state = await table.CreateAsync();
        List<DataFile> files = await table.WriteAsync(state, [new Order(1)]);
        store.AfterComplete = path => { if (path.Name.StartsWith("snap-", StringComparison.Ordinal)) cancel.Cancel(); };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.Format.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = "key", Added = files }, cancel.Token));

        Assert.Null((await table.LoadAsync()).Current);
        Assert.DoesNotContain(await MetadataFilesAsync(store), name => name.EndsWith(".avro", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancellation_during_the_final_put_does_not_tear_it()
    {
        using CancellationTokenSource cancel = new();
        FaultyStore store = new(new InMemoryObjectStore());
        using TestTable table = new(store, options: Quick);
        TableState state = await table.CreateAsync();
        List<DataFile> files = await table.WriteAsync(state, [new Order(1)]);
        store.BeforeComplete = path => { if (IsVersion(path, 2)) cancel.Cancel(); };

        CommitResult result = await table.Format.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = "key", Added = files }, cancel.Token);

        Assert.Equal(CommitOutcome.Committed, result.Outcome);
    }

    /// <summary>What a store may answer to the put that is the commit: before it took effect, or after.</summary>
    public static TheoryData<DataMeshErrorKind, bool> Answers => new()
    {
        { DataMeshErrorKind.StorageUnavailable, false },
        { DataMeshErrorKind.StorageUnavailable, true },
        { DataMeshErrorKind.CommitConflict, false },
        { DataMeshErrorKind.AlreadyExists, true },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_thousand_wrong_answers_repeat_no_commit_and_call_none_failed_that_succeeded(DataMeshErrorKind answer, bool tookEffect)
    {
        const int Tables = 50, Commits = 20;
        int answered = 0;
        for (int i = 0; i < Tables; i++)
        {
            FaultyStore store = new(new InMemoryObjectStore());
            using TestTable table = new(store, options: Quick);
            TableState state = await table.CreateAsync();
            HashSet<ObjectPath> answeredFor = [];
            Action<ObjectPath> fail = path =>
            {
                if (!path.Name.EndsWith(".metadata.json", StringComparison.Ordinal) || !answeredFor.Add(path))
                    return;
                answered++;
                throw new DataMeshException(answer, "The answer of a store.");
            };
            (store.BeforeComplete, store.AfterComplete) = tookEffect ? (null, fail) : (fail, (Action<ObjectPath>?)null);

            for (int commit = 0; commit < Commits; commit++)
            {
                CommitResult result = await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = $"{commit}", Added = [Part(commit)] });
                Assert.Equal(CommitOutcome.Committed, result.Outcome);
                state = result.State;
            }

            TableState found = await table.LoadAsync();
            Assert.Equal(Enumerable.Range(0, Commits).Select(n => $"{n}"), found.Snapshots.Select(s => s.Summary["datamesh.commit-key"]));
            Assert.Equal(Enumerable.Range(0, Commits).Select(n => Part(n).Path.Name).Order(StringComparer.Ordinal), (await table.FilesAsync(found)).Select(f => f.Path.Name).Order(StringComparer.Ordinal));
            Assert.Equal(2 * Commits, (await MetadataFilesAsync(store)).Count(name => name.EndsWith(".avro", StringComparison.Ordinal)));
        }
        Assert.Equal(Tables * Commits, answered);
    }

    private static DataFile Part(int number) => new() { Path = $"orders/data/{number}.parquet", Format = "parquet", RowCount = 1, Length = 10 };

    private static async Task<List<string>> MetadataFilesAsync(ObjectStore store) => await store.ListChildrenAsync("orders/metadata", TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
}
