using Apache.Arrow;
using CsCheck;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Filters;

/// <summary>What holds for every filter: all interpreters agree, and the text form reads back.</summary>
public sealed class FilterLawTests
{
    [Fact]
    public void The_evaluator_gives_what_a_naive_evaluation_of_each_row_gives() =>
        Gen.Select(FilterGen.Filters(mixedPairs: true), FilterGen.Row.Array[0, 40], Gen.Int[0, 9]).Sample((filter, rows, before) =>
        {
            using RecordBatch batch = Rows.Build(rows, before);
            TruthValue[] truth = new TruthValue[rows.Length];
            FilterEvaluator.Create(filter, Rows.Schema).Evaluate(batch, truth);

            Assert.Equal(rows.Select(row => Oracle.Evaluate(filter, row)), truth.Select(ToBoolean));
        }, iter: 2000, threads: 2, print: t => $"{t.Item1}");

    [Fact]
    public void A_filter_reads_back_from_its_text() =>
        FilterGen.Filters(mixedPairs: true).Sample(filter =>
        {
            string text = filter.ToString();

            Assert.Equal(filter, Filter.Parse(text));
            Assert.Equal(text, Filter.Parse(text).ToString());
        }, iter: 3000, threads: 2);

    [Fact]
    public void Statistics_never_prune_a_row_that_matches() =>
        Gen.Select(FilterGen.Filters(mixedPairs: true), FilterGen.Row.Array[1, 4], Gen.Int).Sample((filter, rows, seed) =>
        {
            Random random = new(seed);
            Dictionary<string, ColumnStatistics?> statistics = Rows.Columns.ToDictionary(c => c.Name, c => Describe([.. rows.Select(r => r[Rows.OrdinalOf(c.Name)])], random));
            bool any = rows.Any(row => Oracle.Evaluate(filter, row) == true);

            Assert.True(!any || FilterPruning.CouldMatch(filter, name => statistics[name], rows.Length));
        }, iter: 5000, threads: 2);

    [Fact]
    public void Partitions_never_prune_a_row_that_matches() =>
        Gen.Select(FilterGen.Filters(mixedPairs: true), FilterGen.Row, Gen.Int).Sample((filter, row, seed) =>
        {
            Random random = new(seed);
            List<PartitionField> fields = [];
            List<ScalarValue> partition = [];
            foreach ((string name, PhysicalType type) in Rows.Columns)
            {
                PartitionTransform[] transforms = [PartitionTransform.Identity, PartitionTransform.Year, PartitionTransform.Month, PartitionTransform.Day, PartitionTransform.Hour,
                    PartitionTransform.Bucket(4), PartitionTransform.Truncate(2), PartitionTransform.Void];
                PartitionTransform transform = transforms[random.Next(transforms.Length)];
                if (!transform.Supports(type))
                    continue;
                fields.Add(new PartitionField { Column = name, Transform = transform });
                partition.Add(transform.Apply(row[Rows.OrdinalOf(name)], type));
            }
            Func<string, PhysicalType?>? findType = random.Next(2) == 0 ? null : name => Rows.TypeOf(name);

            Assert.True(Oracle.Evaluate(filter, row) != true || FilterPruning.CouldMatch(filter, fields, partition, findType));
        }, iter: 5000, threads: 2);

    private static bool? ToBoolean(TruthValue value) => value switch { TruthValue.True => true, TruthValue.False => false, _ => null };

    private static ColumnStatistics? Describe(ScalarValue[] values, Random random)
    {
        if (random.Next(10) == 0)
            return null;
        ScalarValue[] ordinary = [.. values.Where(v => !v.IsNull && !v.IsNaN).Order()];
        return new ColumnStatistics
        {
            FieldId = 1,
            ValueCount = values.Length,
            NullCount = random.Next(5) == 0 ? null : values.Count(v => v.IsNull),
            NanCount = random.Next(3) == 0 ? null : values.Count(v => v.IsNaN),
            Minimum = ordinary.Length == 0 || random.Next(6) == 0 ? ScalarValue.Null : Truncate(ordinary[0], random),
            Maximum = ordinary.Length == 0 || random.Next(6) == 0 ? ScalarValue.Null : ordinary[^1],
        };
    }

    private static ScalarValue Truncate(ScalarValue value, Random random) =>
        value.Kind == ScalarKind.String && value.AsString() is { Length: > 1 } text && random.Next(2) == 0 && !char.IsSurrogate(text[0]) ? text[..1] : value;
}
