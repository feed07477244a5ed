using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Values;

/// <summary>Structs, lists and maps through the whole stack: published, read back, queried, and read by others.</summary>
public sealed class NestedValueTests(NestedValueTests.Stored stored) : IClassFixture<NestedValueTests.Stored>
{
    private const string Port = "tests/trips/trips";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Trip[] Rows { get; } = Trip.Random(seed: 7, count: 5_000);

    [Fact]
    public async Task Every_nested_value_comes_back_as_it_was()
    {
        List<Trip> read = await Streams.ToListAsync((await stored.Mesh.OpenAsync<Trip>(Port, cancellationToken: Cancel)).ReadAsync(Cancel));

        Assert.Equal(Rows.Select(Trip.Describe), read.OrderBy(r => r.Id).Select(Trip.Describe));
    }

    [Fact]
    public async Task SQL_sees_what_is_below_and_gives_nested_rows_back()
    {
        Trip[] found = [.. Rows.Where(r => r.Home.City == "plain")];
        IInputPort<Trip> port = await stored.Mesh.OpenAsync<Trip>(Port, cancellationToken: Cancel);

        Assert.Equal(found.Length, await stored.Mesh.QueryScalarAsync<long>($"select count(*) from {port} where home.city = {"plain"}", Cancel));
        Assert.Equal(Rows.Sum(r => r.Legs.Count(l => l.Cabin == Cabin.Business)), await stored.Mesh.QueryScalarAsync<long>($"select count(*) from (select unnest(legs) as leg from {port}) where leg.cabin = {"Business"}", Cancel));
        Assert.Equal(Rows.Sum(r => r.Counts.GetValueOrDefault("n7")), await stored.Mesh.QueryScalarAsync<long>($"select sum(counts['n7'])::bigint from {port}", Cancel));
        Assert.Equal(Rows.Count(r => r.Work?.Country is null), await stored.Mesh.QueryScalarAsync<long>($"select count(*) from {port} where work.country is null", Cancel));
        Assert.Equal(found.Select(Trip.Describe), (await Streams.ToListAsync(stored.Mesh.QueryAsync<Trip>($"select * from {port} where home.city = {"plain"} order by id", Cancel))).Select(Trip.Describe));
    }

    [Fact]
    public async Task Null_tests_run_where_the_data_is_and_what_is_below_is_refused_by_name()
    {
        IInputPort<Trip> port = await stored.Mesh.OpenAsync<Trip>(Port, cancellationToken: Cancel);

        Assert.Equal(Rows.Count(r => r.Work is null), (await Streams.ToListAsync(port.ReadAsync(r => r.Work == null, Cancel))).Count);
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(async () => await Streams.ToListAsync(port.ReadAsync(r => r.Home.City == "plain", Cancel)));
        Assert.Contains("column 'home' holds structs, lists or maps", error.Message, StringComparison.Ordinal);
        Assert.Contains("Query it with SQL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conditions_and_masks_of_a_policy_on_what_is_below_are_refused_by_name_where_they_are_declared()
    {
        (Action<OutputPortBuilder<Trip>> Declare, string Expected)[] wrong =
        [
            (p => p.Grant("g", g => g.ToDomain("d").Rows(t => t.Home.City == "plain")), "column 'home' holds structs, lists or maps"),
            (p => p.RestrictRows("r", t => t.Position.Latitude > 1), "column 'position' holds structs, lists or maps"),
            (p => p.Grant("g", g => g.ToDomain("d").Mask(t => t.Home.City, Mask.Null)), "'t.Home.City' is not a column of 'Trip'"),
            (p => p.Grant("g", g => g.ToDomain("d").Mask(t => t.Tags, Mask.KeepFirst(1))), "cannot mask 'tags' with 'first 1': structs, lists and maps are shown whole, or as null"),
            (p => p.PartitionBy(t => t.Home), "Cannot partition 'tests/trips/trips' by identity of 'home'"),
        ];
        using MeshFolder folder = new();

        foreach ((Action<OutputPortBuilder<Trip>> declare, string expected) in wrong)
            Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(() => folder.Open(m => m.AddProduct("tests/trips/trips", declare))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClickHouse_reads_the_same()
    {
        string from = $"icebergLocal('{new StoredTable(stored.Root, Port).Folder}')";

        IReadOnlyList<JsonElement> rows = await IndependentReaders.ClickHouseAsync(
            $"select id, home.city as city, home.region.number as region, numbers, maybe_tags, counts, matrix, arrayMap(x -> x.gate, legs) as gates, length(track) as points from {from} order by id limit 500");

        Assert.Equal(500, rows.Count);
        foreach ((Trip expected, JsonElement row) in Rows.Zip(rows))
        {
            Assert.Equal(expected.Id, row.GetProperty("id").GetInt32());
            Assert.Equal(expected.Home.City, row.GetProperty("city").GetString());
            Assert.Equal(expected.Home.Region.Number, row.GetProperty("region").GetInt32());
            Assert.Equal(expected.Numbers, row.GetProperty("numbers").EnumerateArray().Select(n => n.GetInt32()));
            Assert.Equal(expected.MaybeTags ?? [], row.GetProperty("maybe_tags").EnumerateArray().Select(t => t.GetString()));
            Assert.Equal(expected.Counts.OrderBy(c => c.Key), row.GetProperty("counts").EnumerateObject().Select(c => KeyValuePair.Create(c.Name, c.Value.GetInt32())).OrderBy(c => c.Key));
            Assert.Equal(expected.Matrix, row.GetProperty("matrix").EnumerateArray().Select(l => l.EnumerateArray().Select(n => n.GetInt32()).ToArray()));
            Assert.Equal(expected.Legs.Select(l => (int)l.Gate), row.GetProperty("gates").EnumerateArray().Select(g => g.GetInt32()));
            Assert.Equal(expected.Track?.Length ?? 0, row.GetProperty("points").GetInt32());
        }
    }

    [Fact]
    public async Task A_missing_nested_value_is_refused_with_its_path_and_row()
    {
        Trip[] rows = Trip.Random(seed: 3, count: 20);
        rows[4] = rows[4] with { Home = rows[4].Home with { Country = new Country { Code = null!, Languages = [] } } };
        rows[6] = rows[6] with { Tags = ["a", null!] };
        rows[7] = rows[7] with { Legs = [new Leg { Departure = new DateTime(2001, 2, 3, 0, 0, 0, DateTimeKind.Local) }] };

        ContractViolationException error = await Assert.ThrowsAsync<ContractViolationException>(() => stored.Mesh.Output<Trip>(Port).PublishAsync(rows, cancellationToken: Cancel));

        Assert.Equal([("home.country.code", 4L), ("legs.element.departure", 7L), ("tags.element", 6L)], error.Violations.Select(v => (v.Column, v.FirstRow)).Order());
        Assert.Contains("row 6 has no value in 'tags.element'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batches_from_elsewhere_are_checked_below_too()
    {
        List<RecordBatch> batches = await Streams.ToListAsync((await stored.Mesh.OpenAsync<Trip>(Port, cancellationToken: Cancel)).ReadBatchesAsync(new ReadRequest { Columns = ["tags", "home"] }, Cancel));
        using RecordBatch batch = batches[0];
        foreach (RecordBatch other in batches.Skip(1))
            other.Dispose();

        Assert.All(batch.Schema.FieldsList, AssertNumbered);
        ContractMismatchException error = await Assert.ThrowsAsync<ContractMismatchException>(() => stored.Mesh.Output<Trip>(Port).PublishBatchesAsync(One(RenamedBelow(batch)), cancellationToken: Cancel));
        Assert.Contains(error.Mismatches, m => m.Column == "home.street" && m.Problem.Contains("did you mean 'streets'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Foreign_maps_with_a_key_twice_and_nulls_below_are_refused_with_path_and_row()
    {
        using MeshFolder folder = new();
        await using Mesh mesh = folder.Open(m => m.AddProduct<Tally>("tests/tallies/tallies", _ => { }));
        MapArray.Builder counts = new(new MapType(StringType.Default, Int32Type.Default, nullable: true));
        ListArray.Builder groups = new(new MapType(StringType.Default, Int32Type.Default, nullable: true));
        MapArray.Builder group = (MapArray.Builder)groups.ValueBuilder;
        foreach (string keys in (string[])["ab", "", "aba", "b"])
        {
            Append(counts, keys);
            groups.Append();
            Append(group, "a");
            Append(group, keys == "b" ? "xyx" : keys == "" ? "y?" : "y");
        }
        IArrowArray[] columns = [counts.Build(), groups.Build(), new Int32Array.Builder().AppendRange([1, 2, 3, 4]).Build()];
        RecordBatch batch = new(new Schema(((string[])["counts", "groups", "id"]).Select((name, i) => new Field(name, columns[i].Data.DataType, true)), null), columns, 4);

        ContractViolationException error = await Assert.ThrowsAsync<ContractViolationException>(() => mesh.Output<Tally>("tests/tallies/tallies").PublishBatchesAsync(One(batch), cancellationToken: Cancel));

        Assert.Equal([("counts", "must have each key once", 2L), ("groups.element", "must have each key once", 3L), ("groups.element.value", "is required", 1L)], error.Violations.Select(v => (v.Column, v.Rule, v.FirstRow)).Order());

        static void Append(MapArray.Builder maps, string keys)
        {
            maps.Append();
            foreach (char key in keys)
            {
                ((StringArray.Builder)maps.KeyBuilder).Append(key.ToString());
                if (key == '?')
                    ((Int32Array.Builder)maps.ValueBuilder).AppendNull();
                else
                    ((Int32Array.Builder)maps.ValueBuilder).Append(key);
            }
        }
    }

    private static void AssertNumbered(Field field)
    {
        Assert.NotNull(field.GetFieldId());
        Assert.All(field.GetChildren(), AssertNumbered);
    }

    private static RecordBatch RenamedBelow(RecordBatch batch)
    {
        ArrayData home = batch.Column("home").Data;
        Field[] fields = [.. batch.Schema.GetFieldByName("home").GetChildren().Select(f => f.Name == "street" ? new Field("streets", f.DataType, f.IsNullable) : f)];
        StructType type = new(fields);
        return new RecordBatch(new Schema([new Field("home", type, false)], null), [ArrowArrayFactory.BuildArray(new ArrayData(type, home.Length, home.NullCount, home.Offset, home.Buffers, home.Children))], batch.Length);
    }

    private static async IAsyncEnumerable<RecordBatch> One(RecordBatch batch)
    {
        await Task.Yield();
        yield return batch;
    }

    public sealed class Stored : IAsyncLifetime
    {
        private readonly MeshFolder _folder = new();

        public Mesh Mesh { get; private set; } = null!;

        public string Root => _folder.Path;

        public async ValueTask InitializeAsync()
        {
            Mesh = _folder.Open(m => m.AddDomain("tests", domain => domain.AddProduct("trips", product => product.Output<Trip>("trips", _ => { }))));
            await Mesh.Output<Trip>(Port).PublishAsync(Rows);
        }

        public async ValueTask DisposeAsync()
        {
            await Mesh.DisposeAsync();
            _folder.Dispose();
        }
    }
}
