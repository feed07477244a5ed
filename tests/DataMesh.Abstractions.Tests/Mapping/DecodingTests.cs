using Apache.Arrow;
using Apache.Arrow.Types;
using CsCheck;
using DataMesh.Mapping;

namespace DataMesh.Tests.Mapping;

public sealed class DecodingTests
{
    [Fact]
    public void A_slice_of_any_batch_decodes_to_its_rows() =>
        Gen.Select(RoundTripTests.Rows.Array[1, 40], Gen.Int[0, 39], Gen.Int[0, 39]).Sample((rows, a, b) =>
        {
            int start = Math.Min(a, b) % rows.Length, length = Math.Min(Math.Abs(a - b), rows.Length - start);
            using RecordBatch batch = Codec.Encode(rows);
            using RecordBatch slice = batch.Slice(start, length);
            return Codec.Decode<EveryType>(slice).Select(RoundTripTests.Describe).SequenceEqual(rows[start..(start + length)].Select(RoundTripTests.Describe));
        });

    [Fact]
    public void Narrower_stored_columns_in_another_order_are_widened_also_in_slices()
    {
        using RecordBatch narrow = Codec.Encode(new Narrow { Count = 1 }, new Narrow { Count = int.MinValue, Share = 0.5f, Amount = -9999999.99m, Name = "b" }, new Narrow { Count = 3, Name = "c" });
        using RecordBatch stored = Pick(narrow, "name", "amount", "share", "count").Slice(1, 2);

        Assert.Equal([new Wide { Count = int.MinValue, Share = 0.5, Amount = -9999999.99m, Name = "b" }, new Wide { Count = 3, Name = "c" }], Codec.Decode<Wide>(stored));
    }

    [Fact]
    public void A_dictionary_of_text_decodes_like_text_also_in_slices()
    {
        using RecordBatch stored = Dictionary("name", ["x", "JFK", "SEA"], [0, 1, null, 2, 1]).Slice(1, 4);

        Named[] rows = Codec.Decode<Named>(stored);

        Assert.Equal(["JFK", null, "SEA", "JFK"], rows.Select(r => r.Name));
        Assert.Same(rows[0].Name, rows[3].Name);
    }

    [Fact]
    public void A_text_that_repeats_becomes_one_string()
    {
        Named[] rows = Codec.RoundTrip([.. Enumerable.Range(0, 9000).Select(i => new Named { Name = i % 2 == 0 ? "München" : "JFK" })]);

        Assert.Same(rows[0].Name, rows[8998].Name);
        Assert.Same(rows[1].Name, rows[8999].Name);
    }

    [Fact]
    public void Long_texts_come_back()
    {
        Named[] rows = [new() { Name = new string('x', 100_000) + "é" }, new() { Name = new string('€', 4096) }, new() { Name = new string('€', 70_000) }];

        Assert.Equal(rows, Codec.RoundTrip(rows));
    }

    [Fact]
    public void Texts_that_never_repeat_come_back_too()
    {
        Named[] rows = [.. Enumerable.Range(0, 20000).Select(i => new Named { Name = $"flight {i}" })];

        Assert.Equal(rows, Codec.RoundTrip(rows));
    }

    [Fact]
    public void Times_of_many_rows_come_back_cut_to_microseconds()
    {
        DateTime start = new DateTime(1969, 12, 31, 23, 59, 59, DateTimeKind.Utc).AddTicks(7);
        Instant[] rows = [.. Enumerable.Range(0, 40_000).Select(i => new Instant { At = start.AddTicks(i * 999_999L) })];

        Assert.Equal(rows.Select(r => r.At.Ticks / 10 * 10), Codec.RoundTrip(rows).Select(r => r.At.Ticks));
    }

    [Fact]
    public void A_null_in_a_member_that_may_not_be_null_names_the_column()
    {
        using RecordBatch narrow = Codec.Encode(new Narrow { Name = "a" }, new Narrow());

        DataMeshException error = Assert.Throws<DataMeshException>(() => Codec.Decode<Wide>(narrow));

        Assert.Equal(DataMeshErrorKind.ContractMismatch, error.Kind);
        Assert.Contains("column 'name'", error.Message, StringComparison.Ordinal);
        Assert.Contains("row 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_value_that_the_members_type_cannot_hold_is_an_error_that_names_both()
    {
        AssertFails<Small, Big>(new Big { Number = 256 }, "'number'", "byte");
        AssertFails<Small, Big>(new Big { Number = -1 }, "'number'", "byte");
        AssertFails<GateRow, Named>(new Named { Name = "Ajar" }, "'name'", "'Gate'");
    }

    [Fact]
    public void A_decimal_of_more_digits_than_NET_has_fails_and_one_with_zeros_behind_does_not()
    {
        Int128 digits = Int128.Parse("12345678901234567890123456789", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(12345678901234567890123456789m, Codec.Decode<Long>(Decimals(digits * 100000000))[0].Value);
        Assert.Throws<DataMeshException>(() => Codec.Decode<Long>(Decimals(digits * 100000000 + 1)));
    }

    [Fact]
    public void A_batch_of_another_schema_and_a_short_destination_are_misuse()
    {
        using RecordBatch named = Codec.Encode(new Named { Name = "a" });
        using RecordBatch other = Codec.Encode(new Big { Number = 1 });
        RecordBatchDecoder<Named> decoder = Decoder<Named>(named.Schema);

        Assert.Throws<ArgumentException>(() => decoder.Decode(other, new Named[1]));
        Assert.Throws<ArgumentException>(() => decoder.Decode(named, []));
    }

    [Fact]
    public void A_batch_with_its_columns_in_another_order_is_misuse()
    {
        using RecordBatch batch = Codec.Encode(new Pair { First = "a", Second = "b" });
        RecordBatchDecoder<Pair> decoder = Decoder<Pair>(batch.Schema);

        Assert.Throws<ArgumentException>(() => decoder.Decode(Pick(batch, "second", "first"), new Pair[1]));
        Assert.Throws<ArgumentException>(() => decoder.Decode(Pick(batch, "first"), new Pair[1]));
    }

    private static void AssertFails<TTarget, TSource>(TSource row, params string[] parts)
        where TTarget : IDataSchema<TTarget>
        where TSource : IDataSchema<TSource>
    {
        using RecordBatch batch = Codec.Encode(row);
        DataMeshException error = Assert.Throws<DataMeshException>(() => Codec.Decode<TTarget>(batch));
        Assert.All(parts, p => Assert.Contains(p, error.Message, StringComparison.Ordinal));
    }

    private static RecordBatch Pick(RecordBatch batch, params string[] columns) => new(
        new Schema(columns.Select(c => batch.Schema.GetFieldByName(c)), null), columns.Select(c => batch.Column(c)), batch.Length);

    private static RecordBatch Dictionary(string column, string[] entries, int?[] indices)
    {
        DictionaryType type = new(Int32Type.Default, StringType.Default, ordered: false);
        Int32Array.Builder codes = new();
        foreach (int? index in indices)
            _ = index is { } i ? codes.Append(i) : codes.AppendNull();
        DictionaryArray array = new(type, codes.Build(), new StringArray.Builder().AppendRange(entries).Build());
        return new RecordBatch(new Schema([new Field(column, type, nullable: true)], null), [array], indices.Length);
    }

    private static RecordBatch Decimals(Int128 value)
    {
        Decimal128Type type = new(38, 8);
        ArrayData data = new(type, 1, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer(System.Runtime.InteropServices.MemoryMarshal.AsBytes<Int128>([value]).ToArray())]);
        return new RecordBatch(new Schema([new Field("value", type, nullable: false)], null), [new Decimal128Array(data)], 1);
    }

    private static RecordBatchDecoder<T> Decoder<T>(Schema stored)
        where T : IDataSchema<T> => T.CreateDecoder(stored);
}

[DataSchema]
public sealed partial record Named
{
    public string? Name { get; init; }
}

[DataSchema]
public sealed partial record Instant
{
    public DateTime At { get; init; }
}

[DataSchema]
public sealed partial record Small
{
    public byte Number { get; init; }
}

[DataSchema]
public sealed partial record Big
{
    public int Number { get; init; }
}

[DataSchema]
public sealed partial record GateRow
{
    public Gate Name { get; init; }
}

[DataSchema]
public sealed partial record Long
{
    [DecimalPrecision(38, 8)] public decimal Value { get; init; }
}

[DataSchema]
public sealed partial record Pair
{
    public required string First { get; init; }
    public required string Second { get; init; }
}
