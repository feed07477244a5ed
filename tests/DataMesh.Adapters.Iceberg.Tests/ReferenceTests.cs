using System.Text.Json.Nodes;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>Branches and tags: names of snapshots that commits and readers can use.</summary>
public sealed class ReferenceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_to_a_branch_moves_the_branch_only_and_main_shows_it_once_it_is_fast_forwarded()
    {
        using TestTable table = new();
        TableState main = (await table.AppendAsync(await table.CreateAsync(), [new Order(1)])).State;
        main = await SetAsync(table, main, new TableReference { Name = "audit", SnapshotId = main.Current!.Id, IsBranch = true });

        CommitResult first = await table.AppendAsync(table.Format.OnBranch(main, "audit"), [new Order(2)], "a");
        CommitResult second = await table.AppendAsync(first.State, [new Order(3)], "b");
        CommitResult repeated = await table.AppendAsync(table.Format.OnBranch(await table.LoadAsync(), "audit"), [new Order(2)], "a");

        Assert.Equal((CommitOutcome.Committed, CommitOutcome.AlreadyCommitted, "audit"), (second.Outcome, repeated.Outcome, second.State.Branch));
        TableState loaded = await table.LoadAsync();
        Assert.Equal(main.Current!.Id, loaded.Current!.Id);
        Assert.Equal(main.Snapshots.Select(s => s.Id), loaded.Snapshots.Select(s => s.Id));
        Assert.Equal([1], (await table.ReadAsync(loaded)).Select(o => o.Id));
        Assert.Equal([1, 2, 3], (await table.ReadAsync(table.Format.OnBranch(loaded, "audit"))).Select(o => o.Id).Order());
        Assert.Equal([1], (await IndependentReaders.IcebirdAsync(table.Folder)).Select(r => r.GetProperty("id").GetInt64()));
        Assert.Equal("audit", second.Snapshot!.Summary["datamesh.branch"]);

        TableState forwarded = await SetAsync(table, loaded, new TableReference { Name = "main", SnapshotId = second.Snapshot.Id, IsBranch = true });
        Assert.Equal([1, 2, 3], (await table.ReadAsync(forwarded)).Select(o => o.Id).Order());
        Assert.Equal(3, forwarded.Snapshots.Count);
        Assert.Equal(3, (await IndependentReaders.IcebirdAsync(table.Folder)).Count);
        Assert.Equal(3, (await IndependentReaders.ClickHouseAsync($"select id from icebergLocal('{table.Folder}')")).Count);
        // What was current at a time is what readers saw then, not what had been committed somewhere.
        Assert.Equal(main.Current!.Id, forwarded.FindCurrentAt(second.Snapshot.CommittedAt)!.Id);
        Assert.Equal(CommitOutcome.AlreadyCommitted, (await table.AppendAsync(forwarded, [new Order(2)], "a")).Outcome);
    }

    [Fact]
    public async Task A_branch_goes_forward_only_unless_it_is_forced_a_tag_stays_and_main_is_not_dropped()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1)])).State;
        long first = state.Current!.Id;
        state = await SetAsync(table, state, new TableReference { Name = "b", SnapshotId = first, IsBranch = true });
        state = await SetAsync(table, state, new TableReference { Name = "t", SnapshotId = first });
        state = (await table.AppendAsync(state, [new Order(2)])).State;
        long second = state.Current!.Id, onBranch = (await table.AppendAsync(table.Format.OnBranch(state, "b"), [new Order(3)])).Snapshot!.Id;
        state = await table.LoadAsync();

        // Neither has what the other has.
        await Assert.ThrowsAsync<CommitConflictException>(() => SetAsync(table, state, new TableReference { Name = "main", SnapshotId = onBranch, IsBranch = true }));
        await Assert.ThrowsAsync<CommitConflictException>(() => SetAsync(table, state, new TableReference { Name = "b", SnapshotId = second, IsBranch = true }));
        await Assert.ThrowsAsync<CommitConflictException>(() => SetAsync(table, state, new TableReference { Name = "t", SnapshotId = second }));
        await Assert.ThrowsAsync<ArgumentException>(() => table.Format.SetReferenceAsync(state, "main", null, force: true, unlessProperty: null, Cancel));
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => SetAsync(table, state, new TableReference { Name = "x", SnapshotId = 77 }))).Kind);
        Assert.Equal(DataMeshErrorKind.NotFound, (await Assert.ThrowsAsync<DataMeshException>(() => table.Format.SetReferenceAsync(state, "x", null, force: true, unlessProperty: null, Cancel))).Kind);
        Assert.Equal(DataMeshErrorKind.NotFound, Assert.Throws<DataMeshException>(() => table.Format.OnBranch(state, "t")).Kind);

        TableState forced = await table.Format.SetReferenceAsync(state, "b", new TableReference { Name = "b", SnapshotId = second, IsBranch = true }, force: true, unlessProperty: null, Cancel);
        // The basis has the branch elsewhere.
        await Assert.ThrowsAsync<CommitConflictException>(() => table.Format.SetReferenceAsync(state, "b", null, force: true, unlessProperty: null, Cancel));
        TableState dropped = await table.Format.SetReferenceAsync(forced, "b", null, force: true, unlessProperty: null, Cancel);
        Assert.Equal(["main", "t"], dropped.References.Select(r => r.Name));
        CommitResult late = await table.AppendAsync(table.Format.OnBranch(forced, "b"), [new Order(4)]);
        Assert.Equal(CommitOutcome.Conflict, late.Outcome);
        Assert.Contains("'b' is there no longer", late.Conflict, StringComparison.Ordinal);
        // What the branch had is nobody's now, and so not part of what readers are shown.
        Assert.DoesNotContain(dropped.Snapshots, s => s.Id == onBranch);
    }

    [Fact]
    public async Task Maintenance_keeps_what_each_branch_and_tag_asks_for()
    {
        using TestTable table = new();
        TableState state = await table.CreateAsync();
        List<long> ids = [];
        for (int i = 0; i < 4; i++)
        {
            state = (await table.AppendAsync(state, [new Order(i)])).State;
            ids.Add(state.Current!.Id);
        }
        state = await SetAsync(table, state, new TableReference { Name = "kept", SnapshotId = ids[0] });
        state = await SetAsync(table, state, new TableReference { Name = "old", SnapshotId = ids[1], MaxAge = TimeSpan.Zero });
        state = await SetAsync(table, state, new TableReference { Name = "two", SnapshotId = ids[2], IsBranch = true, KeepSnapshots = 2 });
        List<long> branch = [];
        for (int i = 10; i < 13; i++)
            branch.Add((await table.AppendAsync(table.Format.OnBranch(await table.LoadAsync(), "two"), [new Order(i)])).Snapshot!.Id);

        MaintenanceReport report = await table.Format.MaintainAsync(await table.LoadAsync(), new MaintenancePlan { ExpireBefore = DateTimeOffset.UtcNow.AddMinutes(1) }, Cancel);

        Assert.Equal(["kept", "main", "two"], report.State.References.Select(r => r.Name));
        Assert.Equal(new[] { ids[1], ids[2], branch[0] }.Order(), report.Expired.Select(s => s.Id).Order());
        Assert.Equal([0], (await table.ReadAsync(report.State, snapshot: ids[0])).Select(o => o.Id));
        Assert.Equal([0, 1, 2, 10, 11, 12], (await table.ReadAsync(table.Format.OnBranch(report.State, "two"))).Select(o => o.Id).Order());
        Assert.Equal((2, null), (report.State.References.Single(r => r.Name == "two").KeepSnapshots, report.State.References.Single(r => r.Name == "kept").MaxAge));
    }

    // As Spark does with "stage only", and as a branch that was dropped leaves it.
    [Fact]
    public async Task Snapshots_of_others_that_never_were_current_are_not_shown()
    {
        using TestTable table = new();
        TableState state = (await table.AppendAsync(await table.CreateAsync(), [new Order(1)])).State;
        long first = state.Current!.Id;
        state = (await table.AppendAsync(state, [new Order(2)])).State;
        long staged = state.Current!.Id;
        await new ForeignWriter(table.Location).RewriteAsync(state, root =>
        {
            root["current-snapshot-id"] = first;
            root["refs"]!["main"]!["snapshot-id"] = first;
            root["snapshot-log"]!.AsArray().RemoveAt(1);
            root["snapshots"]![1]!["summary"] = JsonNode.Parse("""{"operation":"append","wap.id":"x"}""");
        });
        state = await table.LoadAsync();

        Assert.Equal([first], state.Snapshots.Select(s => s.Id));
        Assert.Equal(staged, state.FindSnapshot(staged)!.Id);
        Assert.Equal(first, state.FindCurrentAt(DateTimeOffset.UtcNow.AddDays(1))!.Id);
    }

    private static Task<TableState> SetAsync(TestTable table, TableState basis, TableReference wanted) => table.Format.SetReferenceAsync(basis, wanted.Name, wanted, force: false, unlessProperty: null, Cancel);
}
