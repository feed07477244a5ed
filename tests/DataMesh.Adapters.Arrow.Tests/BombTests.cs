using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>Small files that would unfold: refused before the memory is taken.</summary>
public sealed class BombTests
{
    [Theory]
    [InlineData(ArrowCompression.Zstd)]
    [InlineData(ArrowCompression.Lz4)]
    public async Task A_compressed_batch_that_unfolds_is_refused_unless_the_budget_allows_it(ArrowCompression compression)
    {
        const int Rows = 12_000_000;
        Schema schema = new([ArrowFiles.WithId("n", Int64Type.Default, 1)], null);
        byte[] file = await ArrowFiles.WriteAsync(compression, Rows, new RecordBatch(schema, [new Int64Array(new ArrowBuffer(new byte[8L * Rows]), ArrowBuffer.Empty, Rows, 0, 0)], Rows));

        DataMeshException error = await RefusedAsync(file, DataMeshErrorKind.LimitExceeded);

        Assert.Contains("LargestBatchBytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(Rows, (await ArrowFiles.ReadAsync(new ArrowFileFormat(new() { LargestBatchBytes = 10L * Rows }), file)).Sum(batch => (long)batch.Length));
    }

    [Fact]
    public async Task A_long_text_in_a_dictionary_that_many_rows_repeat_is_refused_where_texts_must_be_plain()
    {
        const int Rows = 20_000;
        Schema schema = new([ArrowFiles.WithId("kind", new DictionaryType(Int32Type.Default, StringType.Default, false), 1)], null);
        StringArray entries = new StringArray.Builder().Append(new string('x', 100_000)).Build();
        DictionaryArray column = new((DictionaryType)schema.FieldsList[0].DataType, new Int32Array(new ArrowBuffer(new byte[4 * Rows]), ArrowBuffer.Empty, Rows, 0, 0), entries);
        byte[] file = await ArrowFiles.WriteAsync(ArrowCompression.None, Rows, new RecordBatch(schema, [column], Rows));

        await RefusedAsync(file, DataMeshErrorKind.LimitExceeded);
        Assert.Equal(Rows, (await ArrowFiles.ReadAsync(file, new() { AllowDictionaries = true })).Sum(batch => batch.Length));
    }

    [Fact]
    public async Task Rows_without_bytes_are_limited()
    {
        Schema schema = new([ArrowFiles.WithId("nothing", NullType.Default, 1)], null);

        await RefusedAsync(ArrowFiles.WriteWithArrow(asFile: false, null, new RecordBatch(schema, [new NullArray(int.MaxValue - 1)], int.MaxValue - 1)), DataMeshErrorKind.LimitExceeded);
    }

    [Fact]
    public async Task Types_that_nest_too_deeply_are_refused()
    {
        IArrowType type = Int32Type.Default;
        for (int depth = 0; depth < 80; depth++)
            type = new StructType([new Field("s", type, true)]);

        DataMeshException error = await RefusedAsync(SchemaOnly(new Schema([new Field("deep", type, true)], null)), DataMeshErrorKind.CorruptData);

        Assert.Contains("64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Very_many_columns_are_refused()
    {
        Schema schema = new(Enumerable.Range(0, 120_000).Select(i => new Field($"c{i}", Int32Type.Default, true)), null);

        await RefusedAsync(SchemaOnly(schema), DataMeshErrorKind.CorruptData);
    }

    [Fact]
    public async Task A_footer_that_names_one_batch_twice_is_refused()
    {
        byte[] file = await ArrowFiles.WriteAsync(ArrowCompression.None, 10, ArrowFiles.Nested(20, 1));
        int end = file.Length - 10, footer = end - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(end));
        List<long> offsets = [.. BatchOffsets(file)];
        Span<byte> bytes = file.AsSpan(footer);
        int second = bytes.IndexOf(BitConverter.GetBytes(offsets[1]));

        BinaryPrimitives.WriteInt64LittleEndian(bytes[second..], offsets[0]);

        Assert.Contains("overlap", (await RefusedAsync(file, DataMeshErrorKind.CorruptData)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_that_cannot_be_told_apart_are_refused()
    {
        Schema names = new([new Field("a", Int32Type.Default, true), new Field("a", Int64Type.Default, true)], null);
        Schema ids = new([ArrowFiles.WithId("a", Int32Type.Default, 1), ArrowFiles.WithId("b", Int32Type.Default, 1)], null);

        await RefusedAsync(SchemaOnly(names), DataMeshErrorKind.CorruptData);
        await RefusedAsync(SchemaOnly(ids), DataMeshErrorKind.CorruptData);
    }

    [Fact]
    public async Task Unsupported_types_are_named()
    {
        DataMeshException error = await RefusedAsync(SchemaOnly(new Schema([new Field("v", StringViewType.Default, true)], null)), DataMeshErrorKind.CorruptData);

        Assert.Contains("views", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_names_the_column_and_what_is_wrong_and_no_value()
    {
        RecordBatch batch = ArrowFiles.Kinds("SECRET-1", "SECRET-2");
        byte[] file = await ArrowFiles.WriteAsync(ArrowCompression.None, 10, batch);
        byte[] indices = [0, 0, 0, 0, 1, .. new byte[59]]; // buffers lie on multiples of 64
        file[Enumerable.Range(0, file.Length / 64).Select(i => 64 * i).Last(at => file.AsSpan(at, 64).SequenceEqual(indices)) + 4] = 9;

        DataMeshException error = await RefusedAsync(file, DataMeshErrorKind.CorruptData);

        Assert.Contains("'kind'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
    }

    private static byte[] SchemaOnly(Schema schema)
    {
        using MemoryStream stream = new();
        using Apache.Arrow.Ipc.ArrowStreamWriter writer = new(stream, schema, leaveOpen: true);
        writer.WriteStart();
        writer.WriteEnd();
        return stream.ToArray();
    }

    // Messages of record batches start with the mark and lie on multiples of 64.
    private static IEnumerable<long> BatchOffsets(byte[] file)
    {
        for (int at = 8 + 8 + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(12)); ;)
        {
            int metadata = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            if (metadata == 0)
                yield break;
            yield return at;
            at += 8 + metadata + (int)Adapters.IpcMessage.Read(file.AsSpan(at + 8, metadata), at + 8 + metadata, file.Length).BodyBytes;
        }
    }

    private static async Task<DataMeshException> RefusedAsync(byte[] file, DataMeshErrorKind kind)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => ArrowFiles.ReadAsync(file));
        Assert.Equal(kind, error.Kind);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (64L << 20) + 20L * file.Length);
        return error;
    }
}
