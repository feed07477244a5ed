using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.FileFormats;

/// <summary>What a file format that stores structs, lists and maps must do with them. An engine derives, names itself and inherits the tests.</summary>
public abstract class NestedFormatTests
{
    protected abstract FileFormat Format { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Columns_of_any_nested_schema_come_back_from_slices_with_their_ids_at_every_level() =>
        await Gen.Int.SampleAsync(
            async seed =>
            {
                Random r = new(seed);
                SchemaObject contract = NestedArrow.Contract(r, r.Next(1, 5), depth: 3);
                Schema schema = ArrowFields.NumberFields(contract.ToArrowSchema());
                RecordBatch[] batches = [.. Enumerable.Range(0, r.Next(1, 4)).Select(_ => NestedArrow.Batch(contract, r.Next(1, 120), r))];
                TestObjectStore store = new();

                FileSummary written = await WriteAsync(store, new FileWriteOptions { Schema = schema, RowGroupRows = r.Next(1, 200) }, batches);
                await using DataFileReader reader = await Format.OpenAsync(store, "part", written.Length, Cancel);
                string[] all = await NestedArrow.RowsAsync(reader, new() { BatchRows = r.Next(1, 150), AllowDictionaries = r.Next(2) == 0 }, Cancel);
                string chosen = schema.FieldsList[r.Next(schema.FieldsList.Count)].Name;
                string[] one = await NestedArrow.RowsAsync(reader, new() { Columns = [chosen], BatchRows = r.Next(1, 150) }, Cancel);

                Assert.Equal(batches.SelectMany(NestedArrow.Rows), all);
                Assert.Equal(batches.SelectMany(b => NestedArrow.Rows(new RecordBatch(new Schema([b.Schema.GetFieldByName(chosen)], null), [b.Column(chosen)], b.Length))), one);
                Assert.Equal(schema.FieldsList.SelectMany(Describe), reader.Summary.Schema.FieldsList.SelectMany(Describe));
            },
            iter: 40, threads: 1);

    [Fact]
    public async Task A_required_value_that_is_missing_below_is_refused_with_its_path()
    {
        SchemaObject contract = new() { Name = "c", Properties = [new SchemaProperty { Name = "home", Type = PhysicalType.List(new SchemaProperty { Name = "element", Type = PhysicalType.Of(PhysicalTypeKind.Int32), Required = true }) }] };
        ListArray.Builder lists = new(new Field("element", Apache.Arrow.Types.Int32Type.Default, true));
        lists.Append();
        ((Int32Array.Builder)lists.ValueBuilder).Append(1).AppendNull();
        ListArray list = lists.Build();
        RecordBatch batch = new(new Schema([new Field("home", list.Data.DataType, true)], null), [list], 1);

        Exception? error = await Record.ExceptionAsync(() => WriteAsync(new TestObjectStore(), new FileWriteOptions { Schema = ArrowFields.NumberFields(contract.ToArrowSchema()) }, batch));

        Assert.Contains("'home.element'", Assert.IsType<ArgumentException>(error).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, int? Id, bool IsNullable, PhysicalType? Type)> Describe(Field field) =>
        field.GetChildren().SelectMany(Describe).Prepend((field.Name, field.GetFieldId(), field.IsNullable, PhysicalType.TryFromArrow(field.DataType)));

    private async Task<FileSummary> WriteAsync(ObjectStore store, FileWriteOptions options, params RecordBatch[] batches)
    {
        await using DataFileWriter writer = await Format.CreateAsync(store, "part", options, Cancel);
        foreach (RecordBatch batch in batches)
            await writer.WriteAsync(batch, Cancel);
        return await writer.CompleteAsync(Cancel);
    }
}
