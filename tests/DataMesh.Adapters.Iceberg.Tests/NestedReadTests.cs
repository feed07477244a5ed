using System.Text.Json.Nodes;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

/// <summary>What lies below columns is found by field id as well, at every level.</summary>
public sealed class NestedReadTests
{
    private static readonly PhysicalType Text = PhysicalType.Of(Kind.String), Number = PhysicalType.Of(Kind.Int32);

    // Ids: home 1 (city 4, number 5, zip 6), legs 2 (element 7: gate 8, seats 9), marks 3 (key 10, value 11: n 12).
    private static readonly SchemaObject Contract = new()
    {
        Name = "trip",
        Properties =
        [
            Optional("home", PhysicalType.Struct([Optional("city", Text), Optional("number", Number), Optional("zip", Text)])),
            Optional("legs", PhysicalType.List(Optional("element", PhysicalType.Struct([Optional("gate", Text), Optional("seats", Number)])))),
            Optional("marks", PhysicalType.Map(Optional("key", Text), Optional("value", PhysicalType.Struct([Optional("n", Number)])))),
        ],
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Renamed_moved_dropped_added_and_widened_properties_are_found_by_id_at_every_level()
    {
        using TestTable table = new(new InMemoryObjectStore());
        RecordBatch stored = NestedArrow.Batch(Contract, 500, new Random(5));
        string[] rows = [.. NestedArrow.Rows(stored)];
        ScanTask task = await OneTaskAsync(table, stored);
        Schema evolved = new(
        [
            ArrowFields.CreateNested("marks", Kind.Map, [Field("key", Text, 10, false), ArrowFields.CreateNested("value", Kind.Struct, [Field("n", PhysicalType.Of(Kind.Int64), 12), Extra(51)], true, 11)], true, 3),
            ArrowFields.CreateNested("house", Kind.Struct, [Field("zip", Text, 6), Field("number", Text, 50), Field("town", Text, 4)], true, 1),
            ArrowFields.CreateNested("legs", Kind.List, [ArrowFields.CreateNested("element", Kind.Struct, [Field("seats", PhysicalType.Of(Kind.Int64), 9), Field("gate", Text, 8)], true, 7)], true, 2),
        ], null);

        foreach (int batchRows in (int[])[7, 1_000])
        {
            List<string> read = [];
            await foreach (RecordBatch batch in table.Format.ReadTaskAsync(task with { Schema = evolved }, FileReadRequest.All with { BatchRows = batchRows }, Cancel))
                using (batch)
                {
                    Assert.Equal(evolved.FieldsList.Select(PhysicalTypeOf), batch.Schema.FieldsList.Select(PhysicalTypeOf));
                    read.AddRange(NestedArrow.Rows(batch));
                }

            Assert.Equal(rows.Select(Evolve), read);
        }
    }

    [Fact]
    public async Task A_type_below_that_cannot_be_widened_and_a_lost_required_property_are_damage_with_their_path()
    {
        using TestTable table = new(new InMemoryObjectStore());
        ScanTask task = await OneTaskAsync(table, NestedArrow.Batch(Contract, 5, new Random(6)));
        (string Path, Field Column)[] wrong =
        [
            ("legs.element.gate", ArrowFields.CreateNested("legs", Kind.List, [ArrowFields.CreateNested("element", Kind.Struct, [Field("gate", Number, 8)], true, 7)], true, 2)),
            ("home.gone", ArrowFields.CreateNested("home", Kind.Struct, [Field("gone", Text, 70, nullable: false)], true, 1)),
            ("home", ArrowFields.CreateNested("home", Kind.List, [Field("element", Text, 4)], true, 1)),
        ];

        foreach ((string path, Field column) in wrong)
        {
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(async () => await table.Format.ReadTaskAsync(task with { Schema = new Schema([column], null) }, FileReadRequest.All, Cancel).ToListAsync(Cancel));

            Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
            Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Statistics_name_properties_of_structs_and_withhold_all_below_a_column_without_bounds()
    {
        foreach (bool withheld in (bool[])[false, true])
        {
            using TestTable table = new(new InMemoryObjectStore());
            ScanTask task = await OneTaskAsync(table, NestedArrow.Batch(Contract, 300, new Random(7)), withheld ? ["home"] : []);

            Assert.Equal([4, 5, 6], task.File.Columns.Select(c => c.FieldId).Where(id => id < 7).Order());
            Assert.All(task.File.Columns.Where(c => c.FieldId is 4 or 5 or 6), c => Assert.Equal(withheld, c.Minimum.IsNull && c.Maximum.IsNull));
            Assert.All(task.File.Columns, c => Assert.True(c.NullCount > 0));
        }
    }

    private static string Evolve(string row)
    {
        JsonNode old = JsonNode.Parse(row)!;
        JsonObject marks = [];
        foreach ((string key, JsonNode? value) in old["marks"]?.AsObject() ?? [])
            marks[key] = value is null ? null : new JsonObject { ["n"] = value["n"]?.DeepClone(), ["extra"] = null };
        return new JsonObject
        {
            ["marks"] = old["marks"] is null ? null : marks,
            ["house"] = old["home"] is { } home ? new JsonObject { ["zip"] = home["zip"]?.DeepClone(), ["number"] = null, ["town"] = home["city"]?.DeepClone() } : null,
            ["legs"] = old["legs"] is JsonArray legs ? new JsonArray([.. legs.Select(l => l is null ? null : new JsonObject { ["seats"] = l["seats"]?.DeepClone(), ["gate"] = l["gate"]?.DeepClone() })]) : null,
        }.ToJsonString();
    }

    private static async Task<ScanTask> OneTaskAsync(TestTable table, RecordBatch batch, params string[] withoutBounds)
    {
        TableState state = await table.CreateAsync(new TableDefinition { TableId = Guid.CreateVersion7(), Schema = Contract.ToArrowSchema(), WithoutBounds = withoutBounds });
        List<DataFile> files = await table.Format.WriteAsync(state, One(batch), TableWriteOptions.Default, Cancel).ToListAsync(Cancel);
        state = (await table.CommitAsync(state, new TableCommit { Operation = TableOperation.Append, CommitKey = TestTable.NewKey(), Added = files })).State;
        return Assert.Single(await table.PlanAsync(state));
    }

    private static async IAsyncEnumerable<RecordBatch> One(RecordBatch batch)
    {
        await Task.Yield();
        yield return batch;
    }

    private static SchemaProperty Optional(string name, PhysicalType type) => new() { Name = name, Type = type };

    private static Field Field(string name, PhysicalType type, int id, bool nullable = true) => ArrowFields.Create(name, type, nullable, id);

    private static Field Extra(int id) => ArrowFields.CreateNested("extra", Kind.List, [Field("element", Text, id + 1)], true, id);

    private static PhysicalType? PhysicalTypeOf(Field field) => PhysicalType.TryFromArrow(field.DataType);
}
