using System.Text;
using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;
using DataMesh.Tests.Filters;

namespace DataMesh.Tests.Policies;

public sealed class MaskEvaluatorTests
{
    private static readonly Mask[] Candidates =
    [
        Mask.None, Mask.Null, Mask.Hash, Mask.KeepFirst(1), Mask.KeepFirst(3), Mask.KeepLast(2), Mask.Year, Mask.Month, Mask.Day, Mask.Bucket(7), Mask.Bucket(1000), Mask.Bucket(0.25m),
        Mask.Constant("redacted"), Mask.Constant(17), Mask.Constant(2.5m), Mask.Constant(ScalarValue.From(new DateOnly(2000, 2, 29))),
        Mask.Constant(ScalarValue.From(new DateTime(1999, 12, 31, 23, 59, 59, DateTimeKind.Utc))), Mask.Constant(ScalarValue.From(new TimeOnly(12, 30))), Mask.Constant(ScalarValue.From(Guid.AllBitsSet)),
    ];

    public static TheoryData<string, string> EveryFit => [.. from column in Rows.Columns
                                                             from mask in Candidates
                                                             where mask.FindProblem(column.Type) is null
                                                             select new TheoryDataRow<string, string>(column.Name, mask.ToString())];

    [Theory]
    [MemberData(nameof(EveryFit))]
    public void Every_mask_does_what_it_says_to_every_type_it_fits(string column, string text)
    {
        Mask mask = Mask.Parse(text);
        PhysicalType type = Rows.TypeOf(column);
        int ordinal = Rows.OrdinalOf(column);
        MaskEvaluator evaluator = MaskEvaluator.Create(mask, type, MaskOracle.Key);

        Gen.Select(FilterGen.Row.Array[0, 20], Gen.Int[0, 9]).Sample((rows, before) =>
        {
            using RecordBatch batch = Rows.Build(rows, before);
            using IArrowArray masked = evaluator.Apply(batch.Column(ordinal));

            Assert.Equal(rows.Select(r => MaskOracle.Apply(mask, type, r[ordinal])), Rows.ReadColumn(masked));
            Assert.Equal(type, PhysicalType.TryFromArrow(masked.Data.DataType));
            Assert.Equal(rows.Count(r => MaskOracle.Apply(mask, type, r[ordinal]).IsNull), masked.NullCount);
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void A_masked_dictionary_holds_each_masked_value_once_and_no_other()
    {
        string[] texts = ["unused secret", "anna", "anne", "bert"];
        int[] picks = [1, 2, 3, 2, 1];
        Apache.Arrow.Types.DictionaryType type = new(Apache.Arrow.Types.Int32Type.Default, Apache.Arrow.Types.StringType.Default, false);
        using DictionaryArray column = new(type, new Int32Array.Builder().AppendRange(picks).Build(), new StringArray.Builder().AppendRange(texts).Build());
        using DictionaryArray masked = (DictionaryArray)MaskEvaluator.Create(Mask.KeepFirst(2), PhysicalType.Of(PhysicalTypeKind.String)).Apply(column);

        StringArray entries = (StringArray)masked.Dictionary;
        Assert.Equal(["an**", "be**"], Enumerable.Range(0, entries.Length).Select(i => entries.GetString(i)));
        Assert.Equal(["an**", "an**", "be**", "an**", "an**"], Rows.ReadColumn(masked).Select(v => v.AsString()));
    }

    [Fact]
    public void No_buffer_of_a_masked_column_holds_what_was_masked()
    {
        ScalarValue[][] rows = [.. Enumerable.Range(0, 5).Select(_ => Rows.Columns.Select(c => c.Type.Kind == PhysicalTypeKind.String ? ScalarValue.From("0123456789-secret") : ScalarValue.Null).ToArray())];
        using RecordBatch batch = Rows.Build(rows);
        foreach (string column in (string[])["name", Rows.Encoded])
            foreach (Mask mask in (Mask[])[Mask.Null, Mask.Hash, Mask.KeepFirst(3), Mask.Constant("x")])
            {
                using IArrowArray masked = MaskEvaluator.Create(mask, PhysicalType.Of(PhysicalTypeKind.String), MaskOracle.Key).Apply(batch.Column(Rows.OrdinalOf(column)));
                IEnumerable<ArrowBuffer> buffers = masked.Data.Buffers.Concat(masked.Data.Dictionary?.Buffers ?? []);
                Assert.All(buffers, b => Assert.DoesNotContain("secret", Encoding.Latin1.GetString(b.Span), StringComparison.Ordinal));
            }
    }

    [Theory]
    [InlineData("first 2", "abcd", "ab**")]
    [InlineData("first 2", "abc", "a**")]
    [InlineData("first 2", "a", "*")]
    [InlineData("first 2", "", "")]
    [InlineData("last 4", "4111111111111111", "************1111")]
    [InlineData("last 2", "grüß-🐦🐦", "*****🐦🐦")]
    [InlineData("first 3", "🐦é😀x1z", "🐦é😀***")]
    public void Partial_counts_code_points_and_keeps_at_most_half(string mask, string text, string shown)
    {
        using StringArray column = new StringArray.Builder().Append(text).Build();
        using IArrowArray masked = MaskEvaluator.Create(Mask.Parse(mask), PhysicalType.Of(PhysicalTypeKind.String)).Apply(column);

        Assert.Equal(shown, ((StringArray)masked).GetString(0));
    }

    [Fact]
    public void A_stronger_mask_can_be_computed_from_a_weaker_one() => Gen.Select(MaskOrderTests.AnyMask, MaskOrderTests.AnyMask, FilterGen.Row.Array[1, 12]).Sample((strong, weak, rows) =>
    {
        if (strong is DropMask || weak is DropMask || !MaskOrder.IsAtLeastAsStrong(strong, weak))
            return;
        foreach ((string name, PhysicalType type) in Rows.Columns)
        {
            if (strong.FindProblem(type) is not null || weak.FindProblem(type) is not null)
                continue;
            int ordinal = Rows.OrdinalOf(name);
            foreach (IGrouping<ScalarValue, ScalarValue> same in rows.Select(r => r[ordinal]).GroupBy(v => MaskOracle.Apply(weak, type, v)))
                Assert.Single(same.Select(v => MaskOracle.Apply(strong, type, v)).Distinct());
        }
    }, iter: 5_000);

    [Fact]
    public void What_does_not_fit_is_refused_without_values()
    {
        Assert.Null(Mask.Null.FindProblem(PhysicalType.Of(PhysicalTypeKind.Boolean)));
        Assert.All(
            [
                (Mask.Hash, "int"), (Mask.Hash, "double"), (Mask.Hash, "boolean"), (Mask.KeepFirst(1), "binary"), (Mask.Year, "string"), (Mask.Bucket(1), "date"), (Mask.Bucket(0.5m), "long"),
                (Mask.Bucket(0.001m), "decimal(9,2)"), (Mask.Bucket(5_000_000_000m), "int"), (Mask.Constant("geheim"), "long"), (Mask.Constant(3_000_000_000L), "int"), (Mask.Constant(true), "boolean"), (Mask.Constant(0.125m), "decimal(9,2)"),
            ],
            (fit) =>
            {
                string? problem = fit.Item1.FindProblem(PhysicalType.Parse(fit.Item2));
                Assert.NotNull(problem);
                Assert.DoesNotContain("geheim", problem, StringComparison.Ordinal);
                Assert.Throws<ArgumentException>(() => MaskEvaluator.Create(fit.Item1, PhysicalType.Parse(fit.Item2), MaskOracle.Key));
            });
        Assert.Throws<ArgumentException>(() => MaskEvaluator.Create(Mask.Hash, PhysicalType.Of(PhysicalTypeKind.String), MaskOracle.Key.AsMemory(0, 31)));
    }

    [Fact]
    public void Dates_are_cut_over_the_whole_range_of_the_column() => Gen.Select(Gen.Int[-1_000_000, 3_000_000], Gen.OneOf<Mask>([Mask.Year, Mask.Month])).Sample((day, mask) =>
    {
        using Date32Array column = new(new ArrowBuffer.Builder<int>().Append(day).Build(), ArrowBuffer.Empty, 1, 0, 0);
        using IArrowArray masked = MaskEvaluator.Create(mask, PhysicalType.Of(PhysicalTypeKind.Date)).Apply(column);
        int first = ((Date32Array)masked).GetValue(0)!.Value;

        Assert.InRange(day - first, 0, mask == Mask.Year ? 365 : 30);
        if (day is > -719_162 and < 2_932_896)
        {
            DateOnly date = DateOnly.FromDayNumber(day + 719_162);
            Assert.Equal(new DateOnly(date.Year, mask == Mask.Year ? 1 : date.Month, 1).DayNumber - 719_162, first);
        }
    }, iter: 20_000);
}
