using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Values;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests;

/// <summary>Which files of a port the scan grants to an engine, and that SQL gives the same with and without them.</summary>
public sealed class PortLaneTests : IDisposable
{
    private const string Port = "tests/lanes/everything";

    private readonly MeshFolder _folder = new();
    private readonly WatchedEngine _direct = new();
    private readonly WatchedEngine _opened = new(direct: false);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _direct.Dispose();
        _opened.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_unrestricted_reader_gets_the_pinned_files_and_the_same_values_of_every_type()
    {
        await using Mesh direct = Open(_direct);
        await using Mesh opened = Open(_opened);
        Everything[] rows = Everything.Rows();
        foreach (Everything[] part in rows.Chunk(20))
            await direct.Output<Everything>(Port).PublishAsync(part, cancellationToken: Cancel);
        string[] statements =
        [
            "select * from p", "select * exclude (bytes, maybe_bytes) from p where maybe_float > 1e30 or maybe_double > 1", "select typeof(columns(*)) from p", "select count(*) from p",
            "select cabin, count(*), sum(amount), max(uuid), min(clock), max(moment) from p group by cabin", "select a.id from p a join p b on a.maybe_text = b.text",
            "select * from p where maybe_float = 'nan'::float", "select id from p where text = '' or maybe_text like '%smile'", "select id from p where moment < timestamptz '2001-02-10 00:00:00+00'",
        ];

        foreach (string sql in statements)
            Assert.Equal(await SortedAsync(opened, sql), await SortedAsync(direct, sql));

        Assert.All(_direct.Grants, grant => Assert.True(grant is { IsUnrestricted: true, Files.Count: 3 }));
        Assert.Empty(_direct.Opened);
        Assert.All(_opened.Grants, Assert.Null);
    }

    [Fact]
    public async Task An_earlier_snapshot_has_its_own_files()
    {
        await using Mesh mesh = Open(_direct);
        PublishResult first = await mesh.Output<Everything>(Port).PublishAsync([Everything.Rows()[0]], cancellationToken: Cancel);
        await mesh.Output<Everything>(Port).PublishAsync([Everything.Rows()[1]], cancellationToken: Cancel);

        Assert.Equal(["1"], await SortedAsync(mesh, "select count(*) from p", first.Snapshot));
        Assert.Equal(["2"], await SortedAsync(mesh, "select count(*) from p"));
        Assert.Equal([1, 2], _direct.Grants.Select(g => g!.Files.Count));
    }

    [Fact]
    public async Task A_port_without_rows_and_a_file_that_changed_are_read_by_the_scan()
    {
        await using Mesh mesh = Open(_direct);
        Assert.Equal(["0"], await SortedAsync(mesh, "select count(*) from p"));
        await mesh.Output<Everything>(Port).PublishAsync([Everything.Rows()[0]], cancellationToken: Cancel);
        string file = Assert.Single(await new StoredTable(_folder.Path, Port).FilesAsync());
        await File.AppendAllTextAsync(file, "x", Cancel);

        await Assert.ThrowsAsync<DataMeshException>(() => SortedAsync(mesh, "select * from p"));

        Assert.All(_direct.Grants, Assert.Null);
    }

    [Fact]
    public async Task A_reader_from_whom_columns_are_hidden_is_granted_no_file_as_it_is()
    {
        await using Mesh mesh = _folder.Open(m => With(m, _direct).AddProduct<Customer>(Port, p => p.Grant("cities", g => g.ToDomain("finance").Exclude(c => c.Email).Exclude(c => c.Score))));
        await mesh.Output<Customer>(Port).PublishAsync([new Customer { Id = Guid.NewGuid(), City = "Bonn", Email = "SECRET" }, new Customer { Id = Guid.NewGuid(), City = "Graz", Email = "SECRET" }], cancellationToken: Cancel);
        IInputPort port = await mesh.As("finance").OpenAsync(Port, cancellationToken: Cancel);

        Assert.Equal(["Bonn", "Graz"], (await Streams.ToListAsync(mesh.QueryBatchesAsync($"select city from {port} order by city", Cancel))).SelectMany(b => Cells(b, 0)));
        foreach (string column in (string[])["email", "filename"])
            await Assert.ThrowsAsync<DataMeshException>(() => mesh.QueryScalarAsync<long>(Statement(port, $"select count({column}) from p"), Cancel));

        Assert.All(_direct.Grants, grant => Assert.False(grant!.IsUnrestricted));
        Assert.All(_direct.Grants, grant => Assert.DoesNotContain(grant!.Columns, c => c.Name == "email"));
        Assert.Empty(_direct.Opened);
    }

    [Fact]
    public async Task A_row_filter_and_masks_give_the_same_rows_with_and_without_files()
    {
        await using Mesh direct = Restricted(_direct);
        await using Mesh opened = Restricted(_opened);
        foreach (int start in (int[])[0, 500])
            await direct.Output<OrderLine>(Port).PublishAsync([.. Enumerable.Range(start, 500).Select(Line)], cancellationToken: Cancel);
        string[] statements =
        [
            "select * from p", "select count(*), min(id), max(amount) from p", "select customer, count(*) from p group by customer", "select count(coupon) from p",
            "select * from p where id >= 990", "select count(*) from p where customer >= 'SECRET'", "select a.id from p a join p b using (id) where b.amount > 400", "select count(*) from p where amount < 1",
        ];

        foreach (string sql in statements)
        {
            List<string> rows = await SortedAsync(direct, sql, reader: "marketing");
            Assert.Equal(await SortedAsync(opened, sql, reader: "marketing"), rows);
            Assert.DoesNotContain(rows, row => row.Contains("SECRET", StringComparison.Ordinal));
        }

        Assert.All(_direct.Grants, grant => Assert.Equal(("amount", "first 2", "null"), (string.Join(' ', grant!.RowFilter!.GetColumns()), $"{Mask(grant, "customer")}", $"{Mask(grant, "coupon")}")));
        Assert.All(_direct.Grants, grant => Assert.All(grant!.Files, file => Assert.DoesNotContain(file.Statistics, s => s.FieldId == FieldOf(grant, "customer"))));
        Assert.Empty(_direct.Opened);

        static Mask? Mask(DirectFiles grant, string column) => grant.Columns.Single(c => c.Name == column).Mask;
        static int? FieldOf(DirectFiles grant, string column) => grant.FileSchema.GetFieldByName(column).GetFieldId();
    }

    [Fact]
    public async Task Masks_that_differ_between_rows_are_left_to_the_scan()
    {
        await using Mesh mesh = _folder.Open(m => With(m, _direct).AddProduct<OrderLine>(Port, p => p
            .Grant("few", g => g.ToDomain("marketing").Rows(o => o.Amount < 10).Mask(o => o.Customer, DataMesh.Mask.KeepFirst(2)))
            .Grant("many", g => g.ToDomain("marketing").Mask(o => o.Customer, DataMesh.Mask.Null))));
        await mesh.Output<OrderLine>(Port).PublishAsync([.. Enumerable.Range(0, 20).Select(Line)], cancellationToken: Cancel);

        Assert.Equal(["20|10"], await SortedAsync(mesh, "select count(*), count(customer) from p", reader: "marketing"));

        Assert.All(_direct.Grants, Assert.Null);
    }

    private Mesh Restricted(WatchedEngine engine) => _folder.Open(m => With(m, engine).AddProduct<OrderLine>(Port, p => p
        .Grant("some", g => g.ToDomain("marketing").Rows(o => o.Amount >= 100).Mask(o => o.Customer, DataMesh.Mask.KeepFirst(2)).Mask(o => o.Coupon, DataMesh.Mask.Null))));

    private static OrderLine Line(int i) => new() { Id = i, Customer = $"{(i % 3 == 0 ? "ü" : "x")}{i}SECRET", Amount = i, Coupon = i % 2 == 0 ? null : "SECRET" };

    private static SqlStatement Statement(IInputPort port, string sql) => SqlStatement.Parse(sql, new Dictionary<string, IInputPort> { ["p"] = port });

    private static async Task<List<string>> SortedAsync(Mesh mesh, string sql, Snapshot? at = null, string? reader = null)
    {
        IInputPort port = await (reader is null ? mesh : mesh.As(reader)).OpenAsync(Port, cancellationToken: Cancel);
        List<string> rows = [];
        await foreach (RecordBatch batch in mesh.QueryBatchesAsync(Statement(at is null ? port : port.AsOf(at), sql), Cancel))
            using (batch)
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => string.Join('|', batch.Arrays.Select(array => Sql.Text(array, row)))));
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static IEnumerable<string> Cells(RecordBatch batch, int column) => Enumerable.Range(0, batch.Length).Select(row => Sql.Text(batch.Column(column), row));

    private Mesh Open(WatchedEngine engine) => _folder.Open(m => With(m, engine).AddProduct<Everything>(Port, _ => { }));

    private static IDataMeshBuilder With(IDataMeshBuilder builder, WatchedEngine engine)
    {
        builder.Services.AddSingleton<QueryEngine>(_ => new Shared(engine));
        return builder;
    }

    /// <summary>Keeps the container from disposing an engine that several meshes use.</summary>
    private sealed class Shared(WatchedEngine engine) : QueryEngine
    {
        public override QueryEngineCapabilities Capabilities => engine.Capabilities;

        public override Task<QueryRun> StartAsync(QueryPlan plan, CancellationToken cancellationToken = default) => engine.StartAsync(plan, cancellationToken);
    }
}
