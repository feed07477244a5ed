namespace DataMesh.Adapters.Authoring;

/// <summary>Finds which truth values a filter can have, from what is known about its columns.</summary>
/// <remarks>Working with sets of truth values makes `not` right under three-valued logic without rewriting the filter.</remarks>
internal abstract class PruningEvaluator
{
    public TruthSet Evaluate(Filter filter) => filter switch
    {
        ConstantFilter constant => TruthSet.Of(constant.Value),
        AndFilter and => and.Operands.Aggregate(TruthSet.Of(true), (all, part) => TruthSet.And(all, Evaluate(part))),
        OrFilter or => or.Operands.Aggregate(TruthSet.Of(false), (any, part) => TruthSet.Or(any, Evaluate(part))),
        NotFilter not => TruthSet.Not(Evaluate(not.Operand)),
        ComparisonFilter comparison => Compare(comparison.Left, comparison.Operator, comparison.Right),
        BetweenFilter between => TruthSet.And(
            Compare(between.Operand, ComparisonOperator.GreaterThanOrEqual, between.Low),
            Compare(between.Operand, ComparisonOperator.LessThanOrEqual, between.High)),
        NullFilter isNull => Test(isNull.Operand, ScalarKind.Null, values => new(values.CanBeNull, values.CanBeOrdinary || values.CanBeNaN, false)),
        NanFilter isNan => Test(isNan.Operand, ScalarKind.Float, values => new(values.CanBeNaN, values.CanBeOrdinary, values.CanBeNull)),
        InFilter isIn => isIn.Values.Aggregate(TruthSet.Of(false), (any, value) => TruthSet.Or(any, Compare(isIn.Operand, ComparisonOperator.Equal, FilterOperand.Literal(value)))),
        StartsWithFilter startsWith => Test(startsWith.Operand, ScalarKind.String, values => StartsWith(values, startsWith.Prefix)),
        _ => TruthSet.Anything,
    };

    /// <summary>All that is known about a column, as one or more descriptions that hold together; <paramref name="probe"/> is the kind of what the values are compared with.</summary>
    protected abstract IEnumerable<PossibleValues> Describe(string column, ScalarKind probe);

    /// <summary>False when a column is known not to hold a value.</summary>
    protected virtual bool CouldHold(string column, ScalarValue value) => true;

    private TruthSet Compare(FilterOperand left, ComparisonOperator comparison, FilterOperand right)
    {
        TruthSet result = TruthSet.Anything;
        foreach (PossibleValues a in Describe(left, right))
        {
            foreach (PossibleValues b in Describe(right, left))
                result = TruthSet.Intersect(result, Compare(a, comparison, b));
        }
        if (comparison is ComparisonOperator.Equal or ComparisonOperator.IsNotDistinctFrom && IsImpossible(left, right))
            result = result with { CanBeTrue = false };
        if (comparison is ComparisonOperator.NotEqual or ComparisonOperator.IsDistinctFrom && IsImpossible(left, right))
            result = result with { CanBeFalse = false };
        return result;
    }

    private static TruthSet Compare(PossibleValues a, ComparisonOperator comparison, PossibleValues b)
    {
        SignSet accepted = SignSet.Of(comparison), possible = a.CompareTo(b);
        TruthSet known = new(accepted.Overlaps(possible), !accepted.Contains(possible), a.CanBeNull || b.CanBeNull);
        if (!SignSet.IsNullSafe(comparison))
            return known;
        bool bothNull = a.CanBeNull && b.CanBeNull;
        bool oneNull = (a.CanBeNull && (b.CanBeOrdinary || b.CanBeNaN)) || (b.CanBeNull && (a.CanBeOrdinary || a.CanBeNaN));
        bool same = comparison == ComparisonOperator.IsNotDistinctFrom;
        return new(known.CanBeTrue || (same ? bothNull : oneNull), known.CanBeFalse || (same ? oneNull : bothNull), false);
    }

    private bool IsImpossible(FilterOperand left, FilterOperand right) =>
        (left.ColumnName is { } a && right.IsLiteral && !right.Value.IsNull && !CouldHold(a, right.Value))
        || (right.ColumnName is { } b && left.IsLiteral && !left.Value.IsNull && !CouldHold(b, left.Value));

    private TruthSet Test(FilterOperand operand, ScalarKind probe, Func<PossibleValues, TruthSet> test) =>
        Describe(operand, probe).Aggregate(TruthSet.Anything, (result, values) => TruthSet.Intersect(result, test(values)));

    private IEnumerable<PossibleValues> Describe(FilterOperand operand, FilterOperand other) => Describe(operand, other.IsLiteral ? other.Value.Kind : ScalarKind.Null);

    // Whose attributes apply is not known here.
    private IEnumerable<PossibleValues> Describe(FilterOperand operand, ScalarKind probe) =>
        operand.ColumnName is { } column ? Describe(column, probe) : [operand.IsLiteral ? PossibleValues.Only(operand.Value) : PossibleValues.Anything];

    private static TruthSet StartsWith(PossibleValues values, string prefix)
    {
        if (!IsText(values.Minimum) || !IsText(values.Maximum))
            return new(values.CanBeOrdinary, values.CanBeOrdinary, values.CanBeNull);
        bool fromPrefix = HasPrefix(values.Minimum, prefix), toPrefix = HasPrefix(values.Maximum, prefix);
        bool isBefore = !values.Maximum.IsNull && values.Maximum < prefix;
        bool isBehind = !values.Minimum.IsNull && values.Minimum > prefix && !fromPrefix;
        return new(values.CanBeOrdinary && !isBefore && !isBehind, values.CanBeOrdinary && !(fromPrefix && toPrefix), values.CanBeNull);
    }

    private static bool IsText(ScalarValue bound) => bound.Kind is ScalarKind.Null or ScalarKind.String;

    private static bool HasPrefix(ScalarValue bound, string prefix) => bound.Kind == ScalarKind.String && bound.AsString().StartsWith(prefix, StringComparison.Ordinal);
}

/// <summary>Knows columns by their statistics.</summary>
internal sealed class StatisticsPruning(Func<string, ColumnStatistics?> find, long rowCount) : PruningEvaluator
{
    protected override IEnumerable<PossibleValues> Describe(string column, ScalarKind probe) => [PossibleValues.Of(find(column), rowCount)];
}
