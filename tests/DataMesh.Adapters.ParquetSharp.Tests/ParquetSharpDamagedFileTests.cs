using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ParquetSharpDamagedFileTests : DamagedFileTests
{
    protected override FileFormat Format { get; } = new ParquetSharpFileFormat();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_before_a_damaged_row_group_are_read_and_none_of_it(bool local)
    {
        const int Group = 1_000;
        string folder = Directory.CreateTempSubdirectory("datamesh-damage-").FullName;
        try
        {
            CancellationToken cancel = TestContext.Current.CancellationToken;
            Random random = new(3);
            Schema schema = new([ArrowFields.Create("n", PhysicalType.Of(PhysicalTypeKind.Int64), nullable: false, 1)], null);
            TestObjectStore store = local ? new(folder) : new();
            await using (DataFileWriter writer = await Format.CreateAsync(store, "part.parquet", new() { Schema = schema, RowGroupRows = Group }, cancel))
            {
                await writer.WriteAsync(new RecordBatch(schema, [new Int64Array.Builder().AppendRange(Enumerable.Range(0, 4 * Group).Select(_ => random.NextInt64())).Build()], 4 * Group), cancel);
                await writer.CompleteAsync(cancel);
            }
            byte[] damaged = [.. store["part.parquet"]];
            // Four row groups of 8,000 bytes that do not compress: in the middle of the third.
            damaged[2 * 8 * Group + 4 * Group] ^= 4;
            store["part.parquet"] = damaged;

            int rows = 0;
            await using DataFileReader reader = await Format.OpenAsync(store, "part.parquet", damaged.Length, cancel);
            DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(async () =>
            {
                await foreach (RecordBatch batch in reader.ReadAsync(new FileReadRequest { BatchRows = 300 }, cancel))
                    using (batch)
                        rows += batch.Length;
            });

            Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
            Assert.InRange(rows, Group, 2 * Group);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
