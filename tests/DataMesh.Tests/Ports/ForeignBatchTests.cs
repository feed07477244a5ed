using Apache.Arrow;
using Apache.Arrow.Types;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Ports;

public sealed class ForeignBatchTests : IDisposable
{
    private const string Lines = "sales/orders/lines";

    private readonly MeshFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Batches_of_the_contract_s_columns_are_published_in_any_order()
    {
        await using Mesh mesh = Open();

        await PublishAsync(mesh, Batch([1.25m, 2m], ["a"u8.ToArray(), "b"u8.ToArray()]));

        IInputPort<OrderLine> port = await mesh.OpenAsync<OrderLine>(Lines, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1.25m, 2m], (await Streams.ToListAsync(port.ReadAsync(TestContext.Current.CancellationToken))).Select(o => o.Amount).Order());
    }

    [Fact]
    public async Task Text_that_is_not_UTF_8_is_refused_with_its_row()
    {
        await using Mesh mesh = Open();

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => PublishAsync(mesh, Batch([1m, 2m], ["a"u8.ToArray(), [0xC3, 0x28]])));

        Assert.Equal((DataMeshErrorKind.CorruptData, PortName.Parse(Lines)), (refused.Kind, refused.Port));
        Assert.Contains("'customer': the text in row 1 is not UTF-8", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offsets_that_point_outside_the_batch_are_refused_before_anything_reads_them()
    {
        await using Mesh mesh = Open();
        RecordBatch good = Batch([1m], ["a"u8.ToArray()]);
        StringArray bad = new(new ArrayData(StringType.Default, 1, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer(new byte[] { 0, 0, 0, 0, 0, 0, 0, 64 }), new ArrowBuffer("a"u8.ToArray())]));

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => PublishAsync(mesh, new RecordBatch(good.Schema, good.Arrays.Select((array, i) => i == 2 ? bad : array), 1)));

        Assert.Equal(DataMeshErrorKind.CorruptData, refused.Kind);
        Assert.Contains($"'{Lines}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'customer'", refused.Message, StringComparison.Ordinal);
        IInputPort<OrderLine> port = await mesh.OpenAsync<OrderLine>(Lines, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(await Streams.ToListAsync(port.ReadAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task An_index_that_points_to_no_entry_of_its_dictionary_is_refused()
    {
        await using Mesh mesh = Open();

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => PublishAsync(mesh, WithCustomers(new Int32Array.Builder().Append(7).Build(), Int32Type.Default)));

        Assert.Equal(DataMeshErrorKind.CorruptData, refused.Kind);
        Assert.Contains("'customer': the index in row 0", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dictionary_with_other_than_32_bit_indices_is_a_mismatch_that_says_what_to_do()
    {
        await using Mesh mesh = Open();

        ContractMismatchException refused = await Assert.ThrowsAsync<ContractMismatchException>(() => PublishAsync(mesh, WithCustomers(new Int8Array.Builder().Append(0).Build(), Int8Type.Default)));

        Assert.Contains("cast", refused.Mismatches.Single(m => m.Column == "customer").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decimal_of_too_many_digits_is_refused_with_its_row()
    {
        await using Mesh mesh = Open();

        ContractViolationException refused = await Assert.ThrowsAsync<ContractViolationException>(() => PublishAsync(mesh, Batch([1m, 99999999999999999.99m], ["a"u8.ToArray(), "b"u8.ToArray()])));

        Assert.Equal(("amount", 1L), (refused.Violations[0].Column, refused.Violations[0].FirstRow));
    }

    [Fact]
    public async Task A_missing_column_an_unknown_one_and_another_type_are_all_named()
    {
        await using Mesh mesh = Open();
        RecordBatch batch = new RecordBatch.Builder().Append("id", false, a => a.Int32(b => b.Append(1))).Append("colour", true, a => a.String(b => b.Append("red"))).Build();

        ContractMismatchException refused = await Assert.ThrowsAsync<ContractMismatchException>(() => PublishAsync(mesh, batch));

        Assert.Equal(["amount", "colour", "coupon", "customer", "id"], refused.Mismatches.Select(m => m.Column).Order(StringComparer.Ordinal));
    }

    private static async Task PublishAsync(Mesh mesh, RecordBatch batch) =>
        await mesh.Output<OrderLine>(Lines).PublishBatchesAsync(One(batch), cancellationToken: TestContext.Current.CancellationToken);

    private static RecordBatch Batch(decimal[] amounts, byte[][] customers)
    {
        // Digits beyond the declared precision fit into the 16 bytes of the array all the same.
        Decimal128Array.Builder wide = new(new Decimal128Type(38, 2));
        StringArray.Builder texts = new();
        Int64Array.Builder ids = new();
        for (int i = 0; i < amounts.Length; i++)
        {
            wide.Append(amounts[i]);
            texts.Append(customers[i].AsSpan());
            ids.Append(i);
        }
        Decimal128Array digits = wide.Build();
        ArrayData data = digits.Data;
        Decimal128Array declared = new(new ArrayData(new Decimal128Type(18, 2), data.Length, 0, 0, [.. data.Buffers]));
        StringArray.Builder none = new();
        foreach (decimal _ in amounts)
            none.AppendNull();
        return new RecordBatch.Builder().Append("amount", false, declared).Append("coupon", true, none.Build()).Append("customer", false, texts.Build()).Append("id", false, ids.Build()).Build();
    }

    private static RecordBatch WithCustomers(IArrowArray indices, IArrowType indexType)
    {
        RecordBatch good = Batch([1m], ["a"u8.ToArray()]);
        DictionaryType type = new(indexType, StringType.Default, false);
        DictionaryArray customers = new(type, indices, good.Column("customer"));
        return new RecordBatch(new Schema(good.Schema.FieldsList.Select(field => field.Name == "customer" ? new Field(field.Name, type, field.IsNullable) : field), null), good.Arrays.Select((array, i) => i == 2 ? customers : array), 1);
    }

    private static async IAsyncEnumerable<RecordBatch> One(RecordBatch batch)
    {
        await Task.Yield();
        yield return batch;
    }

    private Mesh Open() => _folder.Open(m => m.AddProduct<OrderLine>(Lines, _ => { }));
}
