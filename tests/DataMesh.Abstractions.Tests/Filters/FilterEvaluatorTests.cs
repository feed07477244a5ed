using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Filters;

public sealed class FilterEvaluatorTests
{
    private static readonly Schema s_schema = new Schema.Builder()
        .Field(ArrowFields.Create("id", PhysicalType.Of(PhysicalTypeKind.Int64), false))
        .Field(ArrowFields.Create("name", PhysicalType.Of(PhysicalTypeKind.String), true))
        .Field(ArrowFields.Create("ratio", PhysicalType.Of(PhysicalTypeKind.Double), true))
        .Build();

    private static RecordBatch Batch() => new(s_schema,
    [
        new Int64Array.Builder().AppendRange([1, 2, 3, 4]).Build(),
        new StringArray.Builder().Append("ab").AppendNull().Append("b").Append("abc").Build(),
        new DoubleArray.Builder().Append(0.5).Append(double.NaN).Append(-0.0).AppendNull().Build(),
    ], 4);

    private static string Evaluate(Filter filter, RecordBatch batch, MeshPrincipal? principal = null)
    {
        TruthValue[] truth = new TruthValue[batch.Length];
        FilterEvaluator.Create(filter, s_schema, principal).Evaluate(batch, truth);
        return string.Concat(truth.Select(t => t.ToString()[0]));
    }

    [Fact]
    public void Comparisons_are_three_valued_and_honour_slices()
    {
        using RecordBatch batch = Batch();

        Assert.Equal("FFTT", Evaluate(Filter.Compare("id", ComparisonOperator.GreaterThan, 2L), batch));
        Assert.Equal("FTT", Evaluate(Filter.Compare("id", ComparisonOperator.GreaterThan, 2L), batch.Slice(1, 3)));
        Assert.Equal("TUFT", Evaluate(Filter.StartsWith("name", "ab"), batch));
        Assert.Equal("UFT", Evaluate(Filter.StartsWith("name", "ab"), batch.Slice(1, 3)));
        Assert.Equal("FTFU", Evaluate(Filter.IsNaN("ratio"), batch));
        Assert.Equal("FFTU", Evaluate(Filter.Equal("ratio", 0L), batch));
        Assert.Equal("TTFU", Evaluate(Filter.Compare("ratio", ComparisonOperator.GreaterThan, 0m), batch));
    }

    [Fact]
    public void Missing_columns_are_named_with_the_nearest_one()
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => FilterEvaluator.Create(Filter.IsNull("nam"), s_schema));

        Assert.Equal(DataMeshErrorKind.InvalidRequest, error.Kind);
        Assert.Contains("'nam' does not exist (did you mean 'name'?). Columns are: 'id', 'name', 'ratio'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id = 'x'", "column 'id' of long cannot be compared with a value of kind String")]
    [InlineData("id = name", "column 'id' of long cannot be compared with column 'name' of string")]
    [InlineData("id is nan", "'is nan' needs a floating-point operand, and column 'id' of long is none")]
    [InlineData("id starts with 'x'", "'starts with' needs a text operand")]
    [InlineData("1 = 'x'", "a value of kind Integer cannot be compared with one of kind String")]
    [InlineData("name in ('a', date'2001-01-01')", "column 'name' of string cannot be compared with a value of kind Date")]
    public void Operands_without_a_common_order_are_refused(string filter, string message)
    {
        DataMeshException error = Assert.Throws<DataMeshException>(() => FilterEvaluator.Create(Filter.Parse(filter), s_schema));

        Assert.Equal(DataMeshErrorKind.InvalidRequest, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_of_another_schema_is_refused_and_an_encoded_text_is_not()
    {
        using RecordBatch batch = Batch();
        FilterEvaluator evaluator = FilterEvaluator.Create(Filter.Equal("name", "b"), s_schema);
        RecordBatch other = new(new Schema.Builder().Field(new Field("id", Apache.Arrow.Types.Int64Type.Default, true)).Build(), [batch.Column(0)], 4);
        DictionaryType encoded = new(Int32Type.Default, StringType.Default, false);
        Schema encodedSchema = new([s_schema.GetFieldByIndex(0), new Field("name", encoded, true), s_schema.GetFieldByIndex(2)], null);
        DictionaryArray names = new(encoded, new Int32Array.Builder().Append(0).AppendNull().Append(1).Append(0).Build(), new StringArray.Builder().Append("a").Append("b").Build());
        TruthValue[] truth = new TruthValue[4];

        evaluator.Evaluate(new RecordBatch(encodedSchema, [batch.Column(0), names, batch.Column(2)], 4), truth);

        Assert.Equal([TruthValue.False, TruthValue.Unknown, TruthValue.True, TruthValue.False], truth);
        Assert.Throws<ArgumentException>(() => evaluator.Evaluate(other, truth));
        Assert.Throws<ArgumentException>(() => evaluator.Evaluate(batch, new TruthValue[3]));
    }

    [Fact]
    public void Attributes_of_the_principal_are_values_and_absent_ones_are_null()
    {
        using RecordBatch batch = Batch();
        Filter own = Filter.Compare(FilterOperand.Column("name"), ComparisonOperator.Equal, FilterOperand.Attribute("team"));
        MeshPrincipal principal = MeshPrincipal.ForDomain(DomainName.Parse("sales")) with { Attributes = new Dictionary<string, string> { ["team"] = "b" } };

        Assert.Equal("FUTF", Evaluate(own, batch, principal));
        Assert.Equal("UUUU", Evaluate(own, batch));
    }

    [Fact]
    public void Selected_rows_are_taken_with_their_nulls()
    {
        using RecordBatch batch = Batch();
        int[] rows = new int[4];
        int count = BatchSelection.Select([TruthValue.Unknown, TruthValue.True, TruthValue.False, TruthValue.True], rows);

        using RecordBatch taken = BatchSelection.Take(batch, rows.AsSpan(0, count));
        using RecordBatch both = BatchSelection.Concatenate([taken, batch.Slice(2, 1)]);

        Assert.Equal([2L, 4L, 3L], ((Int64Array)both.Column(0)).Values.ToArray());
        Assert.Equal([null, "abc", "b"], Enumerable.Range(0, 3).Select(i => ((StringArray)both.Column(1)).GetString(i)));
        Assert.Equal([double.NaN, null, -0.0], Enumerable.Range(0, 3).Select(i => ((DoubleArray)both.Column(2)).GetValue(i)));
    }
}
