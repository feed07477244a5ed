using System.Text;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ParquetSharpPageSizeTests : PageSizeTests
{
    protected override FileFormat Format { get; } = new ParquetSharpFileFormat();

    [Fact]
    public async Task Long_texts_below_lists_that_compress_well_are_read_again()
    {
        const int Rows = 530, Length = 140_000;
        SchemaProperty text = new() { Name = "text", Type = PhysicalType.Of(PhysicalTypeKind.String) };
        Schema schema = ArrowFields.NumberFields(new Schema([ArrowFields.Create("texts", PhysicalType.List(new SchemaProperty { Name = "element", Type = PhysicalType.Struct([text]) }), nullable: true)], null));
        Apache.Arrow.Types.ListType list = (Apache.Arrow.Types.ListType)schema.FieldsList[0].DataType;
        byte[] bytes = new byte[2 * Rows * Length];
        bytes.AsSpan().Fill((byte)'x');
        for (int i = 0; i < 2 * Rows; i++)
            Encoding.UTF8.GetBytes($"{i}").CopyTo(bytes, i * Length);
        StringArray texts = new(2 * Rows, new ArrowBuffer.Builder<int>().AppendRange(Enumerable.Range(0, 2 * Rows + 1).Select(i => i * Length)).Build(), new ArrowBuffer(bytes), ArrowBuffer.Empty, 0);
        ArrayData items = new(list.ValueDataType, 2 * Rows, 0, 0, [ArrowBuffer.Empty], [texts.Data]);
        ArrowBuffer offsets = new ArrowBuffer.Builder<int>().AppendRange(Enumerable.Range(0, Rows + 1).Select(row => 2 * row)).Build();
        using RecordBatch rows = new(schema, [new ListArray(new ArrayData(list, Rows, 0, 0, [ArrowBuffer.Empty, offsets], [items]))], Rows);
        TestObjectStore store = new();
        await using (DataFileWriter writer = await Format.CreateAsync(store, "part", new() { Schema = schema }, TestContext.Current.CancellationToken))
        {
            await writer.WriteAsync(rows, TestContext.Current.CancellationToken);
            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }

        int read = 0;
        await using DataFileReader reader = await Format.OpenAsync(store, "part", store["part"].Length, TestContext.Current.CancellationToken);
        await foreach (RecordBatch batch in reader.ReadAsync(new() { BatchRows = 50 }, TestContext.Current.CancellationToken))
            using (batch)
                for (int row = 0; row < batch.Length; row++, read++)
                {
                    StringArray found = (StringArray)((StructArray)((ListArray)batch.Column(0)).GetSlicedValues(row)).Fields[0];
                    Assert.Equal((2, Length), (found.Length, found.GetValueLength(0)));
                    Assert.StartsWith($"{2 * read + 1}x", found.GetString(1), StringComparison.Ordinal);
                }

        Assert.Equal(Rows, read);
    }
}
