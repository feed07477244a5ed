using System.Linq.Expressions;

namespace DataMesh;

internal sealed class QualityDeclarationBuilder<T>(PortName port, List<QualityRule> rules) : QualityRules<T>
    where T : IDataSchema<T>
{
    /// <summary>The share of rows that may go to quarantine; null when nothing was said.</summary>
    public decimal? QuarantineLimit { get; private set; }

    public override QualityRules<T> Row(string name, Expression<Func<T, bool>> holds, Severity severity = Severity.Error, QualityDimension dimension = QualityDimension.Accuracy) =>
        Row(name, Filter.FromRule(holds), severity, dimension);

    public override QualityRules<T> Row(string name, Filter holds, Severity severity = Severity.Error, QualityDimension dimension = QualityDimension.Accuracy)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(holds);
        return Add(new ConditionRule { Name = name, Holds = holds, Severity = severity, Dimension = dimension });
    }

    public override QualityRules<T> NotNull(Expression<Func<T, object?>> column, Severity severity = Severity.Error) =>
        Add(new NotNullRule { Name = $"{Column(column)} has a value", Column = Column(column), Severity = severity, Dimension = QualityDimension.Completeness });

    public override QualityRules<T> Range(Expression<Func<T, object?>> column, ScalarValue atLeast = default, ScalarValue atMost = default, Severity severity = Severity.Error)
    {
        string name = Column(column);
        Filter? holds = (atLeast.IsNull, atMost.IsNull) switch
        {
            (false, false) => Filter.Between(name, atLeast, atMost),
            (false, true) => Filter.Compare(name, ComparisonOperator.GreaterThanOrEqual, atLeast),
            (true, false) => Filter.Compare(name, ComparisonOperator.LessThanOrEqual, atMost),
            _ => null,
        };
        return Add(new ConditionRule
        {
            Name = $"{name} in range",
            Holds = holds ?? throw new ArgumentException($"The range of '{name}' has neither a least nor a greatest value: give at least one.", nameof(atLeast)),
            Severity = severity,
            Dimension = QualityDimension.Accuracy,
        });
    }

    public override QualityRules<T> Pattern(Expression<Func<T, object?>> column, string pattern, Severity severity = Severity.Error)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return Add(new PatternRule { Name = $"{Column(column)} has the pattern", Column = Column(column), Pattern = pattern, Severity = severity, Dimension = QualityDimension.Conformity });
    }

    public override QualityRules<T> OneOf(Expression<Func<T, object?>> column, IReadOnlyList<ScalarValue> values, Severity severity = Severity.Error)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Add(new AllowedValuesRule { Name = $"{Column(column)} has an allowed value", Column = Column(column), Values = [.. values], Severity = severity, Dimension = QualityDimension.Conformity });
    }

    public override QualityRules<T> References<TOther, TKey>(Expression<Func<T, TKey>> key, PortReference port, Expression<Func<TOther, TKey>> otherKey, Purpose purpose = default, Severity severity = Severity.Error)
    {
        (string[] own, string[] other) = (DeclaredColumn.KeyOf<T>(key), DeclaredColumn.KeyOf<TOther>(otherKey));
        return Add(new ReferenceRule { Name = $"{string.Join(", ", own)} of {port}", Key = own, Port = port, ForeignKey = other, Purpose = purpose, Severity = severity, Dimension = QualityDimension.Consistency });
    }

    public override QualityRules<T> Sql(string name, string select, double? atLeast = 0, double? atMost = 0, Severity severity = Severity.Error, QualityDimension dimension = QualityDimension.Consistency)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(select);
        return Add(new SqlRule { Name = name, Query = select, AtLeast = atLeast, AtMost = atMost, Severity = severity, Dimension = dimension });
    }

    public override QualityRules<T> RowCount(long? atLeast = null, long? atMost = null, Severity severity = Severity.Error) =>
        Add(new RowCountRule { Name = "number of rows", AtLeast = atLeast, AtMost = atMost, Severity = severity, Dimension = QualityDimension.Coverage });

    public override QualityRules<T> Unique<TKey>(Expression<Func<T, TKey>> key, Severity severity = Severity.Error, UniqueScope scope = UniqueScope.Port)
    {
        string[] columns = DeclaredColumn.KeyOf<T>(key);
        return Add(new UniqueRule { Name = $"{string.Join(", ", columns)} unique", Key = columns, Scope = scope, Severity = severity, Dimension = QualityDimension.Uniqueness });
    }

    public override QualityRules<T> Duplicates<TKey>(Expression<Func<T, TKey>> key, double atMostShare, Severity severity = Severity.Error, UniqueScope scope = UniqueScope.Publish)
    {
        string[] columns = DeclaredColumn.KeyOf<T>(key);
        return Add(new UniqueRule { Name = $"{string.Join(", ", columns)} repeated", Key = columns, Scope = scope, AtMostShare = Share(atMostShare, nameof(atMostShare)), Severity = severity, Dimension = QualityDimension.Uniqueness });
    }

    public override QualityRules<T> Complete(Expression<Func<T, object?>> column, double atLeastShare, Severity severity = Severity.Error) =>
        Add(new CompletenessRule { Name = $"{Column(column)} complete", Column = Column(column), AtLeastShare = Share(atLeastShare, nameof(atLeastShare)), Severity = severity, Dimension = QualityDimension.Completeness });

    public override QualityRules<T> Fresh(Expression<Func<T, object?>> column, TimeSpan within, Severity severity = Severity.Error) =>
        Add(new FreshnessRule { Name = $"{Column(column)} fresh", Column = Column(column), Within = within, Severity = severity, Dimension = QualityDimension.Timeliness });

    public override QualityRules<T> Minimum(Expression<Func<T, object?>> column, double? atLeast = null, double? atMost = null, Severity severity = Severity.Error) =>
        Measure(column, ColumnMeasure.Minimum, "least", atLeast, atMost, severity);

    public override QualityRules<T> Maximum(Expression<Func<T, object?>> column, double? atLeast = null, double? atMost = null, Severity severity = Severity.Error) =>
        Measure(column, ColumnMeasure.Maximum, "greatest", atLeast, atMost, severity);

    public override QualityRules<T> Mean(Expression<Func<T, object?>> column, double? atLeast = null, double? atMost = null, Severity severity = Severity.Error) =>
        Measure(column, ColumnMeasure.Mean, "mean", atLeast, atMost, severity);

    public override QualityRules<T> QuarantineAtMost(double share)
    {
        if (QuarantineLimit is not null)
            throw new InvalidOperationException($"The quarantine of '{port}' is limited twice: call QuarantineAtMost once.");
        QuarantineLimit = Share(share, nameof(share));
        return this;
    }

    private QualityRules<T> Measure(Expression<Func<T, object?>> column, ColumnMeasure measure, string word, double? atLeast, double? atMost, Severity severity) =>
        Add(new DistributionRule { Name = $"{word} {Column(column)}", Column = Column(column), Measure = measure, AtLeast = atLeast, AtMost = atMost, Severity = severity, Dimension = QualityDimension.Accuracy });

    private QualityRules<T> Add(QualityRule rule)
    {
        if (rules.Any(r => string.Equals(r.Name, rule.Name, StringComparison.Ordinal)))
            throw new ArgumentException($"The port '{port}' has two quality rules named '{rule.Name}': rules are known by their names. Say both in one rule, or use Row, which takes a name.");
        if (QualityRuleCheck.FindProblem(rule, T.Schema) is { } problem)
            throw new ArgumentException($"The port '{port}' cannot have the quality rule '{rule.Name}': {problem}");
        rules.Add(rule);
        return this;
    }

    private static string Column(Expression<Func<T, object?>> column) => DeclaredColumn.Of<T>(column).Name;

    private static decimal Share(double share, string parameter) =>
        share is >= 0 and <= 1 ? (decimal)share : throw new ArgumentOutOfRangeException(parameter, share, "A share lies between 0 and 1.");
}
