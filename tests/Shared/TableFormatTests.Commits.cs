using System.Collections.Concurrent;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Shared;

public abstract partial class TableFormatTests
{
    [Fact]
    public virtual async Task Appends_add_up_and_earlier_snapshots_stay_readable()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        for (long id = 1; id <= 4; id++)
            state = await AppendAsync(format, state, id);

        Assert.Equal([1, 2, 3, 4], await IdsAsync(format, state));
        Assert.Equal([1, 2, 3, 4], state.Snapshots.Select(snapshot => snapshot.SequenceNumber));
        Assert.Equal([null, .. state.Snapshots.Select(snapshot => (long?)snapshot.Id)], [.. state.Snapshots.Select(snapshot => snapshot.ParentId), state.Current!.Id]);
        if (!format.Capabilities.TimeTravel)
            return;
        for (int i = 0; i < 4; i++)
            Assert.Equal(Enumerable.Range(1, i + 1).Select(id => (long)id), await IdsAsync(format, state, state.Snapshots[i].Id));
    }

    [Fact]
    public virtual async Task A_snapshot_tells_what_it_is()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        DataFile[] files = await WriteAsync(format, state, 1, 2);
        TableCommit commit = Commit(TableOperation.Append, files) with { Summary = new Dictionary<string, string> { ["tests.who"] = "nämé \"quoted\"" } };

        CommitResult result = await format.CommitAsync(state, commit, Token);

        TableSnapshot snapshot = Assert.IsType<TableSnapshot>(result.Snapshot);
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        Assert.Null(result.Conflict);
        Assert.InRange(snapshot.Id, 1, (1L << 53) - 1);
        Assert.Equal(TableOperation.Append, snapshot.Operation);
        Assert.Equal("nämé \"quoted\"", snapshot.Summary["tests.who"]);
        Assert.Equal(0, snapshot.CommittedAt.Ticks % TimeSpan.TicksPerMillisecond);
        Assert.Equal(snapshot.Id, result.State.Current!.Id);
        TableSnapshot loaded = (await format.LoadAsync(state.Location, Token))!.Current!;
        Assert.Equal((snapshot.Id, snapshot.SequenceNumber, snapshot.CommittedAt, snapshot.Operation), (loaded.Id, loaded.SequenceNumber, loaded.CommittedAt, loaded.Operation));
        Assert.Equal("nämé \"quoted\"", loaded.Summary["tests.who"]);
    }

    [Fact]
    public virtual async Task What_speaks_of_all_rows_is_carried_from_summary_to_summary_also_when_a_commit_is_rebased()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState basis = await AppendAsync(format, await CreateAsync(format), 1);
        DataFile[] files = await WriteAsync(format, basis, 2), others = await WriteAsync(format, basis, 3);
        const string Key = TableCommit.CarriedPrefix + "tests";

        CommitResult set = await format.CommitAsync(basis, Commit(TableOperation.Append, files) with { Summary = new Dictionary<string, string> { [Key] = "2", ["tests.own"] = "2" } }, Token);
        CommitResult rebased = await format.CommitAsync(basis, Commit(TableOperation.Append, others), Token);
        CommitResult changed = await format.CommitAsync(rebased.State, Commit(TableOperation.Append, await WriteAsync(format, rebased.State, 4)) with { Summary = new Dictionary<string, string> { [Key] = "4" } }, Token);

        Assert.Equal(["2", "2", "4"], new[] { set, rebased, changed }.Select(c => c.Snapshot!.Summary[Key]));
        Assert.False(rebased.Snapshot!.Summary.ContainsKey("tests.own"));
    }

    [Fact]
    public virtual async Task A_property_that_is_set_stands_in_the_way_of_commits_that_say_so_also_of_those_under_way()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState basis = await AppendAsync(format, await CreateAsync(format), 1);
        DataFile[] files = await WriteAsync(format, basis, 2), others = await WriteAsync(format, basis, 3);

        TableState stopped = await format.SetPropertiesAsync(basis, new Dictionary<string, string> { ["tests.stop"] = "yes", ["tests.other"] = "1" }, Token);
        CommitResult refused = await format.CommitAsync(basis, Commit(TableOperation.Append, files) with { UnlessProperty = "tests.stop" }, Token);
        CommitResult passed = await format.CommitAsync(basis, Commit(TableOperation.Append, others) with { UnlessProperty = "tests.none" }, Token);
        await Assert.ThrowsAsync<CommitConflictException>(() => format.SetPropertiesAsync(basis, new Dictionary<string, string> { ["tests.stop"] = "again" }, Token));
        TableState free = await format.SetPropertiesAsync(passed.State, new Dictionary<string, string> { ["tests.stop"] = "" }, Token);
        CommitResult later = await format.CommitAsync(basis, Commit(TableOperation.Append, files) with { UnlessProperty = "tests.stop" }, Token);

        Assert.Equal("yes", stopped.Properties["tests.stop"]);
        Assert.Equal((CommitOutcome.Conflict, CommitOutcome.Committed, CommitOutcome.Committed), (refused.Outcome, passed.Outcome, later.Outcome));
        Assert.Contains("tests.stop", refused.Conflict, StringComparison.Ordinal);
        Assert.Equal(("", "1"), (free.Properties["tests.stop"], free.Properties["tests.other"]));
        Assert.Equal([1, 2, 3], (await IdsAsync(format, later.State)).Order());
    }

    [Fact]
    public virtual async Task A_change_that_depends_on_rows_conflicts_with_files_that_may_hold_such_rows_and_passes_others()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState basis = await AppendAsync(format, await CreateAsync(format), 1, 2);
        TableCommit delete = Commit(TableOperation.Delete, [], [(await PlanAsync(format, basis))[0].File]) with { DependsOnRows = Filter.Compare("id", ComparisonOperator.LessThan, 10) };
        TableState far = await AppendAsync(format, basis, 100);

        CommitResult passed = await format.CommitAsync(basis, delete, Token);
        TableState near = await AppendAsync(format, passed.State, 5);
        CommitResult late = await format.CommitAsync(far, Commit(TableOperation.Delete, [], []) with { DependsOnRows = Filter.Compare("id", ComparisonOperator.LessThan, 10) }, Token);

        Assert.Equal(CommitOutcome.Committed, passed.Outcome);
        Assert.Equal([100], await IdsAsync(format, passed.State));
        Assert.Equal(CommitOutcome.Conflict, late.Outcome);
        Assert.NotNull(late.Conflict);
        Assert.Equal([5, 100], (await IdsAsync(format, near)).Order());
    }

    [Fact]
    public virtual async Task Changes_are_the_files_that_one_snapshot_has_and_another_has_not()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState first = await AppendAsync(format, await CreateAsync(format), 1);
        TableState second = await AppendAsync(format, first, 2);
        ScanTask[] live = await PlanAsync(format, second);
        DataFile[] rewritten = await WriteAsync(format, second, 1, 7);
        TableState third = (await format.CommitAsync(second, Commit(TableOperation.Overwrite, rewritten, [live[0].File]), Token)).State;

        TableChanges all = await format.PlanChangesAsync(third, null, second.Current!.Id, Token), last = await format.PlanChangesAsync(third, second.Current.Id, third.Current!.Id, Token);
        TableChanges both = await format.PlanChangesAsync(third, first.Current!.Id, third.Current.Id, Token), none = await format.PlanChangesAsync(third, third.Current.Id, third.Current.Id, Token);

        Assert.Equal(live.Select(t => t.File.Path).OrderBy(p => p.ToString()), all.Added.Select(t => t.File.Path).OrderBy(p => p.ToString()));
        Assert.Equal((rewritten[0].Path, live[0].File.Path), (Assert.Single(last.Added).File.Path, Assert.Single(last.Removed).File.Path));
        Assert.Equal([live[1].File.Path, rewritten[0].Path], both.Added.Select(t => t.File.Path).OrderBy(p => p == rewritten[0].Path));
        Assert.Equal(live[0].File.Path, Assert.Single(both.Removed).File.Path);
        Assert.Equal((0, 0), (none.Added.Count, none.Removed.Count));
        Assert.All(new[] { all, last, both, none }, changes => Assert.False(changes.HasRowDeletes));
    }

    [Fact]
    public virtual async Task States_do_not_change()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState first = await AppendAsync(format, await CreateAsync(format), 1);
        TableState second = await AppendAsync(format, first, 2);

        Assert.Equal([1], await IdsAsync(format, first));
        Assert.Single(first.Snapshots);
        Assert.Equal([1, 2], await IdsAsync(format, second));
    }

    [Fact]
    public virtual async Task An_overwrite_replaces_files()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await AppendAsync(format, await AppendAsync(format, await CreateAsync(format), 1, 2), 3);
        DataFile[] old = [.. (await PlanAsync(format, state)).Select(task => task.File)];
        DataFile[] added = await WriteAsync(format, state, 7, 8);

        CommitResult result = await format.CommitAsync(state, Commit(TableOperation.Overwrite, added, old) with { DependsOnBasis = true }, Token);

        Assert.Equal([7, 8], await IdsAsync(format, result.State));
        Assert.Equal(TableOperation.Overwrite, result.Snapshot!.Operation);
        if (format.Capabilities.TimeTravel)
            Assert.Equal([1, 2, 3], await IdsAsync(format, result.State, state.Current!.Id));
    }

    [Fact]
    public virtual async Task A_delete_removes_files_and_keeps_the_others()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await AppendAsync(format, await CreateAsync(format), 1, 2);
        DataFile gone = Assert.Single(await PlanAsync(format, state)).File;
        state = await AppendAsync(format, state, 3);

        state = (await format.CommitAsync(state, Commit(TableOperation.Delete, [], gone), Token)).State;

        Assert.Equal([3], await IdsAsync(format, state));
        Assert.Equal([3], await IdsAsync(format, (await format.LoadAsync(state.Location, Token))!));
    }

    [Fact]
    public virtual async Task A_table_can_become_empty_again()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await AppendAsync(format, await CreateAsync(format), 1);
        DataFile[] all = [.. (await PlanAsync(format, state)).Select(task => task.File)];

        state = (await format.CommitAsync(state, Commit(TableOperation.Delete, [], all), Token)).State;
        Assert.Empty(await IdsAsync(format, state));

        Assert.Equal([9], await IdsAsync(format, await AppendAsync(format, state, 9)));
    }

    [Fact]
    public virtual async Task A_commit_key_commits_once()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        TableCommit commit = Commit(TableOperation.Append, await WriteAsync(format, state, 1));
        CommitResult first = await format.CommitAsync(state, commit, Token);
        TableState later = await AppendAsync(format, first.State, 2);

        foreach (TableState basis in (TableState[])[state, first.State, later])
        {
            CommitResult again = await format.CommitAsync(basis, commit with { Added = await WriteAsync(format, basis, 3) }, Token);
            Assert.Equal(CommitOutcome.AlreadyCommitted, again.Outcome);
            Assert.Equal(first.Snapshot!.Id, again.Snapshot!.Id);
            Assert.Equal([1, 2], await IdsAsync(format, again.State));
        }
    }

    [Fact]
    public virtual async Task Racing_commits_of_one_key_commit_once()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        CommitResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            await format.CommitAsync(state, Commit(TableOperation.Append, await WriteAsync(format, state, 1)) with { CommitKey = "same" }, Token), Token)));

        Assert.Single(results, result => result.Outcome == CommitOutcome.Committed);
        Assert.Equal(3, results.Count(result => result.Outcome == CommitOutcome.AlreadyCommitted));
        Assert.Equal([1], await IdsAsync(format, (await format.LoadAsync(state.Location, Token))!));
    }

    [Fact]
    public virtual async Task An_append_on_an_old_state_is_rebased()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState empty = await CreateAsync(format);
        TableState other = await AppendAsync(format, empty, 1);

        TableState mine = await AppendAsync(format, empty, 2);

        Assert.Equal([1, 2], await IdsAsync(format, mine));
        Assert.Equal(other.Current!.Id, mine.Current!.ParentId);
    }

    [Fact]
    public virtual async Task A_change_that_depends_on_an_old_state_conflicts()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState basis = await AppendAsync(format, await CreateAsync(format), 1);
        TableCommit commit = Commit(TableOperation.Append, await WriteAsync(format, basis, 2)) with { DependsOnBasis = true };
        TableState other = await AppendAsync(format, basis, 3);

        CommitResult result = await format.CommitAsync(basis, commit, Token);

        Assert.Equal(CommitOutcome.Conflict, result.Outcome);
        Assert.Null(result.Snapshot);
        Assert.False(string.IsNullOrWhiteSpace(result.Conflict));
        Assert.Equal(other.Current!.Id, result.State.Current!.Id);
        Assert.Equal([1, 3], await IdsAsync(format, (await format.LoadAsync(basis.Location, Token))!));
        Assert.Equal(CommitOutcome.Committed, (await format.CommitAsync(result.State, commit, Token)).Outcome);
    }

    [Fact]
    public virtual async Task Removing_a_file_that_is_no_longer_live_conflicts()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState basis = await AppendAsync(format, await CreateAsync(format), 1);
        DataFile file = Assert.Single(await PlanAsync(format, basis)).File;
        await format.CommitAsync(basis, Commit(TableOperation.Delete, [], file), Token);

        CommitResult result = await format.CommitAsync(basis, Commit(TableOperation.Overwrite, await WriteAsync(format, basis, 2), file), Token);

        Assert.Equal(CommitOutcome.Conflict, result.Outcome);
        Assert.Empty(await IdsAsync(format, result.State));
    }

    [Fact]
    public virtual async Task Files_of_a_commit_that_conflicted_can_be_discarded()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState basis = await AppendAsync(format, await CreateAsync(format), 1);
        TableCommit commit = Commit(TableOperation.Append, await WriteAsync(format, basis, 2)) with { DependsOnBasis = true };
        TableState other = await AppendAsync(format, basis, 3);
        await format.CommitAsync(basis, commit, Token);

        await format.DiscardAsync(basis, commit.Added, Token);

        Assert.Equal([1, 3], await IdsAsync(format, other));
    }

    [Fact]
    public virtual async Task Concurrent_appenders_lose_nothing()
    {
        using TableFormat format = fixture.CreateFormat();
        if (!format.Capabilities.ConcurrentCommits)
            return;
        TableState state = await CreateAsync(format);
        using TableFormat other = fixture.Reopen(format) ?? format;
        ConcurrentBag<long> sequences = [];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            TableFormat own = writer % 2 == 0 ? format : other;
            for (int round = 0; round < 3; round++)
            {
                TableState basis = (await own.LoadAsync(state.Location, Token))!;
                sequences.Add((await AppendAsync(own, basis, writer * 10 + round)).Current!.SequenceNumber);
            }
        }, Token)));

        TableState final = (await format.LoadAsync(state.Location, Token))!;
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (long)(i / 3 * 10 + i % 3)), await IdsAsync(format, final));
        Assert.Equal(Enumerable.Range(1, 24).Select(i => (long)i), final.Snapshots.Select(snapshot => snapshot.SequenceNumber));
        Assert.Equal(24, final.Snapshots.Select(snapshot => snapshot.Id).Distinct().Count());
    }

    [Fact]
    public virtual async Task A_staged_state_shows_the_change_and_nobody_else_sees_it()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState basis = await AppendAsync(format, await CreateAsync(format), 1, 2);
        DataFile old = Assert.Single(await PlanAsync(format, basis)).File;
        TableCommit commit = Commit(TableOperation.Overwrite, await WriteAsync(format, basis, 5), old);

        TableState staged = format.Stage(basis, commit);

        Assert.True(staged.IsStaged);
        Assert.Equal([5], await IdsAsync(format, staged, checkColumns: true));
        Assert.Equal(basis.Snapshots.Select(s => s.Id), staged.Snapshots.Select(s => s.Id));
        Assert.Equal(0, Assert.Single(await PlanAsync(format, staged)).SequenceNumber);
        Assert.Equal([1, 2], await IdsAsync(format, basis));
        Assert.Equal([1, 2], await IdsAsync(format, (await format.LoadAsync(basis.Location, Token))!));
        await Assert.ThrowsAsync<ArgumentException>(() => format.CommitAsync(staged, commit, Token));

        CommitResult committed = await format.CommitAsync(basis, commit, Token);
        Assert.Equal([5], await IdsAsync(format, committed.State));
        Assert.False(committed.State.IsStaged);
    }

    [Fact]
    public virtual async Task A_cancelled_commit_changes_nothing()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        TableCommit commit = Commit(TableOperation.Append, await WriteAsync(format, state, 1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => format.CommitAsync(state, commit, new CancellationToken(canceled: true)));

        Assert.Empty((await format.LoadAsync(state.Location, Token))!.Snapshots);
    }

    [Fact]
    public virtual async Task A_format_that_opens_the_same_store_sees_the_table()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await AppendAsync(format, await CreateAsync(format, new PartitionField { Column = "day" }), 1, 25);
        using TableFormat? other = fixture.Reopen(format);
        if (other is null)
        {
            Assert.False(format.Capabilities.Durable);
            return;
        }
        TableState seen = (await other.LoadAsync(state.Location, Token))!;
        Assert.Equal(state.TableId, seen.TableId);
        Assert.Equal(state.Partitioning, seen.Partitioning);
        Assert.Equal([1, 25], await IdsAsync(other, seen, checkColumns: true));
    }
}
