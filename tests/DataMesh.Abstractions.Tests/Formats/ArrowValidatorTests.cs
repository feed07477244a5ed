using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Formats;

public sealed class ArrowValidatorTests
{
    private static readonly ListType Lists = new(new Field("item", Int32Type.Default, true));
    private static readonly FixedSizeListType Pairs = new(new Field("item", Int32Type.Default, true), 2);
    private static readonly StructType Structs = new([new Field("a", Int32Type.Default, true), new Field("b", StringType.Default, true)]);
    private static readonly MapType Maps = new(StringType.Default, Int32Type.Default, nullable: true);
    private static readonly DictionaryType Kinds = new(Int32Type.Default, StringType.Default, false);

    /// <summary>What is wrong, the type, the array, and words of the message.</summary>
    public static TheoryData<string, IArrowType, ArrayData, string> Damage => new()
    {
        { "another type", Int64Type.Default, Ints(1), "schema says" },
        { "too few buffers", Int32Type.Default, new ArrayData(Int32Type.Default, 1, 0, 0, [ArrowBuffer.Empty]), "1 buffers" },
        { "too many buffers", Int32Type.Default, new ArrayData(Int32Type.Default, 1, 0, 0, [ArrowBuffer.Empty, Of(1), Of(1)]), "3 buffers" },
        { "negative length", Int32Type.Default, new ArrayData(Int32Type.Default, -1, 0, 0, [ArrowBuffer.Empty, Of(1)]), "impossible" },
        { "negative offset", Int32Type.Default, new ArrayData(Int32Type.Default, 1, 0, -1, [ArrowBuffer.Empty, Of(1)]), "impossible" },
        { "length and offset overflow", Int32Type.Default, new ArrayData(Int32Type.Default, int.MaxValue, 0, int.MaxValue, [ArrowBuffer.Empty, Of(1)]), "impossible" },
        { "values too short", Int32Type.Default, new ArrayData(Int32Type.Default, 3, 0, 0, [ArrowBuffer.Empty, Of(1, 2)]), "buffer of values" },
        { "values too short for the offset", Int32Type.Default, new ArrayData(Int32Type.Default, 2, 0, 1, [ArrowBuffer.Empty, Of(1, 2)]), "buffer of values" },
        { "bits too short", BooleanType.Default, new ArrayData(BooleanType.Default, 9, 0, 0, [ArrowBuffer.Empty, Bytes(1)]), "buffer of values" },
        { "validity too short", Int32Type.Default, new ArrayData(Int32Type.Default, 9, 1, 0, [Bytes(1), Of(new int[9])]), "validity" },
        { "nulls without validity", Int32Type.Default, new ArrayData(Int32Type.Default, 1, 1, 0, [ArrowBuffer.Empty, Of(1)]), "which values are null" },
        { "a wrong null count", Int32Type.Default, new ArrayData(Int32Type.Default, 2, 0, 0, [Bytes(1), Of(1, 2)]), "null count" },
        { "more nulls than values", Int32Type.Default, new ArrayData(Int32Type.Default, 1, 2, 0, [Bytes(0), Of(1)]), "null count" },
        { "values in a column of nulls", NullType.Default, new ArrayData(NullType.Default, 2, 1, 0, []), "all null" },
        { "offsets too short", StringType.Default, Text([0, 1], "ab", length: 2), "buffer of offsets" },
        { "offsets descend", StringType.Default, Text([0, 2, 1], "ab"), "ascend" },
        { "offsets descend among many", StringType.Default, Text([.. Enumerable.Range(0, 100), 50], new string('x', 100)), "ascend" },
        { "negative offsets", StringType.Default, Text([-2, 1, 2], "ab"), "ascend" },
        { "offsets behind the end", StringType.Default, Text([0, 1, 3], "ab"), "behind the 2 bytes" },
        { "long offsets behind the end", LargeBinaryType.Default, new ArrayData(LargeBinaryType.Default, 1, 0, 0, [ArrowBuffer.Empty, OfLong(0, long.MaxValue), Bytes(1, 2)]), "behind the 2 bytes" },
        { "no UTF-8", StringType.Default, new ArrayData(StringType.Default, 2, 0, 0, [ArrowBuffer.Empty, Of(0, 1, 3), Bytes(65, 0xC3, 0x28)]), "row 1 is not UTF-8" },
        { "a character cut in two", StringType.Default, new ArrayData(StringType.Default, 2, 0, 0, [ArrowBuffer.Empty, Of(0, 1, 2), Bytes(0xC3, 0xA4)]), "row 0 is not UTF-8" },
        { "a character cut at the end", StringType.Default, new ArrayData(StringType.Default, 1, 0, 0, [ArrowBuffer.Empty, Of(0, 1), Bytes(0xC3, 0xA4)]), "row 0 is not UTF-8" },
        { "lists behind their child", Lists, new ArrayData(Lists, 1, 0, 0, [ArrowBuffer.Empty, Of(0, 3)], [Ints(1, 2)]), "behind the 2" },
        { "a list without a child", Lists, new ArrayData(Lists, 1, 0, 0, [ArrowBuffer.Empty, Of(0, 1)], (ArrayData[]?)null), "0 children" },
        { "a damaged child", Lists, new ArrayData(Lists, 1, 0, 0, [ArrowBuffer.Empty, Of(0, 1)], [new ArrayData(Int32Type.Default, 1, 0, 0, [ArrowBuffer.Empty, ArrowBuffer.Empty])]), "'column.item'" },
        { "a short child of fixed lists", Pairs, new ArrayData(Pairs, 2, 0, 0, [ArrowBuffer.Empty], [Ints(1, 2, 3)]), "3 values" },
        { "another size of fixed lists", Pairs, new ArrayData(new FixedSizeListType(Int32Type.Default, 3), 1, 0, 0, [ArrowBuffer.Empty], [Ints(1, 2, 3)]), "schema says" },
        { "a short child of a structure", Structs, new ArrayData(Structs, 2, 0, 0, [ArrowBuffer.Empty], [Ints(1, 2), Text([0, 1], "a")]), "'column.b'" },
        { "a child too short for the offset", Structs, new ArrayData(Structs, 1, 0, 1, [ArrowBuffer.Empty], [Ints(1), Text([0, 0, 1], "a")]), "'column.a'" },
        { "a null key", Maps, Map(keyIsNull: true), "key is null" },
        { "an index behind the dictionary", Kinds, Dictionary(Kinds, Of(0, 2), 2), "row 1 points to none of the 2" },
        { "a negative index", Kinds, Dictionary(Kinds, Of(0, -1), 2), "row 1 points to none" },
        { "an index behind it among many", Kinds, Dictionary(Kinds, Of([.. new int[99], 2]), 100), "row 99 points to none" },
        { "no dictionary", Kinds, new ArrayData(Kinds, 1, 0, 0, [ArrowBuffer.Empty, Of(0)]), "dictionary is missing" },
        { "a damaged dictionary", Kinds, new ArrayData(Kinds, 1, 0, 0, [ArrowBuffer.Empty, Of(0)], null, Text([0, 5], "a")), "'column.dictionary'" },
        { "a precision that 16 bytes cannot hold", new Decimal128Type(39, 2), new ArrayData(new Decimal128Type(39, 2), 0, 0, 0, [ArrowBuffer.Empty, ArrowBuffer.Empty]), "schema says" },
        { "decimals of half the width", new Decimal128Type(9, 2), new ArrayData(new Decimal128Type(9, 2), 2, 0, 0, [ArrowBuffer.Empty, Of(1, 2, 3, 4)]), "buffer of values" },
        { "fixed bytes of another width", new FixedSizeBinaryType(16), new ArrayData(new FixedSizeBinaryType(8), 1, 0, 0, [ArrowBuffer.Empty, Bytes(new byte[16])]), "schema says" },
        { "a width whose bits overflow", new FixedSizeBinaryType(1 << 29), new ArrayData(new FixedSizeBinaryType(1 << 29), 1, 0, 0, [ArrowBuffer.Empty, Bytes(new byte[16])]), "buffer of values" },
        { "a view", StringViewType.Default, new ArrayData(StringViewType.Default, 0, 0, 0, [ArrowBuffer.Empty, ArrowBuffer.Empty]), "not supported" },
    };

    [Theory]
    [MemberData(nameof(Damage), DisableDiscoveryEnumeration = true)]
    public void Damage_is_named_with_its_column(string what, IArrowType type, ArrayData data, string words)
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => new ArrowValidator().Check("column", type, data));

        Assert.Equal(DataMeshErrorKind.CorruptData, error.Kind);
        Assert.True(error.Message.Contains(words, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.Contains("'column", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_nest_too_deeply_are_refused_and_others_are_not()
    {
        (IArrowType type, ArrayData data) = (Int32Type.Default, Ints(1));
        for (int depth = 1; depth < ArrowValidator.MaximumDepth; depth++)
            (type, data) = Wrap(type, data);

        new ArrowValidator().Check("deep", type, data);
        (type, data) = Wrap(type, data);

        Assert.Contains("64", Assert.Throws<DataMeshException>(() => new ArrowValidator().Check("deep", type, data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lies_beneath_a_null_may_be_anything()
    {
        ArrowValidator validator = new();

        validator.Check("texts", StringType.Default, new ArrayData(StringType.Default, 2, 1, 0, [Bytes(0b10), Of(0, 2, 3), Bytes(0xC3, 0x28, 65)]));
        validator.Check("kinds", Kinds, new ArrayData(Kinds, 2, 1, 0, [Bytes(0b10), Of(-7, 0)], null, Text([0, 1], "a")));
    }

    [Fact]
    public void A_null_count_that_nobody_counted_is_accepted() =>
        new ArrowValidator().Check("n", Int32Type.Default, new ArrayData(Int32Type.Default, 2, -1, 0, [Bytes(0b01), Of(1, 2)]));

    [Fact]
    public void An_array_without_values_needs_no_buffers()
    {
        ArrowValidator validator = new();
        foreach (IArrowType type in new IArrowType[] { Int32Type.Default, StringType.Default, BooleanType.Default })
            validator.Check("empty", type, new ArrayData(type, 0, 0, 0, [.. Enumerable.Repeat(ArrowBuffer.Empty, type is StringType ? 3 : 2)]));
        validator.Check("empty", Lists, new ArrayData(Lists, 0, 0, 0, [ArrowBuffer.Empty, ArrowBuffer.Empty], [Ints()]));
    }

    [Fact]
    public void A_batch_whose_columns_are_not_those_of_its_schema_is_refused()
    {
        Schema two = new([new Field("a", Int32Type.Default, true), new Field("b", Int32Type.Default, true)], null);
        Int32Array one = new(Ints(1));

        DataMeshException missing = Assert.Throws<DataMeshException>(() => new ArrowValidator().Check(new RecordBatch(two, [one], 1)));
        DataMeshException length = Assert.Throws<DataMeshException>(() => new ArrowValidator().Check(new RecordBatch(two, [one, new Int32Array(Ints(1, 2))], 1)));

        Assert.Contains("1 columns, its schema 2", missing.Message, StringComparison.Ordinal);
        Assert.Contains("'b'", length.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_outside_are_shown_without_control_characters_and_not_at_length()
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => new ArrowValidator().Check("a\n\u001b" + new string('x', 5000), Int64Type.Default, Ints(1)));

        Assert.DoesNotContain('\n', error.Message);
        Assert.InRange(error.Message.Length, 10, 400);
    }

    [Fact]
    public void Batches_of_every_shape_pass_as_a_whole_and_in_slices() =>
        Gen.Select(Gen.Int[0, 90], Gen.Int[0, 90], Gen.Int[0, 1000]).Sample((start, count, seed) =>
        {
            RecordBatch whole = Valid(200, new Random(seed));
            ArrowValidator validator = new();

            validator.Check(whole);
            validator.Check(whole.Slice(start, count));
            validator.Check(whole.Slice(start, count).Slice(count / 3, count / 2));
        }, iter: 60);

    [Fact]
    public void A_dictionary_is_checked_once_for_all_batches_that_share_it()
    {
        byte[] bytes = "a"u8.ToArray();
        ArrayData entries = new(StringType.Default, 1, 0, 0, [ArrowBuffer.Empty, Of(0, 1), new ArrowBuffer(bytes)]), others = new(StringType.Default, 1, 0, 0, entries.Buffers);
        ArrowValidator validator = new();
        validator.Check("kinds", Kinds, new ArrayData(Kinds, 1, 0, 0, [ArrowBuffer.Empty, Of(0)], null, entries));
        bytes[0] = 0xFF; // nobody may do that; it shows who looks again

        validator.Check("kinds", Kinds, new ArrayData(Kinds, 1, 0, 0, [ArrowBuffer.Empty, Of(0)], null, entries));

        Assert.Throws<DataMeshException>(() => validator.Check("kinds", Kinds, new ArrayData(Kinds, 1, 0, 0, [ArrowBuffer.Empty, Of(0)], null, others)));
        Assert.Throws<DataMeshException>(() => new ArrowValidator().Check("kinds", Kinds, new ArrayData(Kinds, 1, 0, 0, [ArrowBuffer.Empty, Of(0)], null, entries)));
    }

    private static (IArrowType, ArrayData) Wrap(IArrowType type, ArrayData data)
    {
        StructType outer = new([new Field("s", type, true)]);
        return (outer, new ArrayData(outer, data.Length, 0, 0, [ArrowBuffer.Empty], [data]));
    }

    private static RecordBatch Valid(int rows, Random random)
    {
        ListArray.Builder lists = new(StringType.Default);
        StringArray.Builder items = (StringArray.Builder)lists.ValueBuilder, texts = new();
        MapArray.Builder maps = new(Maps);
        BooleanArray.Builder flags = new();
        for (int row = 0; row < rows; row++)
        {
            if (random.Next(4) == 0)
                lists.AppendNull();
            else
                lists.Append();
            for (int i = random.Next(3); i > 0; i--)
                items.Append(random.Next(2) == 0 ? "ä😀" : "x");
            maps.Append();
            for (int i = random.Next(3); i > 0; i--)
            {
                ((StringArray.Builder)maps.KeyBuilder).Append("k");
                ((Int32Array.Builder)maps.ValueBuilder).Append(i);
            }
            texts.Append(random.Next(3) == 0 ? null : new string('ü', random.Next(9)));
            flags.Append(random.Next(2) == 0);
        }
        StringArray text = texts.Build();
        StructArray structs = new(Structs, rows, [new Int32Array(Ints(new int[rows])), text], ArrowBuffer.Empty, 0);
        DictionaryArray kinds = new(Kinds, new Int32Array(Ints([.. Enumerable.Range(0, rows).Select(_ => random.Next(2))])), new StringArray(Text([0, 1, 3], "aä")));
        FixedSizeListArray pairs = new(new ArrayData(Pairs, rows, 0, 0, [ArrowBuffer.Empty], [Ints(new int[2 * rows])]));
        Schema schema = new([new("list", new ListType(new Field("item", StringType.Default, true)), true), new("map", Maps, true), new("struct", Structs, true), new("kind", Kinds, true), new("pair", Pairs, true), new("flag", BooleanType.Default, true), new("none", NullType.Default, true)], null);
        return new RecordBatch(schema, [lists.Build(), maps.Build(), structs, kinds, pairs, flags.Build(), new NullArray(rows)], rows);
    }

    private static ArrayData Map(bool keyIsNull)
    {
        ArrayData keys = new(StringType.Default, 1, keyIsNull ? 1 : 0, 0, [Bytes(keyIsNull ? (byte)0 : (byte)1), Of(0, 1), Bytes(65)]);
        ArrayData entries = new(Maps.KeyValueType, 1, 0, 0, [ArrowBuffer.Empty], [keys, Ints(1)]);
        return new ArrayData(Maps, 1, 0, 0, [ArrowBuffer.Empty, Of(0, 1)], [entries]);
    }

    private static ArrayData Dictionary(DictionaryType type, ArrowBuffer indices, int length) =>
        new(type, length, 0, 0, [ArrowBuffer.Empty, indices], null, Text([0, 1, 2], "ab"));

    private static ArrayData Ints(params int[] values) => new(Int32Type.Default, values.Length, 0, 0, [ArrowBuffer.Empty, Of(values)]);

    private static ArrayData Text(int[] offsets, string bytes, int? length = null) =>
        new(StringType.Default, length ?? offsets.Length - 1, 0, 0, [ArrowBuffer.Empty, Of(offsets), Bytes(Encoding.UTF8.GetBytes(bytes))]);

    // Without the padding that builders add, here and below.
    private static ArrowBuffer Of(params int[] values) => new(MemoryMarshal.AsBytes<int>(values).ToArray());

    private static ArrowBuffer OfLong(params long[] values) => new(MemoryMarshal.AsBytes<long>(values).ToArray());

    private static ArrowBuffer Bytes(params byte[] values) => new(values);
}
