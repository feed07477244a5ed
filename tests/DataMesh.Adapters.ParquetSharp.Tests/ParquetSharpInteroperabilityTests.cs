using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

public sealed class ParquetSharpInteroperabilityTests : InteroperabilityTests
{
    protected override FileFormat Format { get; } = new ParquetSharpFileFormat();

    protected override string StoredDecimal => "FIXED_LEN_BYTE_ARRAY";

    protected override string[] WithDictionary => ["day"];

    [Theory]
    [InlineData("a", "b", 1, 1)]
    [InlineData("a", "a", 1, 2)]
    public async Task A_file_whose_columns_cannot_be_told_apart_is_corrupt(string firstName, string secondName, int firstId, int secondId)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("datamesh-odd-");
        string file = Path.Combine(folder.FullName, "part.parquet");
        PhysicalType number = PhysicalType.Of(PhysicalTypeKind.Int64);
        Schema schema = new([ArrowFields.Create(firstName, number, true, firstId), ArrowFields.Create(secondName, number, true, secondId)], null);
        using (ParquetSharp.Arrow.FileWriter writer = new(file, schema))
        {
            writer.WriteRecordBatch(new RecordBatch(schema, [TestColumns.Build(number, [1]), TestColumns.Build(number, [2])], 1));
            writer.Close();
        }

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => new ParquetSharpFileFormat().OpenAsync(new TestObjectStore(folder.FullName), "part.parquet", new FileInfo(file).Length, TestContext.Current.CancellationToken));

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        folder.Delete(recursive: true);
    }
}
