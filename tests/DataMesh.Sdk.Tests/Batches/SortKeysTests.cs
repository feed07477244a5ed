using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;

namespace DataMesh.Tests.Batches;

public sealed class SortKeysTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Keys_compare_as_values_do_for_every_type(bool descending)
    {
        foreach (IArrowArray ascending in Columns())
        {
            // Every column is given in the order that it should have, with equal values side by side.
            RecordBatch batch = new(new Schema([new Field("c", ascending.Data.DataType, true)], null), [ascending], ascending.Length);
            SortKeys keys = new(batch, [new SortField { Column = "c", Descending = descending }]);
            for (int i = 1; i < ascending.Length; i++)
                Assert.True((descending ? -1 : 1) * keys[i - 1].SequenceCompareTo(keys[i]) < 0, $"{ascending.Data.DataType.Name}: {i - 1} and {i}");
        }
    }

    [Fact]
    public void A_longer_text_does_not_run_into_the_next_column_and_equal_rows_stay_as_they_were()
    {
        StringArray first = new StringArray.Builder().Append("ab").Append("a").Append("a\0").Append("a").Append("a").Build();
        Int32Array second = new Int32Array.Builder().Append(0).Append(9).Append(1).Append(1).Append(9).Build();
        RecordBatch batch = new(new Schema([new Field("a", StringType.Default, true), new Field("b", Int32Type.Default, true)], null), [first, second], 5);

        int[] rows = new SortKeys(batch, [new SortField { Column = "a" }, new SortField { Column = "b", Descending = true }]).Sort();

        Assert.Equal([1, 4, 3, 2, 0], rows);
    }

    // Sliced, so that offsets count.
    private static IEnumerable<IArrowArray> Columns() => new IArrowArray[]
    {
        new Int32Array.Builder().Append(7).AppendNull().Append(int.MinValue).Append(-1).Append(0).Append(1).Append(int.MaxValue).Build(),
        new Int64Array.Builder().Append(7).AppendNull().Append(long.MinValue).Append(-1).Append(0).Append(256).Append(long.MaxValue).Build(),
        new DoubleArray.Builder().Append(7).AppendNull().Append(double.NegativeInfinity).Append(-1.5).Append(-double.Epsilon).Append(-0.0).Append(0.0).Append(double.Epsilon).Append(1e300).Append(double.PositiveInfinity).Append(double.NaN).Build(),
        new FloatArray.Builder().Append(7).AppendNull().Append(float.MinValue).Append(-0.5f).Append(0).Append(0.25f).Append(float.NaN).Build(),
        new BooleanArray.Builder().Append(true).AppendNull().Append(false).Append(true).Build(),
        new StringArray.Builder().Append("x").AppendNull().Append("").Append("\0").Append("\0\0").Append("a").Append("a\0").Append("aa").Append("b").Append("é").Append("\ue000").Append("😀").Build(),
        new BinaryArray.Builder().Append([9]).AppendNull().Append([]).Append([0]).Append([0, 255]).Append([1]).Append([255]).Build(),
        new Date32Array.Builder().Append(new DateOnly(2000, 1, 1)).AppendNull().Append(new DateOnly(1969, 12, 31)).Append(new DateOnly(1970, 1, 1)).Append(new DateOnly(2026, 1, 1)).Build(),
        new Decimal128Array.Builder(new Decimal128Type(20, 2)).Append(7m).AppendNull().Append(-10000000000.01m).Append(-0.01m).Append(0m).Append(2.56m).Append(655.36m).Append(99999999999.99m).Build(),
    }.Select(a => ArrowArrayFactory.Slice(a, 1, a.Length - 1));
}
