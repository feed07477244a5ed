using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;
using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Filters;

public sealed class BatchSelectionTests
{
    [Fact]
    public void Taken_rows_are_the_chosen_ones_in_the_chosen_order() =>
        Gen.Select(FilterGen.Row.Array[1, 30], Gen.Int[0, 1000].Array[0, 40], Gen.Int[0, 9]).Sample((rows, picks, before) =>
        {
            int[] chosen = [.. picks.Select(p => p % rows.Length)];
            RecordBatch taken;
            using (RecordBatch batch = Rows.Build(rows, before))
                taken = BatchSelection.Take(batch, chosen);

            Assert.Equal(chosen.Select(c => rows[c]), Rows.Read(taken));
            Assert.Same(Rows.Schema, taken.Schema);
            taken.Dispose();
        }, iter: 400, threads: 2);

    [Fact]
    public void Concatenated_batches_are_their_rows_one_after_the_other() =>
        FilterGen.Row.Array[0, 20].Array[1, 4].Sample(parts =>
        {
            RecordBatch[] batches = [.. parts.Select((p, i) => Rows.Build(p, i))];
            using RecordBatch all = BatchSelection.Concatenate(batches);

            Assert.Equal(parts.SelectMany(p => p), Rows.Read(all));
            Assert.Equal("a test", all.Schema.Metadata["made-by"]);
            Assert.IsType<DictionaryArray>(all.Column(Rows.OrdinalOf(Rows.Encoded)));
        }, iter: 300, threads: 2);

    [Fact]
    public void What_hidden_rows_hold_is_not_copied()
    {
        ScalarValue[] hidden = [.. Rows.Columns.Select(c => c.Type.ScalarKind == ScalarKind.String ? ScalarValue.From("secret") : ScalarValue.Null)];
        ScalarValue[] visible = [.. Rows.Columns.Select(c => c.Name == Rows.Encoded ? ScalarValue.From("open") : ScalarValue.Null)];
        using RecordBatch batch = Rows.Build([hidden, visible, hidden]);
        using RecordBatch taken = BatchSelection.Take(batch, [1]);

        StringArray entries = (StringArray)((DictionaryArray)taken.Column(Rows.OrdinalOf(Rows.Encoded))).Dictionary;
        Assert.Equal(1, entries.Length);
        Assert.Equal("open", entries.GetString(0));
        Assert.Equal(0, taken.Column(Rows.OrdinalOf("name")).Data.Buffers[2].Length);
        Assert.Equal(0L, ((Int64Array)taken.Column(Rows.OrdinalOf("big"))).Values[0]);
    }

    [Fact]
    public void Plain_and_encoded_texts_concatenate_to_plain_texts()
    {
        DictionaryType encoded = new(Int32Type.Default, StringType.Default, false);
        using RecordBatch first = new(new Schema([new Field("t", encoded, true)], null),
            [new DictionaryArray(encoded, new Int32Array.Builder().Append(1).AppendNull().Append(0).Build(), new StringArray.Builder().Append("a").Append("b").Build())], 3);
        using RecordBatch second = new(new Schema([new Field("t", StringType.Default, true)], null), [new StringArray.Builder().Append("c").Build()], 1);
        using RecordBatch both = BatchSelection.Concatenate([first, second]);

        Assert.IsType<StringType>(both.Schema.GetFieldByIndex(0).DataType);
        Assert.Equal(["b", null, "a", "c"], Enumerable.Range(0, 4).Select(i => ((StringArray)both.Column(0)).GetString(i)));
    }

    [Fact]
    public void Buffers_come_from_the_given_allocator()
    {
        NativeMemoryAllocator allocator = new(64);
        using RecordBatch batch = Rows.Build(FilterGen.Row.Array[5].Single());
        using RecordBatch taken = BatchSelection.Take(batch, [0, 1, 2], allocator);

        Assert.True(allocator.Statistics.Allocations > Rows.Columns.Count);
    }

    [Fact]
    public void Rows_that_do_not_exist_and_columns_that_do_not_fit_are_refused()
    {
        using RecordBatch batch = Rows.Build(FilterGen.Row.Array[2].Single());
        using RecordBatch other = new(new Schema([new Field("flag", Int32Type.Default, true)], null), [new Int32Array.Builder().Append(1).Build()], 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => BatchSelection.Take(batch, [2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchSelection.Take(batch, [-1]));
        Assert.Throws<ArgumentException>(() => BatchSelection.Concatenate([batch, other]));
        Assert.Throws<ArgumentException>(() => BatchSelection.Concatenate([]));
    }

    [Fact]
    public void Selected_ordinals_are_those_of_true() =>
        Gen.OneOf(TruthValue.True, TruthValue.False, TruthValue.False, TruthValue.Unknown).Array[0, 70].Sample(truth =>
        {
            int[] rows = new int[truth.Length];
            int count = BatchSelection.Select(truth, rows);

            Assert.Equal(truth.Index().Where(t => t.Item == TruthValue.True).Select(t => t.Index), rows.Take(count));
        }, iter: 1000);
}
