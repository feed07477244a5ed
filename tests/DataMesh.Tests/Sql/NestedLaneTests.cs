using System.Text.Json.Nodes;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Values;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests;

/// <summary>Structs, lists and maps on every lane of SQL: granted files, the guard's files and the scan give the same.</summary>
public sealed class NestedLaneTests : IDisposable
{
    private const string Port = "tests/lanes/trips";

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
    public async Task An_unrestricted_reader_gets_the_pinned_files_and_the_same_values_at_every_depth()
    {
        await using Mesh direct = Open(_direct, _ => { });
        await using Mesh opened = Open(_opened, _ => { });
        foreach (Trip[] part in Trip.Random(seed: 11, count: 900).Chunk(500))
            await direct.Output<Trip>(Port).PublishAsync(part, cancellationToken: Cancel);
        string[] statements =
        [
            "select * from p", "select typeof(columns(*)) from p limit 1", "select id, home.country.languages, unnest(legs) from p", "select home.region.number, count(*), list(id order by id) from p group by 1",
            "select id, map_keys(counts), nights from p where work is not null", "select a.id from p a join p b on a.work = b.home",
        ];

        foreach (string sql in statements)
            Assert.Equal(await SortedAsync(opened, sql), await SortedAsync(direct, sql));

        Assert.All(_direct.Grants, grant => Assert.True(grant is { IsUnrestricted: true, Files.Count: 2 }));
        Assert.Empty(_direct.Opened);
    }

    [Fact]
    public async Task Nested_columns_behind_a_row_filter_and_under_null_give_the_same_with_and_without_files()
    {
        Action<OutputPortBuilder<Trip>> policy = p => p.Grant("some", g => g.ToDomain("marketing").Rows(t => t.Id >= 100 && t.Work != null).Exclude(t => t.Nights)
            .Mask(t => t.Home, DataMesh.Mask.Null).Mask(t => t.Legs, DataMesh.Mask.Null).Mask(t => t.Counts, DataMesh.Mask.Null));
        await using Mesh direct = Open(_direct, policy);
        await using Mesh opened = Open(_opened, policy);
        foreach (Trip[] part in Trip.Random(seed: 12, count: 900).Chunk(500))
            await direct.Output<Trip>(Port).PublishAsync(part, cancellationToken: Cancel);
        string[] statements =
        [
            "select * from p", "select count(*), count(home), count(home.street), count(legs), count(counts), count(work) from p", "select id, work.country.languages, matrix, track from p where home is null",
            "select id, unnest(tags) from p", "select id, unnest(legs) from p", "select typeof(columns(*)) from p limit 1",
        ];

        foreach (string sql in statements)
            Assert.Equal(await SortedAsync(opened, sql, "marketing"), await SortedAsync(direct, sql, "marketing"));

        long visible = await CountAsync(direct, "select count(*) from p");
        Assert.InRange(visible, 1, 800);
        Assert.Equal(0, await CountAsync(direct, "select count(home) + count(home.street) + count(legs) + count(counts) from p"));
        Assert.All(_direct.Grants, grant => Assert.Equal(["null", "null", "null"], ((string[])["home", "legs", "counts"]).Select(name => $"{grant!.Columns.Single(c => c.Name == name).Mask}")));
        Assert.All(_direct.Grants, grant => Assert.DoesNotContain(grant!.Columns, c => c.Name == "nights"));
        Assert.Empty(_direct.Opened);
    }

    [Fact]
    public async Task Properties_whose_names_changed_hands_are_read_by_the_scan()
    {
        await using (Mesh mesh = Open(_direct, _ => { }))
            await mesh.Output<Trip>(Port).PublishAsync([.. Trip.Random(seed: 13, count: 9).Select(t => t with { Home = t.Home with { Street = "was street", City = "was city" } })], cancellationToken: Cancel);
        SwapIds("home", "street", "city");
        await using Mesh after = Open(_direct, _ => { });

        Assert.Equal(["was city|was street"], (await SortedAsync(after, "select home.street, home.city from p")).Distinct());

        Assert.Null(Assert.Single(_direct.Grants));
    }

    // As an engine leaves a table in which one property was renamed, and then the other got its name.
    private void SwapIds(string column, string one, string other)
    {
        string metadata = Directory.GetFiles(Path.Combine(new StoredTable(_folder.Path, Port).Folder, "metadata"), "v*.metadata.json").OrderBy(f => f.Length).ThenBy(f => f, StringComparer.Ordinal).Last();
        JsonNode root = JsonNode.Parse(File.ReadAllText(metadata))!;
        JsonArray below = root["schemas"]![0]!["fields"]!.AsArray().Single(f => (string)f!["name"]! == column)!["type"]!["fields"]!.AsArray();
        (JsonNode a, JsonNode b) = (below.Single(f => (string)f!["name"]! == one)!, below.Single(f => (string)f!["name"]! == other)!);
        ((a["id"], b["id"]), (a["required"], b["required"])) = (((int)b["id"]!, (int)a["id"]!), (false, false));
        File.WriteAllText(metadata, root.ToJsonString());
    }

    private Mesh Open(WatchedEngine engine, Action<OutputPortBuilder<Trip>> policy) => _folder.Open(m =>
    {
        m.Services.AddSingleton<QueryEngine>(_ => new Shared(engine));
        m.AddDomain("tests", domain => domain.AddProduct("lanes", product => product.Output("trips", policy)));
    });

    private static async Task<long> CountAsync(Mesh mesh, string sql) => long.Parse(Assert.Single(await SortedAsync(mesh, sql, "marketing")), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<List<string>> SortedAsync(Mesh mesh, string sql, string? reader = null)
    {
        IInputPort port = await (reader is null ? mesh : mesh.As(reader)).OpenAsync(Port, cancellationToken: Cancel);
        List<string> rows = [];
        await foreach (RecordBatch batch in mesh.QueryBatchesAsync(SqlStatement.Parse(sql, new Dictionary<string, IInputPort> { ["p"] = port }), Cancel))
            using (batch)
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => string.Join('|', batch.Arrays.Select(array => Sql.Text(array, row)))));
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    /// <summary>Keeps the container from disposing an engine that several meshes use.</summary>
    private sealed class Shared(WatchedEngine engine) : QueryEngine
    {
        public override QueryEngineCapabilities Capabilities => engine.Capabilities;

        public override Task<QueryRun> StartAsync(QueryPlan plan, CancellationToken cancellationToken = default) => engine.StartAsync(plan, cancellationToken);
    }
}
