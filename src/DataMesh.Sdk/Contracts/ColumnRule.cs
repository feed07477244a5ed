using System.Buffers;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>One limit of one column, checked over whole batches.</summary>
internal abstract class ColumnRule(string column, string text)
{
    public string Column { get; } = column;

    /// <summary>What the column must be, for messages.</summary>
    public string Text { get; } = text;

    public abstract (int First, long Rows) FindViolations(RecordBatch batch);

    public static IEnumerable<ColumnRule> Of(SchemaProperty property, int ordinal, Schema schema, bool isForeign)
    {
        PropertyConstraints limits = property.Constraints;
        if (isForeign && StorableRule.Find(property, ordinal) is { } storable)
            yield return storable;
        if (isForeign && property.Type.Kind == PhysicalTypeKind.Map && !property.Type.Children[0].Type.IsNested)
            yield return new MapKeyRule(property.Name, ordinal);
        if (property.Required)
            yield return new RequiredRule(property.Name, ordinal);
        if (!limits.Minimum.IsNull)
            yield return new FilterRule(property.Name, $"must be {(limits.ExclusiveMinimum ? "greater than" : "at least")} {limits.Minimum}", schema,
                Filter.Compare(property.Name, limits.ExclusiveMinimum ? ComparisonOperator.LessThanOrEqual : ComparisonOperator.LessThan, limits.Minimum));
        if (!limits.Maximum.IsNull)
            yield return new FilterRule(property.Name, $"must be {(limits.ExclusiveMaximum ? "less than" : "at most")} {limits.Maximum}", schema,
                Filter.Compare(property.Name, limits.ExclusiveMaximum ? ComparisonOperator.GreaterThanOrEqual : ComparisonOperator.GreaterThan, limits.Maximum));
        if (limits.AllowedValues.Count > 0)
            yield return new FilterRule(property.Name, "must be one of the allowed values", schema, Filter.Not(Filter.In(property.Name, limits.AllowedValues)));
        if (limits.MinimumLength is not null || limits.MaximumLength is not null || limits.Pattern is not null)
            yield return new TextRule(property, ordinal);
    }

    /// <summary>The rows of a column that have no value: the first, and how many.</summary>
    public static (int First, long Rows) FindNulls(IArrowArray array)
    {
        if (array is DictionaryArray { Dictionary.NullCount: > 0 } dictionary)
            return FindNullEntries(dictionary);
        if (array.NullCount == 0)
            return default;
        int first = 0;
        while (array.IsValid(first))
            first++;
        return (first, array.NullCount);
    }

    private sealed class RequiredRule(string column, int ordinal) : ColumnRule(column, "is required")
    {
        public override (int First, long Rows) FindViolations(RecordBatch batch) => FindNulls(batch.Column(ordinal));
    }

    /// <summary>A row is null where it has no entry and where its entry is null.</summary>
    private static (int First, long Rows) FindNullEntries(DictionaryArray array)
    {
        ReadOnlySpan<int> entries = ((Int32Array)array.Indices).Values;
        (int First, long Rows) found = default;
        for (int row = 0; row < entries.Length; row++)
            if (array.IsNull(row) || array.Dictionary.IsNull(entries[row]))
                found = (found.Rows == 0 ? row : found.First, found.Rows + 1);
        return found;
    }

    /// <summary>Violated where a filter is true.</summary>
    private sealed class FilterRule(string column, string text, Schema schema, Filter violated) : ColumnRule(column, text)
    {
        private readonly FilterEvaluator _evaluator = FilterEvaluator.Create(violated, schema);

        public override (int First, long Rows) FindViolations(RecordBatch batch)
        {
            TruthValue[] rented = ArrayPool<TruthValue>.Shared.Rent(batch.Length);
            try
            {
                Span<TruthValue> truth = rented.AsSpan(0, batch.Length);
                _evaluator.Evaluate(batch, truth);
                int first = truth.IndexOf(TruthValue.True);
                return first < 0 ? default : (first, truth.Count(TruthValue.True));
            }
            finally
            {
                ArrayPool<TruthValue>.Shared.Return(rented);
            }
        }
    }
}
