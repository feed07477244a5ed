using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests;

/// <summary>Files and streams for tests: of our writer and of Arrow's own.</summary>
internal static class ArrowFiles
{
    public static readonly ObjectPath Path = "rows.arrow";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Lists, structs, maps, long texts and numbers of every width, with nulls.</summary>
    public static RecordBatch Nested(int rows, int seed)
    {
        Random random = new(seed);
        ListArray.Builder lists = new(Int32Type.Default);
        Int32Array.Builder items = (Int32Array.Builder)lists.ValueBuilder;
        MapArray.Builder maps = new(new MapType(StringType.Default, Int64Type.Default, nullable: true));
        StringArray.Builder keys = (StringArray.Builder)maps.KeyBuilder, names = new();
        Int64Array.Builder values = (Int64Array.Builder)maps.ValueBuilder;
        UInt8Array.Builder bytes = new();
        BooleanArray.Builder flags = new();
        Decimal256Array.Builder decimals = new(new Decimal256Type(60, 4));
        for (int row = 0; row < rows; row++)
        {
            if (row % 6 == 5)
                lists.AppendNull();
            else
                lists.Append();
            for (int item = 0; item < (row % 6 == 5 ? 0 : random.Next(4)); item++)
                items.Append(random.Next());
            maps.Append();
            for (int entry = 0; entry < random.Next(3); entry++)
            {
                keys.Append($"key {entry}");
                values.Append(random.NextInt64());
            }
            names.Append(row % 4 == 0 ? null : $"name {random.Next(50)} ä");
            bytes.Append((byte)random.Next(256));
            if (row % 3 == 0)
                flags.AppendNull();
            else
                flags.Append(row % 2 == 0);
            decimals.Append((decimal)random.Next() / 16);
        }
        StringArray texts = names.Build();
        StructType pair = new([new Field("name", StringType.Default, true), new Field("byte", UInt8Type.Default, false)]);
        StructArray structs = new(pair, rows, [texts, bytes.Build()], ArrowBuffer.Empty, 0);
        Int64Array numbers = new Int64Array.Builder().AppendRange(Enumerable.Range(0, 2 * rows).Select(i => (long)i)).Build();
        FixedSizeListType points = new(new Field("item", Int64Type.Default, true), 2);
        Field[] fields =
        [
            WithId("list", new ListType(new Field("item", Int32Type.Default, true)), 1),
            WithId("map", new MapType(StringType.Default, Int64Type.Default, nullable: true), 2),
            WithId("pair", pair, 3),
            WithId("point", points, 4),
            WithId("flag", BooleanType.Default, 5),
            WithId("decimal", new Decimal256Type(60, 4), 6),
            WithId("nothing", NullType.Default, 7),
        ];
        FixedSizeListArray fixedLists = new(new ArrayData(points, rows, 0, 0, [ArrowBuffer.Empty], [numbers.Data]));
        return new RecordBatch(new Schema(fields, null), [lists.Build(), maps.Build(), structs, fixedLists, flags.Build(), decimals.Build(), new NullArray(rows)], rows);
    }

    /// <summary>One column <c>kind</c> in a dictionary with a null entry, one column <c>n</c>.</summary>
    public static RecordBatch Kinds(params string?[] kinds)
    {
        Schema schema = new([WithId("kind", new DictionaryType(Int32Type.Default, StringType.Default, false), 1), WithId("n", Int64Type.Default, 2)], null);
        return new RecordBatch(schema, [TestColumns.BuildDictionary([.. kinds.Select(kind => kind is null ? ScalarValue.Null : kind)]), new Int64Array.Builder().AppendRange(Enumerable.Range(0, kinds.Length).Select(i => (long)i)).Build()], kinds.Length);
    }

    public static Field WithId(string name, IArrowType type, int id) => new(name, type, true, new Dictionary<string, string> { [ArrowFields.FieldIdKey] = id.ToString(null, null) });

    public static async Task<byte[]> WriteAsync(ArrowCompression compression, int batchRows, params RecordBatch[] batches)
    {
        TestObjectStore store = new();
        await using DataFileWriter writer = await new ArrowFileFormat(new() { Compression = compression }).CreateAsync(store, Path, new() { Schema = batches[0].Schema, RowGroupRows = batchRows }, Cancel);
        foreach (RecordBatch batch in batches)
            await writer.WriteAsync(batch, Cancel);
        await writer.CompleteAsync(Cancel);
        return store[Path];
    }

    /// <summary>A stream or file of Arrow's own writer.</summary>
    public static byte[] WriteWithArrow(bool asFile, CompressionCodecType? codec, params RecordBatch[] batches)
    {
        using MemoryStream stream = new();
        IpcOptions options = new() { CompressionCodec = codec, CompressionCodecFactory = new CompressionCodecFactory() };
        using (ArrowStreamWriter writer = asFile ? new ArrowFileWriter(stream, batches[0].Schema, leaveOpen: true, options) : new ArrowStreamWriter(stream, batches[0].Schema, leaveOpen: true, options))
        {
            writer.WriteStart();
            foreach (RecordBatch batch in batches)
                writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }
        return stream.ToArray();
    }

    public static Task<List<RecordBatch>> ReadAsync(byte[] content, FileReadRequest? request = null) => ReadAsync(new ArrowFileFormat(), content, request);

    public static async Task<List<RecordBatch>> ReadAsync(ArrowFileFormat format, byte[] content, FileReadRequest? request = null)
    {
        TestObjectStore store = new();
        store[Path] = content;
        await using DataFileReader reader = await format.OpenAsync(store, Path, content.Length, Cancel);
        List<RecordBatch> batches = [];
        await foreach (RecordBatch batch in reader.ReadAsync(request ?? FileReadRequest.All, Cancel))
            batches.Add(batch);
        return batches;
    }

    public static List<string> Rows(IEnumerable<RecordBatch> batches) => [.. batches.SelectMany(batch => Enumerable.Range(0, batch.Length).Select(row => string.Join(" | ", batch.Arrays.Select(array => Print(array, row)))))];

    /// <summary>A value as text, through Arrow's accessors, whatever its type.</summary>
    public static string Print(IArrowArray array, int row)
    {
        if (array is NullArray || array.IsNull(row))
            return "null";
        return array switch
        {
            DictionaryArray a => Print(a.Dictionary, Convert.ToInt32(Print(a.Indices, row), null)),
            StringArray a => $"'{a.GetString(row)}'",
            LargeStringArray a => $"'{a.GetString(row)}'",
            LargeBinaryArray a => Convert.ToHexString(a.GetBytes(row)),
            MapArray a => PrintAll(a.GetSlicedValues(row)),
            ListArray a => PrintAll(a.GetSlicedValues(row)),
            LargeListArray a => PrintAll(a.GetSlicedValues(row)),
            FixedSizeListArray a => PrintAll(a.GetSlicedValues(row)),
            StructArray a => "{" + string.Join(", ", a.Fields.Select(field => Print(field, row))) + "}",
            BooleanArray a => a.GetValue(row)!.Value ? "true" : "false",
            Int8Array a => a.GetValue(row)!.Value.ToString(null, null),
            Int16Array a => a.GetValue(row)!.Value.ToString(null, null),
            Int32Array a => a.GetValue(row)!.Value.ToString(null, null),
            Int64Array a => a.GetValue(row)!.Value.ToString(null, null),
            UInt8Array a => a.GetValue(row)!.Value.ToString(null, null),
            UInt16Array a => a.GetValue(row)!.Value.ToString(null, null),
            UInt32Array a => a.GetValue(row)!.Value.ToString(null, null),
            UInt64Array a => a.GetValue(row)!.Value.ToString(null, null),
            BinaryArray a => Convert.ToHexString(a.GetBytes(row)),
            Apache.Arrow.Array a when a.Data.DataType is FixedWidthType type => Convert.ToHexString(FixedBytes(a.Data, type, row)),
            _ => throw new NotSupportedException(array.GetType().Name),
        };
    }

    private static ReadOnlySpan<byte> FixedBytes(ArrayData data, FixedWidthType type, int row)
    {
        int width = type is FixedSizeBinaryType binary ? binary.ByteWidth : type.BitWidth / 8;
        return data.Buffers[1].Span.Slice((data.Offset + row) * width, width);
    }

    private static string PrintAll(IArrowArray array) => "[" + string.Join(", ", Enumerable.Range(0, array.Length).Select(i => Print(array, i))) + "]";
}
