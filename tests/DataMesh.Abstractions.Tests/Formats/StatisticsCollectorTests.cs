using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using CsCheck;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.FileFormats;

namespace DataMesh.Tests.Formats;

public sealed class StatisticsCollectorTests
{
    private static readonly PhysicalType s_text = PhysicalType.Of(PhysicalTypeKind.String);
    private static readonly PhysicalType s_double = PhysicalType.Of(PhysicalTypeKind.Double);

    [Fact]
    public void Statistics_of_any_batches_are_those_of_their_values() =>
        TestData.Batches(200).Array[0, 4].Sample(batches =>
        {
            StatisticsCollector collector = new(TestData.Schema);
            foreach ((RecordBatch batch, _) in batches)
                collector.Add(batch);

            IReadOnlyList<ColumnStatistics> actual = collector.ToStatistics();

            for (int i = 0; i < TestData.Types.Length; i++)
                Assert.Equal(TestColumns.Describe(100 + i, TestData.Types[i], batches.SelectMany(batch => batch.Columns[i])), actual[i]);
        }, iter: 300);

    [Fact]
    public void What_one_collector_leaves_to_another_changes_no_statistics() =>
        TestData.Batches(200).Sample(one =>
        {
            StatisticsCollector[] collectors = [new(TestData.Schema, leavesBounds: true), new(TestData.Schema), new(TestData.Schema)];
            foreach (StatisticsCollector collector in collectors)
                collector.Add(one.Batch);

            foreach (StatisticsCollector collector in collectors)
                for (int i = 0; i < TestData.Types.Length; i++)
                    Assert.Equal(TestColumns.Describe(100 + i, TestData.Types[i], one.Columns[i]), collector.ToStatistics()[i]);
        }, iter: 300);

    [Fact]
    public void Texts_are_looked_through_once_for_two_collectors()
    {
        // Nobody may change an array meanwhile: here it shows who looked.
        byte[] bytes = "ba"u8.ToArray();
        StringArray texts = new(2, new ArrowBuffer(MemoryMarshal.AsBytes<int>([0, 1, 2]).ToArray()), new ArrowBuffer(bytes), ArrowBuffer.Empty, nullCount: 0);
        Schema schema = new([ArrowFields.Create("s", s_text, nullable: false, fieldId: 4)], null);
        new StatisticsCollector(schema, leavesBounds: true).Add(new RecordBatch(schema, [texts], 2));
        bytes[1] = (byte)'c';

        ScalarValue[] least = [.. Enumerable.Range(0, 2).Select(_ => Collect(new RecordBatch(schema, [texts], 2))[0].Minimum)];

        Assert.Equal(["c", "b"], least.Select(v => v.AsString()));
    }

    [Fact]
    public void Merged_statistics_are_those_of_all_values() =>
        Gen.Select(TestData.Batches(40), TestData.Batches(40)).Sample((first, second) =>
        {
            IReadOnlyList<ColumnStatistics> merged = StatisticsCollector.Merge(Collect(first.Batch), Collect(second.Batch));

            for (int i = 0; i < TestData.Types.Length; i++)
                Assert.Equal(TestColumns.Describe(100 + i, TestData.Types[i], [.. first.Columns[i], .. second.Columns[i]]), merged[i]);
        }, iter: 200);

    [Fact]
    public void Dictionary_encoded_texts_count_as_the_texts_they_stand_for() =>
        Gen.Select(TestData.Values(s_text, 90), Gen.Int[0, 20], Gen.Int[1, 60]).Sample((values, start, length) =>
        {
            DictionaryArray texts = TestColumns.BuildDictionary(values);
            Schema schema = new([new Field("s", texts.Data.DataType, true, [new(ArrowFields.FieldIdKey, "4")])], null);

            ColumnStatistics actual = Collect(new RecordBatch(schema, [texts], 90).Slice(start, length))[0];

            Assert.Equal(TestColumns.Describe(4, s_text, values.Skip(start).Take(length)), actual);
        }, iter: 300);

    [Fact]
    public void A_bound_of_zero_has_the_sign_that_covers_both_zeros()
    {
        ColumnStatistics zeros = Collect(s_double, 0.0, -0.0);

        Assert.True(double.IsNegative(zeros.Minimum.AsFloat()));
        Assert.False(double.IsNegative(zeros.Maximum.AsFloat()));
        Assert.True(double.IsNegative(Collect(s_double, 0.0).Minimum.AsFloat()));
        Assert.False(double.IsNegative(Collect(s_double, -0.0).Maximum.AsFloat()));
    }

    [Fact]
    public void NaN_is_counted_and_bounds_nothing()
    {
        ColumnStatistics some = Collect(s_double, double.NaN, 1.0, 2.0), only = Collect(s_double, double.NaN, ScalarValue.Null);

        Assert.Equal((1L, 1.0, 2.0), (some.NanCount, some.Minimum.AsFloat(), some.Maximum.AsFloat()));
        Assert.Equal((1L, 1L, true, true), (only.NanCount, only.NullCount, only.Minimum.IsNull, only.Maximum.IsNull));
    }

    [Fact]
    public void Texts_are_ordered_by_their_bytes()
    {
        ColumnStatistics texts = Collect(s_text, "\uffee", "😀", "prefix-long-a", "prefix-long-b");

        Assert.Equal(("prefix-long-a", "😀"), (texts.Minimum.AsString(), texts.Maximum.AsString()));
    }

    [Fact]
    public void Texts_that_begin_alike_are_ordered_by_where_they_differ() =>
        Gen.Select(Gen.Int[0, 20], Gen.Char["\0ab"].Array[0, 12]).Select(t => new string('a', t.Item1) + new string(t.Item2)).Array[1, 30].Sample(texts =>
        {
            ColumnStatistics found = Collect(s_text, [.. texts.Select(t => (ScalarValue)t)]);

            Assert.Equal((texts.Min(StringComparer.Ordinal), texts.Max(StringComparer.Ordinal)), (found.Minimum.AsString(), found.Maximum.AsString()));
        });

    [Fact]
    public void Withheld_bounds_are_unknown_also_after_a_merge()
    {
        RecordBatch batch = Batch(s_text, "secret");
        StatisticsCollector collector = new(batch.Schema, new HashSet<int> { 1 });
        collector.Add(batch);

        ColumnStatistics withheld = collector.ToStatistics()[0];
        ColumnStatistics merged = StatisticsCollector.Merge([withheld], Collect(Batch(s_text, "open")))[0];

        Assert.Equal((1L, 0L, true, true), (withheld.ValueCount, withheld.NullCount, withheld.Minimum.IsNull, withheld.Maximum.IsNull));
        Assert.Equal((2L, true, true), (merged.ValueCount, merged.Minimum.IsNull, merged.Maximum.IsNull));
    }

    [Fact]
    public void A_bound_that_no_scalar_value_can_hold_is_unknown()
    {
        Schema schema = new([ArrowFields.Create("day", PhysicalType.Of(PhysicalTypeKind.Date), true, 1)], null);
        ArrowBuffer days = new ArrowBuffer.Builder<int>().Append(0).Append(int.MaxValue).Build();

        ColumnStatistics actual = Collect(new RecordBatch(schema, [new Date32Array(days, ArrowBuffer.Empty, 2, 0, 0)], 2))[0];

        Assert.Equal(new DateOnly(1970, 1, 1), actual.Minimum.AsDate());
        Assert.True(actual.Maximum.IsNull);
    }

    [Fact]
    public void A_column_without_field_id_is_named()
    {
        Schema schema = new([new Field("amount", Int64Type.Default, true)], null);

        Assert.Contains("'amount'", Assert.Throws<ArgumentException>(() => new StatisticsCollector(schema)).Message, StringComparison.Ordinal);
    }

    private static RecordBatch Batch(PhysicalType type, params ScalarValue[] values) =>
        new(new Schema([ArrowFields.Create("c", type, true, 1)], null), [TestColumns.Build(type, values)], values.Length);

    private static ColumnStatistics Collect(PhysicalType type, params ScalarValue[] values) => Collect(Batch(type, values))[0];

    private static IReadOnlyList<ColumnStatistics> Collect(RecordBatch batch)
    {
        StatisticsCollector collector = new(batch.Schema);
        collector.Add(batch);
        return collector.ToStatistics();
    }
}
