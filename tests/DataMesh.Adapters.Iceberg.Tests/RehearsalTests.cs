using DataMesh.Adapters.Authoring;
using DataMesh.Adapters.Iceberg;

namespace DataMesh.Tests;

public sealed class RehearsalTests
{
    private static readonly PhysicalTypeKind[] s_nested = [PhysicalTypeKind.Struct, PhysicalTypeKind.List, PhysicalTypeKind.Map];

    [Fact]
    public async Task The_sample_table_is_read_to_its_end()
    {
        using ParquetSharpFileFormat files = new();

        Assert.Equal(1, await new ReadRehearsal(files).ReadAsync());
    }

    [Fact]
    public async Task The_sample_table_has_a_column_of_every_type_that_is_not_nested()
    {
        using ParquetSharpFileFormat files = new();
        using IcebergTableFormat format = new(files);

        TableState? table = await format.LoadAsync(SampleStore.Table, TestContext.Current.CancellationToken);

        Assert.Equal(Enum.GetValues<PhysicalTypeKind>().Except(s_nested).Order(), table!.Schema.FieldsList.Select(f => PhysicalType.TryFromArrow(f.DataType)!.Value.Kind).Distinct().Order());
    }

    [Fact]
    public async Task A_rehearsal_that_was_stopped_reads_no_file()
    {
        using ParquetSharpFileFormat files = new();
        ReadRehearsal rehearsal = new(files);

        await rehearsal.StopAsync();

        Assert.Equal(0, await rehearsal.ReadAsync());
    }

    [Fact]
    public async Task A_format_that_rehearses_is_used_and_released_as_any_other()
    {
        using InMemoryObjectStore store = new();
        IcebergTableFormat format = new(new ParquetSharpFileFormat());

        format.Rehearse();

        Assert.Null(await format.LoadAsync(new TableLocation { Store = store, Path = ObjectPath.Parse("absent") }, TestContext.Current.CancellationToken));
        await format.DisposeAsync();
    }
}
