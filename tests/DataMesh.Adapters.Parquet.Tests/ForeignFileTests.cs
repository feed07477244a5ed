using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;
using ParquetSharp;
using ParquetSharp.Schema;

namespace DataMesh.Tests;

/// <summary>Files that others write, in every encoding and compression they can be made to use: the same values as the native engine gives.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private const string Rows = """
        SELECT CASE WHEN i % 11 = 0 THEN NULL ELSE i END AS l, (i * 7919 % 100000)::INTEGER AS n, CASE WHEN i % 5 = 0 THEN NULL ELSE i % 3 = 0 END AS b, (i / 3.0)::DOUBLE AS f, (i / 7.0)::FLOAT AS g,
            (i / 100.0)::DECIMAL(9,2) AS d9, (i / 100.0)::DECIMAL(18,2) AS d18, (i / 100.0)::DECIMAL(28,2) AS d28, CASE WHEN i % 4 = 0 THEN NULL ELSE 'kind ' || i % 5 END AS few,
            CASE WHEN i % 6 = 0 THEN NULL ELSE 'a text that is longer ' || i END AS many, md5(i::VARCHAR)::BLOB AS x, md5(i::VARCHAR)::UUID AS u, DATE '1970-01-01' + i::INTEGER AS day,
            TIME '00:00:01' + INTERVAL (i % 3600) SECOND AS t, TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (i) SECOND AS ts,
            i % 100 AS c100, (i % 7)::TINYINT AS i8, (i % 300)::SMALLINT AS i16, (i % 7)::UTINYINT AS u8, (i % 7)::UINTEGER AS u32, i::UBIGINT AS u64
        FROM range(9000) r(i)
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-foreign-").FullName;
    private readonly DuckDb _duck = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_folder, "part.parquet");

    public void Dispose()
    {
        _duck.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("COMPRESSION uncompressed", "PLAIN", "PLAIN_DICTIONARY")]
    [InlineData("COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1", "PLAIN")]
    [InlineData("COMPRESSION zstd, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "BYTE_STREAM_SPLIT")]
    [InlineData("COMPRESSION snappy, PARQUET_VERSION v2", "RLE_DICTIONARY", "DELTA_BINARY_PACKED")]
    [InlineData("COMPRESSION gzip, PARQUET_VERSION v2")]
    [InlineData("COMPRESSION lz4_raw, PARQUET_VERSION v2")]
    [InlineData("COMPRESSION brotli")]
    [InlineData("COMPRESSION zstd")]
    public async Task DuckDB_s_files_give_the_values_that_the_native_engine_gives(string options, params string[] encodings)
    {
        _duck.Execute($"COPY ({Rows}) TO '{File}' ({options}, ROW_GROUP_SIZE 4096)");

        string used = string.Join(' ', _duck.Query($"SELECT DISTINCT encodings FROM parquet_metadata('{File}')").Select(row => row[0]));
        Assert.All(encodings, encoding => Assert.Contains(encoding, used, StringComparison.Ordinal));
        await AssertSameAsync();
    }

    [Theory]
    [InlineData(ParquetSharp.Encoding.DeltaByteArray, "many")]
    [InlineData(ParquetSharp.Encoding.DeltaLengthByteArray, "many")]
    [InlineData(ParquetSharp.Encoding.ByteStreamSplit, "n")]
    [InlineData(ParquetSharp.Encoding.DeltaBinaryPacked, "n")]
    public async Task Encodings_that_Arrow_can_be_asked_for_are_read(ParquetSharp.Encoding encoding, string column)
    {
        PhysicalType text = PhysicalType.Of(PhysicalTypeKind.String), number = PhysicalType.Of(PhysicalTypeKind.Int64), id = PhysicalType.Of(PhysicalTypeKind.Uuid);
        Schema schema = new([ArrowFields.Create("many", text, true, 1), ArrowFields.Create("n", number, true, 2), ArrowFields.Create("u", id, true, 3)], null);
        const int Count = 30_000;
        ScalarValue[] values = [.. Enumerable.Range(0, Count).Select(i => i % 8 == 0 ? ScalarValue.Null : ScalarValue.From($"shared prefix {i / 10:d6} {i % 17}"))];
        using RecordBatch batch = new(schema,
        [
            TestColumns.Build(text, values),
            TestColumns.Build(number, [.. Enumerable.Range(0, Count).Select(i => i % 5 == 0 ? ScalarValue.Null : ScalarValue.From((long)i * i * (i % 2 == 0 ? 1 : -1)))]),
            TestColumns.Build(id, [.. Enumerable.Range(0, Count).Select(i => ScalarValue.From(new Guid(i, 1, 2, new byte[8])))]),
        ], Count);
        using (ParquetSharp.WriterPropertiesBuilder builder = new())
        {
            builder.Version(ParquetSharp.ParquetVersion.PARQUET_2_6).DataPagesize(20_000).DisableDictionary().Encoding(column, encoding);
            using ParquetSharp.WriterProperties properties = builder.Build();
            using ParquetSharp.Arrow.FileWriter writer = new(File, schema, properties);
            writer.WriteRecordBatch(batch);
            writer.Close();
        }

        await AssertSameAsync();
    }

    [Fact]
    public async Task Files_of_Parquet_Net_are_read()
    {
        string?[] texts = [.. Enumerable.Range(0, 1_000).Select(i => i % 3 == 0 ? null : "text " + i % 9)];
        Parquet.Schema.DataField text = new("s", typeof(string), true), number = new("n", typeof(long), false);
        await using (FileStream file = System.IO.File.Create(File))
        await using (Parquet.ParquetWriter writer = await Parquet.ParquetWriter.CreateAsync(new Parquet.Schema.ParquetSchema(text, number), file, cancellationToken: Cancel))
        using (Parquet.ParquetRowGroupWriter group = writer.CreateRowGroup())
        {
            await group.WriteAsync(text, texts!);
            await group.WriteAsync<long>(number, Enumerable.Range(0, 1_000).Select(i => (long)i).ToArray().AsMemory(), cancellationToken: Cancel);
        }

        (_, List<RecordBatch> read) = await ReadAsync(new ManagedParquetFileFormat(), new() { BatchRows = 300 });

        Assert.Equal(texts, read.SelectMany(batch => TestColumns.ReadAll(batch.Column(0), PhysicalType.Of(PhysicalTypeKind.String))).Select(value => value.IsNull ? null : value.AsString()));
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => (long?)i), read.SelectMany(batch => (Int64Array)batch.Column(1)));
    }

    [Theory]
    [InlineData("COMPRESSION zstd")]
    [InlineData("COMPRESSION uncompressed, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1")]
    public async Task DuckDB_s_structs_lists_and_maps_give_the_values_that_the_native_engine_gives(string options)
    {
        _duck.Execute($$"""
            COPY (SELECT i AS n, CASE WHEN i % 7 = 0 THEN NULL ELSE list_transform(range(i % 5), lambda x: CASE WHEN x = 2 THEN NULL ELSE x + i END) END AS numbers,
                CASE WHEN i % 9 = 0 THEN NULL ELSE {'city': 'city ' || i % 3, 'at': CASE WHEN i % 4 = 0 THEN NULL ELSE {'x': i / 2.0, 'y': i} END} END AS place,
                CASE WHEN i % 11 = 0 THEN NULL ELSE map_from_entries([('a', [i]), ('b' || i, NULL), ('c', [])]) END AS tags,
                list_transform(range(i % 3), lambda x: {'id': x, 'names': ['n' || x, NULL]}) AS parts
            FROM range(9000) r(i)) TO '{{File}}' ({{options}}, ROW_GROUP_SIZE 4096)
            """);

        await AssertSameRowsAsync();
    }

    [Fact]
    public async Task Lists_as_older_writers_spell_them_give_the_values_that_the_native_engine_gives()
    {
        using (PrimitiveNode array = new("array", Repetition.Repeated, ParquetSharp.LogicalType.Int(32, true), ParquetSharp.PhysicalType.Int32),
            id = new("id", Repetition.Required, ParquetSharp.LogicalType.Int(32, true), ParquetSharp.PhysicalType.Int32), weight = new("weight", Repetition.Optional, ParquetSharp.LogicalType.Int(32, true), ParquetSharp.PhysicalType.Int32),
            bare = new("bare", Repetition.Repeated, ParquetSharp.LogicalType.Int(32, true), ParquetSharp.PhysicalType.Int32))
        using (GroupNode tuple = new("pairs_tuple", Repetition.Repeated, [id, weight]), two = new("two", Repetition.Optional, [array], ParquetSharp.LogicalType.List()), pairs = new("pairs", Repetition.Required, [tuple], ParquetSharp.LogicalType.List()),
            root = new("schema", Repetition.Required, [two, pairs, bare]))
        using (WriterPropertiesBuilder builder = new())
        using (WriterProperties properties = builder.Build())
        using (ParquetFileWriter writer = new(File, root, properties))
        using (RowGroupWriter group = writer.AppendRowGroup())
        {
            // [1, 2], null, [], [3]
            Write(group, [2, 2, 0, 1, 2], [0, 1, 0, 0, 0], [1, 2, 3]);
            // [(1, 10), (2, null)], [], [(3, 30)], [(4, 40)]
            Write(group, [1, 1, 0, 1, 1], [0, 1, 0, 0, 0], [1, 2, 3, 4]);
            Write(group, [2, 1, 0, 2, 2], [0, 1, 0, 0, 0], [10, 30, 40]);
            // [], [5], [6, 7], [8]
            Write(group, [0, 1, 1, 1, 1], [0, 0, 0, 1, 0], [5, 6, 7, 8]);
            writer.Close();
        }

        await AssertSameRowsAsync();
    }

    private static void Write(RowGroupWriter group, short[] definitions, short[] repetitions, int[] values)
    {
        using ColumnWriter<int> column = (ColumnWriter<int>)group.NextColumn();
        column.WriteBatch(definitions.Length, definitions, repetitions, values);
    }

    private async Task AssertSameRowsAsync()
    {
        (Schema expectedSchema, List<RecordBatch> expected) = await ReadAsync(new ParquetSharpFileFormat(), FileReadRequest.All);
        (Schema schema, List<RecordBatch> read) = await ReadAsync(new ManagedParquetFileFormat(), new() { BatchRows = 777 });

        Assert.Equal(expectedSchema.FieldsList.Select(Describe), schema.FieldsList.Select(Describe));
        Assert.Equal(expected.SelectMany(NestedArrow.Rows), read.SelectMany(NestedArrow.Rows));
    }

    private static string Describe(Field field) => $"{field.Name} {field.DataType.TypeId} {field.IsNullable} ({string.Join(", ", field.GetChildren().Select(Describe))})";

    private async Task AssertSameAsync()
    {
        (Schema expectedSchema, List<RecordBatch> expected) = await ReadAsync(new ParquetSharpFileFormat(), FileReadRequest.All);
        (Schema schema, List<RecordBatch> read) = await ReadAsync(new ManagedParquetFileFormat(), new() { BatchRows = 777 });

        Assert.Equal(expectedSchema.FieldsList.Select(f => (f.Name, f.IsNullable, f.DataType.TypeId)), schema.FieldsList.Select(f => (f.Name, f.IsNullable, f.DataType.TypeId)));
        for (int i = 0; i < schema.FieldsList.Count; i++)
            Assert.Equal(expected.SelectMany(batch => Texts(batch.Column(i))), read.SelectMany(batch => Texts(batch.Column(i))));
    }

    // One text per row tells values of every type apart.
    private static IEnumerable<string> Texts(IArrowArray column) => Enumerable.Range(0, column.Length).Select(row => column.IsNull(row) ? "null" : column switch
    {
        BooleanArray a => a.GetValue(row).ToString()!,
        Decimal128Array a => a.GetString(row),
        StringArray a => a.GetString(row),
        BinaryArray a => Convert.ToHexString(a.GetBytes(row)),
        Apache.Arrow.Array a => Convert.ToHexString(a.Data.Buffers[1].Span.Slice((a.Data.Offset + row) * Width(a), Width(a))),
        _ => throw new NotSupportedException(column.GetType().Name),
    });

    private static int Width(Apache.Arrow.Array array) => ((Apache.Arrow.Types.FixedWidthType)array.Data.DataType).BitWidth / 8;

    private async Task<(Schema Schema, List<RecordBatch> Batches)> ReadAsync(FileFormat format, FileReadRequest request)
    {
        await using DataFileReader reader = await format.OpenAsync(new TestObjectStore(_folder), "part.parquet", new FileInfo(File).Length, Cancel);
        List<RecordBatch> batches = [];
        await foreach (RecordBatch batch in reader.ReadAsync(request, Cancel))
            batches.Add(batch);
        return (reader.Summary.Schema, batches);
    }
}
