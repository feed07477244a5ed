using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Evolution;

/// <summary>A newer contract version over the table of an older one, through the whole stack; before 1.0.0, where a minor version may also drop and widen.</summary>
public sealed class EvolutionTests : IDisposable
{
    private const string Port = "energy/tariffs/current";
    private readonly MeshFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Old_rows_are_read_through_the_new_record_and_the_next_publish_replaces_them_by_key()
    {
        long first = await PublishFirstAsync();
        await using Mesh mesh = _folder.Open(Second);

        IInputPort<Tariffs.V2> input = await mesh.OpenAsync<Tariffs.V2>(Port, cancellationToken: Cancel);
        List<Tariffs.V2> before = await Streams.ToListAsync(input.ReadAsync(Cancel));
        PublishResult result = await mesh.Output<Tariffs.V2>(Port).PublishAsync([New(2), New(5_000_000_000)], cancellationToken: Cancel);
        List<Tariffs.V2> after = await Streams.ToListAsync(input.ReadAsync(Cancel));

        Assert.Equal([1, 2, 3], before.Select(r => r.Id).Order());
        Assert.All(before, r => Assert.Equal(($"area {r.Id}", r.Id * 1.5m, $"city {r.Id}", null, null), (r.Region, r.Price, r.Where.Town, r.Where.Name, r.Contact)));
        Assert.Equal(1, result.RowsReplaced);
        Assert.Equal([1, 2, 3, 5_000_000_000], after.Select(r => r.Id).Order());
        Assert.Equal(New(2), after.Single(r => r.Id == 2));
        Assert.Equal("area 3", after.Single(r => r.Id == 3).Region);

        string[] asOf = await RowTexts.OfAsync((await mesh.OpenAsync(Port, cancellationToken: Cancel)).AsOf(SnapshotSelector.Snapshot(first)).ReadBatchesAsync(cancellationToken: Cancel));
        Assert.Equal(3, asOf.Length);
        Assert.Contains(asOf, row => row.Contains("area 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sql_reads_the_evolved_table_as_the_scan_does_and_other_conditions_find_old_and_new_rows()
    {
        await PublishFirstAsync();
        await using Mesh mesh = _folder.Open(Second);
        await mesh.Output<Tariffs.V2>(Port).PublishAsync([New(7)], cancellationToken: Cancel);
        IInputPort port = await mesh.OpenAsync(Port, cancellationToken: Cancel);

        Assert.Equal(4, await mesh.QueryScalarAsync<long>($"select count(*) from {port}", Cancel));
        Assert.Equal(3, await mesh.QueryScalarAsync<long>($"select id from {port} where region = 'area 3'", Cancel));
        Assert.Equal(7, await mesh.QueryScalarAsync<long>($"select id from {port} where \"where\".town = 'city 7'", Cancel));
        Assert.Equal(1, await mesh.QueryScalarAsync<long>($"select count(*) from {port} where contact is not null", Cancel));
        Assert.Equal(1.5m + 3 + 4.5m + 10.5m, await mesh.QueryScalarAsync<decimal>($"select sum(price) from {port}", Cancel));
    }

    [Fact]
    public async Task Bindings_follow_a_renamed_column_and_a_new_classified_one_is_bound_before_anybody_sees_it()
    {
        await PublishFirstAsync(p => p.Grant("graz", g => g.ToDomain("graz").For("plans").Rows(t => t.Area == "area 9")));
        await using Mesh mesh = _folder.Open(m => Second(m, p => p.Grant("graz", g => g.ToDomain("graz").For("plans").Rows(t => t.Region == "area 9"))));
        await mesh.Output<Tariffs.V2>(Port).PublishAsync([New(9)], cancellationToken: Cancel);

        string[] rows = await RowTexts.OfAsync((await mesh.As("graz").OpenAsync(Port, "plans", Cancel)).ReadBatchesAsync(cancellationToken: Cancel));

        string row = Assert.Single(rows);
        Assert.Contains("area 9", row, StringComparison.Ordinal);
        Assert.Contains("contact=null", row, StringComparison.Ordinal);
        Assert.Contains("contact 9", string.Concat(await RowTexts.OfAsync((await mesh.OpenAsync(Port, cancellationToken: Cancel)).ReadBatchesAsync(cancellationToken: Cancel))), StringComparison.Ordinal);
        StoredTable table = new(_folder.Path, Port);
        Assert.All(Directory.GetFiles(Path.Combine(table.Folder, "metadata"), "*.avro"), f => Assert.DoesNotContain("contact 9", File.ReadAllText(f), StringComparison.Ordinal));
    }

    // As it is between the change of the table and the head that announces it, or when another tool changes a table.
    [Fact]
    public async Task Over_a_table_that_has_changed_already_a_condition_follows_its_field_and_one_on_a_dropped_column_denies()
    {
        await using Mesh mesh = _folder.Open(m => First(m, p => p
            .Grant("areas", g => g.ToDomain("graz").For("plans").Rows(t => t.Area == "area 2"))
            .Grant("remarks", g => g.ToDomain("graz").For("checks").Rows(t => t.Remark == "r"))));
        await mesh.Output<Tariffs.V1>(Port).PublishAsync(FirstRows(), cancellationToken: Cancel);
        foreach (string purpose in (string[])["plans", "checks"])
            Assert.Contains("area 2", Assert.Single(await ReadAsync(purpose)), StringComparison.Ordinal);
        using (LocalFilesState state = await LocalFilesState.LoadAsync(_folder.Path, new StoredTable(_folder.Path, Port).Folder))
            await state.EvolveAsync(columns => columns.Where(c => c.Name != "remark").Select(c => c.Name == "area" ? ArrowFields.Create("region", PhysicalType.Of(PhysicalTypeKind.String), false, c.GetFieldId()) : c));

        Assert.DoesNotContain("area 2", Assert.Single(await ReadAsync("plans")), StringComparison.Ordinal);
        PolicyDeniedException denied = await Assert.ThrowsAsync<PolicyDeniedException>(() => ReadAsync("checks"));
        Assert.Contains("'remark', which the snapshot does not have", denied.Message, StringComparison.Ordinal);

        async Task<string[]> ReadAsync(string purpose) => await RowTexts.OfAsync((await mesh.As("graz").OpenAsync(Port, purpose, Cancel)).ReadBatchesAsync(cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_version_that_the_table_cannot_follow_is_refused_and_changes_nothing()
    {
        await PublishFirstAsync();
        StoredTable table = new(_folder.Path, Port);
        string[] before = Directory.GetFileSystemEntries(table.Folder, "*", SearchOption.AllDirectories);
        await using Mesh mesh = _folder.Open(m => m.AddProduct<Tariffs.Narrowed>(Port, p => p.Version("0.2.0")));

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => mesh.RegisterAsync(Cancel));

        Assert.Equal(DataMeshErrorKind.InvalidDefinition, refused.Kind);
        Assert.Contains("'price' becomes int and was decimal(9,2)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("1.0.0", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(table.Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Older_code_beside_the_newer_registers_nothing_and_its_publish_says_what_is_wrong()
    {
        await PublishFirstAsync();
        await using Mesh newer = _folder.Open(Second);
        await newer.RegisterAsync(Cancel);
        await using Mesh older = _folder.Open(m => First(m));

        ContractMismatchException refused = await Assert.ThrowsAsync<ContractMismatchException>(() => older.Output<Tariffs.V1>(Port).PublishAsync(FirstRows(), cancellationToken: Cancel));

        Assert.Contains("region", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await RowTexts.OfAsync((await newer.OpenAsync(Port, cancellationToken: Cancel)).ReadBatchesAsync(cancellationToken: Cancel))).Length);
    }

    [Fact]
    public async Task Nodes_that_register_a_version_at_once_change_the_table_once()
    {
        await PublishFirstAsync();
        Mesh[] nodes = [.. Enumerable.Range(0, 4).Select(_ => _folder.Open(m => Second(m)))];

        await Task.WhenAll(nodes.Select(n => Task.Run(() => n.RegisterAsync(Cancel), Cancel)));

        foreach (Mesh node in nodes)
            await node.DisposeAsync();
        using LocalFilesState state = await LocalFilesState.LoadAsync(_folder.Path, new StoredTable(_folder.Path, Port).Folder);
        Assert.Equal(["id", "region", "price", "where", "contact"], state.Table.Schema.FieldsList.Select(f => f.Name));
        Assert.Equal([1, 2, 3, 5, 9], state.Table.Schema.FieldsList.Select(f => f.GetFieldId()));
    }

    private static Tariffs.V1[] FirstRows() => [.. Enumerable.Range(1, 3).Select(i => new Tariffs.V1 { Id = i, Area = $"area {i}", Price = i * 1.5m, Remark = i == 2 ? "r" : null, Where = new Tariffs.Place { City = $"city {i}", Floor = i } })];

    private static Tariffs.V2 New(long id) => new() { Id = id, Region = $"area {id}", Price = id * 1.5m, Where = new Tariffs.Street { Town = $"city {id}", Name = "Main" }, Contact = $"contact {id}" };

    private static void First(IDataMeshBuilder mesh, Action<OutputPortBuilder<Tariffs.V1>>? more = null) => Declare(mesh, "0.1.0", more);

    private static void Second(IDataMeshBuilder mesh) => Declare<Tariffs.V2>(mesh, "0.2.0", null);

    private static void Second(IDataMeshBuilder mesh, Action<OutputPortBuilder<Tariffs.V2>> more) => Declare(mesh, "0.2.0", more);

    private static void Declare<T>(IDataMeshBuilder mesh, SemanticVersion version, Action<OutputPortBuilder<T>>? more)
        where T : IDataSchema<T> => mesh.AddProduct<T>(Port, port =>
        {
            port.Version(version);
            more?.Invoke(port);
        });

    private async Task<long> PublishFirstAsync(Action<OutputPortBuilder<Tariffs.V1>>? more = null)
    {
        await using Mesh mesh = _folder.Open(m => First(m, more));
        return (await mesh.Output<Tariffs.V1>(Port).PublishAsync(FirstRows(), cancellationToken: Cancel)).Snapshot.Id;
    }

    /// <summary>The table as a process of its own loads it.</summary>
    private sealed class LocalFilesState(Adapters.LocalFilesObjectStore store, Adapters.IcebergTableFormat format, TableState table) : IDisposable
    {
        public TableState Table => table;

        public static async Task<LocalFilesState> LoadAsync(string root, string folder)
        {
            Adapters.LocalFilesObjectStore store = new(root);
            Adapters.IcebergTableFormat format = new(new Adapters.ParquetSharpFileFormat());
            return new LocalFilesState(store, format, (await format.LoadAsync(new TableLocation { Store = store, Path = Path.GetRelativePath(root, folder) }, Cancel))!);
        }

        public Task<TableState> EvolveAsync(Func<IEnumerable<Field>, IEnumerable<Field>> change) =>
            format.EvolveAsync(table, new TableEvolution { Schema = new Schema(change(table.Schema.FieldsList), null) }, Cancel);

        public void Dispose()
        {
            format.Dispose();
            store.Dispose();
        }
    }
}
