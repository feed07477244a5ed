using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Shared;

/// <summary>What every table format must do. Derive it, hand in a fixture, override only to assert a deviation.</summary>
public abstract partial class TableFormatTests(TableFormatFixture fixture)
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected TableFormatFixture Fixture => fixture;

    [Fact]
    public virtual async Task A_new_table_is_empty_and_has_what_was_defined()
    {
        using TableFormat format = fixture.CreateFormat();
        TableLocation table = NewLocation();
        TableDefinition definition = TableFormatRows.Definition();

        TableState created = await format.CreateAsync(table, definition, Token);
        TableState loaded = Assert.IsAssignableFrom<TableState>(await format.LoadAsync(table, Token));

        foreach (TableState state in (TableState[])[created, loaded])
        {
            Assert.Equal(definition.TableId, state.TableId);
            Assert.Equal(["id", "name", "day", "amount"], state.Schema.FieldsList.Select(field => field.Name));
            Assert.Equal([false, true, false, true], state.Schema.FieldsList.Select(field => field.IsNullable));
            Assert.Equal(
                definition.Schema.FieldsList.Select(field => PhysicalType.TryFromArrow(field.DataType)),
                state.Schema.FieldsList.Select(field => PhysicalType.TryFromArrow(field.DataType)));
            Assert.Equal(["id"], state.Key);
            Assert.Equal("tests", state.Properties["owner"]);
            Assert.Empty(state.Partitioning);
            Assert.Empty(state.Snapshots);
            Assert.Null(state.Current);
            Assert.False(state.IsStaged);
            Assert.Equal(table, state.Location);
            Assert.Empty(await IdsAsync(format, state));
        }
    }

    [Fact]
    public virtual async Task Every_column_has_its_own_field_id_that_stays()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        int?[] ids = [.. state.Schema.FieldsList.Select(field => field.GetFieldId())];
        Assert.All(ids, id => Assert.True(id > 0));
        Assert.Equal(ids.Length, ids.Distinct().Count());

        TableState after = await AppendAsync(format, state, 1);
        Assert.Equal(ids, after.Schema.FieldsList.Select(field => field.GetFieldId()));
        Assert.Equal(ids, after.SchemaAt(after.Current!.Id).FieldsList.Select(field => field.GetFieldId()));
    }

    [Fact]
    public virtual async Task Columns_change_where_that_is_declared_and_nothing_else_does()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await AppendAsync(format, await CreateAsync(format), 1, 2);
        Field[] columns = [.. state.Schema.FieldsList.Where(f => f.Name != "amount"), ArrowFields.Create("note", PhysicalType.Of(PhysicalTypeKind.String), nullable: true)];
        TableEvolution evolution = new() { Schema = new Schema(columns, null), Properties = new Dictionary<string, string> { ["changed"] = "yes" } };
        if (!format.Capabilities.SchemaEvolution)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => format.EvolveAsync(state, evolution, Token));
            return;
        }

        TableState evolved = await format.EvolveAsync(state, evolution, Token);

        Assert.Equal(["id", "name", "day", "note"], evolved.Schema.FieldsList.Select(f => f.Name));
        Assert.DoesNotContain(evolved.Schema.GetFieldByName("note").GetFieldId(), state.Schema.FieldsList.Select(f => f.GetFieldId()));
        Assert.Equal(("yes", "tests"), (evolved.Properties["changed"], evolved.Properties["owner"]));
        Assert.Equal(state.Snapshots.Select(s => s.Id), evolved.Snapshots.Select(s => s.Id));
        Assert.Equal([1, 2], await IdsAsync(format, evolved));
        await Assert.ThrowsAsync<CommitConflictException>(() => format.EvolveAsync(state, evolution with { Schema = state.Schema }, Token));
    }

    [Fact]
    public virtual async Task No_table_is_loaded_where_none_lies()
    {
        using TableFormat format = fixture.CreateFormat();
        Assert.Null(await format.LoadAsync(NewLocation(), Token));
    }

    [Fact]
    public virtual async Task A_second_table_in_one_place_is_refused()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState first = await CreateAsync(format);

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => format.CreateAsync(first.Location, TableFormatRows.Definition(), Token));

        Assert.Equal(DataMeshErrorKind.AlreadyExists, error.Kind);
        Assert.Equal(first.TableId, (await format.LoadAsync(first.Location, Token))!.TableId);
    }

    [Fact]
    public virtual async Task Of_racing_creations_exactly_one_wins()
    {
        using TableFormat format = fixture.CreateFormat();
        TableLocation table = NewLocation();
        TableState?[] states = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                return await format.CreateAsync(table, TableFormatRows.Definition(), Token);
            }
            catch (DataMeshException error) when (error.Kind == DataMeshErrorKind.AlreadyExists)
            {
                return null;
            }
        }, Token)));

        TableState winner = Assert.Single(states, state => state is not null)!;
        Assert.Equal(winner.TableId, (await format.LoadAsync(table, Token))!.TableId);
    }

    [Fact]
    public virtual async Task Two_tables_of_one_store_do_not_meet()
    {
        using TableFormat format = fixture.CreateFormat();
        TableLocation first = NewLocation(), second = first with { Path = first.Path.Parent / "other" };
        TableState one = await format.CreateAsync(first, TableFormatRows.Definition(), Token);
        TableState two = await format.CreateAsync(second, TableFormatRows.Definition(), Token);
        one = await AppendAsync(format, one, 1, 2);
        two = await AppendAsync(format, two, 3);

        Assert.Equal([1, 2], await IdsAsync(format, one));
        Assert.Equal([3], await IdsAsync(format, two));
    }

    [Fact]
    public virtual async Task Written_rows_come_back_unchanged()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        long[] ids = [.. Enumerable.Range(0, 500).Select(i => (long)i)];
        state = await AppendAsync(format, state, ids);

        IReadOnlyList<long> found = await IdsAsync(format, state, checkColumns: true);

        Assert.Equal(ids, found);
    }

    [Fact]
    public virtual async Task Slices_are_written_as_what_they_show()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        using RecordBatch whole = TableFormatRows.Batch(state.Schema, Enumerable.Range(0, 100).Select(i => (long)i));
        DataFile[] files = await WriteAsync(format, state, new[] { whole.Slice(13, 50) }.ToAsyncEnumerable());
        state = (await format.CommitAsync(state, Commit(TableOperation.Append, files), Token)).State;

        Assert.Equal(Enumerable.Range(13, 50).Select(i => (long)i), await IdsAsync(format, state, checkColumns: true));
        Assert.Equal(50, Assert.Single(files).RowCount);
    }

    [Fact]
    public virtual async Task Nothing_written_is_visible_before_it_is_committed()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        DataFile[] files = await WriteAsync(format, state, 1, 2, 3);

        Assert.NotEmpty(files);
        Assert.Empty(await IdsAsync(format, (await format.LoadAsync(state.Location, Token))!));
    }

    [Fact]
    public virtual async Task Data_files_describe_themselves()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        DataFile file = Assert.Single(await WriteAsync(format, state, 10, 14, 28, 12));

        Assert.Equal(4, file.RowCount);
        Assert.True(file.Length > 0);
        Assert.NotEmpty(file.Format);
        Assert.True(file.Path.IsUnder(state.Location.Path));
        ColumnStatistics id = StatisticsOf(state, file, "id"), amount = StatisticsOf(state, file, "amount");
        Assert.Equal((4, 0, 10, 28), (id.ValueCount, id.NullCount, id.Minimum.AsInteger(), id.Maximum.AsInteger()));
        Assert.Equal((4, 2), (amount.ValueCount, amount.NullCount));
        if (fixture.WritesToStore)
            Assert.Equal(file.Length, (await state.Location.Store.FindAsync(file.Path, Token))!.Length);
    }

    [Fact]
    public virtual async Task Bounds_of_columns_that_withhold_them_appear_nowhere()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await format.CreateAsync(NewLocation(), TableFormatRows.Definition() with { WithoutBounds = ["name"] }, Token);
        DataFile[] files = await WriteAsync(format, state, 1, 2, 3);
        state = (await format.CommitAsync(state, Commit(TableOperation.Append, files), Token)).State;

        foreach (DataFile file in files.Concat((await PlanAsync(format, state)).Select(task => task.File)))
        {
            ColumnStatistics? name = file.Columns.FirstOrDefault(column => column.FieldId == state.Schema.GetFieldByName("name").GetFieldId());
            Assert.True(name is null || (name.Minimum.IsNull && name.Maximum.IsNull));
            Assert.False(StatisticsOf(state, file, "id").Minimum.IsNull);
        }
    }

    [Fact]
    public virtual async Task A_small_target_size_gives_several_files()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        long[] ids = [.. Enumerable.Range(0, 2000).Select(i => (long)i)];
        IAsyncEnumerable<RecordBatch> rows = TableFormatRows.Batches(state.Schema, ids, 100);
        DataFile[] files = await format.WriteAsync(state, rows, new TableWriteOptions { TargetFileBytes = 1, RowGroupRows = 100 }, Token).ToArrayAsync(Token);

        Assert.True(files.Length > 1);
        Assert.Equal(files.Length, files.Select(file => file.Path).Distinct().Count());
        state = (await format.CommitAsync(state, Commit(TableOperation.Append, files), Token)).State;
        Assert.Equal(ids, await IdsAsync(format, state));
    }

    [Fact]
    public virtual async Task A_write_that_fails_leaves_no_file()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        string[] before = await ObjectsAsync(state);
        List<DataFile> files = [];
        TableWriteOptions options = new() { TargetFileBytes = 1, RowGroupRows = 40 };

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (DataFile file in format.WriteAsync(state, Broken(), options, Token))
                files.Add(file);
        });

        Assert.Equal(before, await ObjectsAsync(state));
        foreach (DataFile file in files)
            await AssertIsGoneAsync(format, state, file);

        async IAsyncEnumerable<RecordBatch> Broken()
        {
            await foreach (RecordBatch batch in TableFormatRows.Batches(state.Schema, [.. Enumerable.Range(0, 400).Select(i => (long)i)]))
                yield return batch;
            throw new InvalidDataException("The source failed.");
        }
    }

    [Fact]
    public virtual async Task A_cancelled_write_leaves_no_file()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        string[] before = await ObjectsAsync(state);
        using CancellationTokenSource cancel = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (DataFile _ in format.WriteAsync(state, Cancelling(), TableWriteOptions.Default, cancel.Token)) { }
        });

        Assert.Equal(before, await ObjectsAsync(state));

        async IAsyncEnumerable<RecordBatch> Cancelling()
        {
            yield return TableFormatRows.Batch(state.Schema, 1, 2, 3);
            await cancel.CancelAsync();
            yield return TableFormatRows.Batch(state.Schema, 4, 5, 6);
        }
    }

    [Fact]
    public virtual async Task Discarded_files_are_gone_and_discarding_again_is_fine()
    {
        using TableFormat format = fixture.CreateFormat();
        TableState state = await CreateAsync(format);
        string[] before = await ObjectsAsync(state);
        DataFile[] files = await WriteAsync(format, state, 1, 2);

        await format.DiscardAsync(state, files, Token);
        await format.DiscardAsync(state, files, Token);

        Assert.Equal(before, await ObjectsAsync(state));
        await AssertIsGoneAsync(format, state, files[0]);
    }

    // A format whose files lie in the store shows there that they are gone.
    private async Task AssertIsGoneAsync(TableFormat format, TableState state, DataFile file)
    {
        if (fixture.ReadsUnplannedTasks)
            await Assert.ThrowsAsync<DataMeshException>(() => ReadFileAsync(format, state, file));
    }

    private static async Task ReadFileAsync(TableFormat format, TableState state, DataFile file)
    {
        await foreach (RecordBatch batch in format.ReadTaskAsync(new ScanTask { Table = state.Location, File = file, Schema = state.Schema }, FileReadRequest.All, Token))
            batch.Dispose();
    }
}
