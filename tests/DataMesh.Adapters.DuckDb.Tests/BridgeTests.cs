using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using CsCheck;
using DataMesh.Adapters;
using Kind = DataMesh.PhysicalTypeKind;

namespace DataMesh.Tests;

public sealed class BridgeTests
{
    private static readonly DuckDbQueryEngine Engine = new(new DuckDbOptions { Threads = 2 });

    private static readonly PhysicalType[] Types =
    [
        PhysicalType.Of(Kind.Boolean), PhysicalType.Of(Kind.Int32), PhysicalType.Of(Kind.Int64), PhysicalType.Of(Kind.Float), PhysicalType.Of(Kind.Double),
        PhysicalType.Decimal(4, 2), PhysicalType.Decimal(9, 0), PhysicalType.Decimal(18, 6), PhysicalType.Decimal(38, 10),
        PhysicalType.Of(Kind.String), PhysicalType.Of(Kind.Binary), PhysicalType.Of(Kind.Uuid), PhysicalType.Of(Kind.Date), PhysicalType.Of(Kind.Time), PhysicalType.Of(Kind.Timestamp),
    ];

    [Fact]
    public async Task Every_canonical_type_is_read_as_it_was_given()
    {
        await Gen.Select(Gen.Int[0, 5_000], Gen.Int[1, 3_000], Gen.Int[0, 70], Gen.Int).SampleAsync(async (rows, batchRows, offset, seed) =>
        {
            (string Name, PhysicalType Type, IArrowArray Array)[] columns = [.. Types.Select((type, i) => ($"c{i}", type, RandomArrays.Of(type, rows, offset, new Random(seed + i))))];
            TestRelation relation = TestRelation.Of("t", batchRows, columns);

            List<string> read = await Engine.RowsAsync("select * from t", relation);

            Assert.Equal(Expected(columns, rows), read);
        }, iter: 12, threads: 1);
    }

    [Fact]
    public async Task Dictionaries_are_read_as_their_text()
    {
        await Gen.Select(Gen.Int[1, 5_000], Gen.Int[1, 3_000], Gen.Int[0, 70], Gen.Int).SampleAsync(async (rows, batchRows, offset, seed) =>
        {
            (string Name, PhysicalType Type, IArrowArray Array)[] columns = [("c", PhysicalType.Of(Kind.String), RandomArrays.Dictionary(rows, offset, new Random(seed)))];
            TestRelation relation = TestRelation.Of("t", batchRows, columns);

            List<string> read = await Engine.RowsAsync("select c from t", relation);

            Assert.Equal(Expected(columns, rows), read);
        }, iter: 8, threads: 1);
    }

    [Fact]
    public async Task DuckDb_sees_the_types_and_values_themselves()
    {
        Guid uuid = Guid.Parse("90e1d2c3-0102-0304-0506-0708090a0b0c");
        Decimal128Type money = new(38, 10);
        TestRelation relation = TestRelation.Of("t", 10,
            ("b", PhysicalType.Of(Kind.Boolean), new BooleanArray.Builder().Append(true).Build()),
            ("u", PhysicalType.Of(Kind.Uuid), RandomArrays.Fixed(PhysicalType.Of(Kind.Uuid), uuid.ToByteArray(bigEndian: true))),
            ("d", PhysicalType.Decimal(38, 10), new Decimal128Array.Builder(money).Append(-123.0000000001m).Build()),
            ("s", PhysicalType.Decimal(4, 2), new Decimal128Array.Builder(new Decimal128Type(4, 2)).Append(-99.99m).Build()),
            ("day", PhysicalType.Of(Kind.Date), new Date32Array.Builder().Append(new DateTime(2001, 2, 3)).Build()),
            ("at", PhysicalType.Of(Kind.Time), new Time64Array.Builder(new Time64Type(TimeUnit.Microsecond)).Append(3_723_000_004).Build()),
            ("ts", PhysicalType.Of(Kind.Timestamp), new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "UTC")).Append(new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero)).Build()),
            ("x", PhysicalType.Of(Kind.Binary), new BinaryArray.Builder().Append([0, 255]).Build()));

        List<string> types = await Engine.RowsAsync("select typeof(columns(*)) from t", relation);
        List<string> values = await Engine.RowsAsync("select columns(*)::varchar from t", relation);

        Assert.Equal(["BOOLEAN|UUID|DECIMAL(38,10)|DECIMAL(4,2)|DATE|TIME|TIMESTAMP WITH TIME ZONE|BLOB"], types);
        Assert.Equal(["true|90e1d2c3-0102-0304-0506-0708090a0b0c|-123.0000000001|-99.99|2001-02-03|01:02:03.000004|2001-02-03 04:05:06+00|\\x00\\xFF"], values);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_an_error_and_not_a_crash()
    {
        byte[] bytes = [.. "ä"u8];
        ArrayData data = new(StringType.Default, 2, 0, 0, [ArrowBuffer.Empty, Buffer<int>([0, 1, 2]), new ArrowBuffer(bytes)]);
        TestRelation relation = TestRelation.Of("t", 10, ("c", PhysicalType.Of(Kind.String), new StringArray(data)));

        DataMeshException error = await Assert.ThrowsAsync<DataMeshException>(() => Engine.RowsAsync("select c from t", relation));

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.Contains("'c'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dictionary_index_outside_its_dictionary_is_an_error()
    {
        DictionaryArray array = new(new DictionaryType(Int32Type.Default, StringType.Default, false), new Int32Array.Builder().Append(3).Build(), Sql.Strings(["a"]));
        TestRelation relation = TestRelation.Of("t", 10, ("c", PhysicalType.Of(Kind.String), array));

        Assert.Equal(DataMeshErrorKind.CorruptData, (await Assert.ThrowsAsync<DataMeshException>(() => Engine.RowsAsync("select c from t", relation))).Kind);
    }

    [Fact]
    public async Task A_batch_of_another_type_than_declared_is_an_error()
    {
        Schema schema = new([ArrowFields.Create("c", PhysicalType.Of(Kind.Int64), true)], null);
        TestRelation relation = new("t", schema, (_, _) => Wrong());

        Assert.Equal(DataMeshErrorKind.CorruptData, (await Assert.ThrowsAsync<DataMeshException>(() => Engine.RowsAsync("select c from t", relation))).Kind);

        async IAsyncEnumerable<RecordBatch> Wrong()
        {
            await Task.Yield();
            yield return new RecordBatch(schema, [Sql.Strings(["x"])], 1);
        }
    }

    [Fact]
    public async Task A_column_without_a_canonical_type_is_refused_with_its_name()
    {
        Schema schema = new([new Field("tags", new ListType(Int8Type.Default), true)], null);
        TestRelation relation = new("t", schema, (_, _) => throw new InvalidOperationException());

        DataMeshException refused = await Assert.ThrowsAsync<DataMeshException>(() => Engine.RowsAsync("select 1 from t", relation));

        Assert.Equal(DataMeshErrorKind.InvalidRequest, refused.Kind);
        Assert.Contains("'tags'", refused.Message, StringComparison.Ordinal);
    }

    private static ArrowBuffer Buffer<T>(T[] values) where T : struct => new ArrowBuffer.Builder<T>(values.Length).AppendRange(values).Build();

    private static List<string> Expected((string Name, PhysicalType Type, IArrowArray Array)[] columns, int rows) =>
        [.. Enumerable.Range(0, rows).Select(row => string.Join('|', columns.Select(column => Sql.Text(column.Array, row))))];
}
