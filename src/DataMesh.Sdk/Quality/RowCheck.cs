using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Evaluates a rule about single rows over whole batches.</summary>
internal abstract class RowCheck(RowRule rule)
{
    public RowRule Rule => rule;

    /// <summary>The rows so far that break the rule.</summary>
    public long Broken { get; private set; }

    /// <summary>The ordinal of the first; null when there is none.</summary>
    public long? First { get; private set; }

    /// <summary>The check of a rule over batches of a contract's schema.</summary>
    public static RowCheck Of(RowRule rule, SchemaObject schema, Schema columns) => rule switch
    {
        ConditionRule condition => new FilterCheck(rule, condition.Holds, columns),
        NotNullRule notNull => new FilterCheck(rule, Filter.Not(Filter.IsNull(notNull.Column)), columns),
        AllowedValuesRule allowed => new FilterCheck(rule, Filter.In(allowed.Column, allowed.Values), columns),
        PatternRule pattern => new PatternCheck(pattern, schema.Find(pattern.Column)!, columns.GetFieldIndex(pattern.Column)),
        _ => throw new NotSupportedException($"Quality rules of type {rule.GetType().Name} are not known."),
    };

    /// <summary>Evaluates the rule on every row: false where it is broken.</summary>
    public abstract void Evaluate(RecordBatch batch, Span<TruthValue> truth);

    /// <summary>Counts rows that break the rule.</summary>
    public void Count(long rows, long first)
    {
        Broken += rows;
        First ??= first;
    }

    private sealed class FilterCheck(RowRule rule, Filter holds, Schema columns) : RowCheck(rule)
    {
        private readonly FilterEvaluator _evaluator = FilterEvaluator.Create(holds, columns);

        public override void Evaluate(RecordBatch batch, Span<TruthValue> truth) => _evaluator.Evaluate(batch, truth);
    }

    private sealed class PatternCheck(PatternRule rule, SchemaProperty column, int ordinal) : RowCheck(rule)
    {
        private readonly TextRule _text = new(column with { Constraints = new PropertyConstraints { Pattern = rule.Pattern } }, ordinal);

        public override void Evaluate(RecordBatch batch, Span<TruthValue> truth) => _text.Evaluate(batch, truth);
    }
}
