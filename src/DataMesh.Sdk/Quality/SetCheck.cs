using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Gathers what a rule about all rows needs, batch by batch.</summary>
internal abstract class SetCheck(SetRule rule) : IDisposable
{
    public SetRule Rule => rule;

    /// <summary>The check of a rule over batches of a contract's schema.</summary>
    public static SetCheck Of(SetRule rule, DataContract contract, Schema columns) => rule switch
    {
        RowCountRule count => new RowCountCheck(count),
        CompletenessRule complete => new CompletenessCheck(complete, columns.GetFieldIndex(complete.Column)),
        UniqueRule unique => new UniqueCheck(unique, contract),
        ReferenceRule reference => new ReferenceCheck(reference, contract),
        SqlRule sql => new SqlCheck(sql),
        FreshnessRule fresh => new FreshnessCheck(fresh, contract.Schema.Find(fresh.Column)!.Type, columns.GetFieldIndex(fresh.Column)),
        DistributionRule distribution => new DistributionCheck(distribution, contract.Schema.Find(distribution.Column)!.Type, columns.GetFieldIndex(distribution.Column)),
        _ => throw new NotSupportedException($"Quality rules of type {rule.GetType().Name} are not known."),
    };

    /// <summary>True when the rule asks about the rows that the port would have; then <see cref="CompleteAsync"/> gives them.</summary>
    public virtual bool NeedsStaged => false;

    /// <summary>Reads what the rule needs to know before the first row.</summary>
    public virtual Task PrepareAsync(QualityContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Looks at the rows that the port would have, after the last row and before any is visible.</summary>
    public virtual Task CompleteAsync(QualityContext context, TableState staged, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Adds accepted rows. The batch stays the caller's.</summary>
    public virtual void Add(RecordBatch accepted, RowOrdinals ordinals) { }

    /// <summary>What was found, once all rows are there.</summary>
    /// <param name="rows">The accepted rows.</param>
    /// <param name="now">The end of the publish.</param>
    public abstract QualityResult Finish(long rows, DateTimeOffset now);

    public virtual void Dispose() { }

    protected QualityResult Result(bool holds, long? rows, long? firstRow = null) => new()
    {
        Rule = rule,
        Status = holds ? QualityStatus.Pass : rule.Severity == Severity.Error ? QualityStatus.Fail : QualityStatus.Warn,
        Rows = rows,
        FirstRow = firstRow,
    };

    private sealed class RowCountCheck(RowCountRule rule) : SetCheck(rule)
    {
        public override QualityResult Finish(long rows, DateTimeOffset now) => Result(rows >= (rule.AtLeast ?? 0) && rows <= (rule.AtMost ?? long.MaxValue), rows);
    }

    private sealed class CompletenessCheck(CompletenessRule rule, int ordinal) : SetCheck(rule)
    {
        private long _missing;
        private long? _first;

        public override void Add(RecordBatch accepted, RowOrdinals ordinals)
        {
            (int first, long rows) = ColumnRule.FindNulls(accepted.Column(ordinal));
            if (rows == 0)
                return;
            _first ??= ordinals[first];
            _missing += rows;
        }

        public override QualityResult Finish(long rows, DateTimeOffset now) => Result(rows - _missing >= rule.AtLeastShare * rows, _missing, _first);
    }

    private sealed class FreshnessCheck(FreshnessRule rule, PhysicalType type, int ordinal) : SetCheck(rule)
    {
        private readonly ColumnFigures _figures = ColumnFigures.Create(type)!;

        public override void Add(RecordBatch accepted, RowOrdinals ordinals) => _figures.Add(accepted.Column(ordinal));

        public override QualityResult Finish(long rows, DateTimeOffset now) => Result(_figures.Maximum.IsNull || now.UtcDateTime - Latest() <= rule.Within, rows: null);

        private DateTime Latest() => _figures.Maximum.Kind == ScalarKind.Date ? _figures.Maximum.AsDate().ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : _figures.Maximum.AsTimestamp();
    }

    private sealed class DistributionCheck(DistributionRule rule, PhysicalType type, int ordinal) : SetCheck(rule)
    {
        private readonly ColumnFigures _figures = ColumnFigures.Create(type)!;

        public override void Add(RecordBatch accepted, RowOrdinals ordinals) => _figures.Add(accepted.Column(ordinal));

        public override QualityResult Finish(long rows, DateTimeOffset now)
        {
            ScalarValue figure = rule.Measure switch
            {
                ColumnMeasure.Minimum => _figures.Minimum,
                ColumnMeasure.Maximum => _figures.Maximum,
                _ => _figures.Mean is { } mean ? mean : ScalarValue.Null,
            };
            return Result(figure.IsNull || ((rule.AtLeast is not { } low || figure >= low) && (rule.AtMost is not { } high || figure <= high)), rows: null);
        }
    }
}
