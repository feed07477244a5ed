using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Translates a filter into nodes that evaluate it over batches of one schema.</summary>
internal sealed class FilterBinder(Schema schema, MeshPrincipal? principal)
{
    /// <summary>The columns that were bound so far.</summary>
    public Dictionary<string, BoundColumn> Columns { get; } = new(StringComparer.Ordinal);

    public TruthNode Bind(Filter filter) => filter switch
    {
        ConstantFilter constant => ConstantNode.Of(constant.Value),
        ComparisonFilter comparison => BindComparison(Resolve(comparison.Left), comparison.Operator, Resolve(comparison.Right)),
        BetweenFilter between => BindBetween(Resolve(between.Operand), Resolve(between.Low), Resolve(between.High)),
        NullFilter isNull => BindNull(Resolve(isNull.Operand)),
        NanFilter isNan => BindNan(Resolve(isNan.Operand)),
        InFilter isIn => BindIn(Resolve(isIn.Operand), isIn.Values),
        StartsWithFilter startsWith => BindStartsWith(Resolve(startsWith.Operand), startsWith.Prefix),
        AndFilter and => Combine(and.Operands, TruthValue.False),
        OrFilter or => Combine(or.Operands, TruthValue.True),
        NotFilter not => Negate(Bind(not.Operand)),
        _ => throw new NotSupportedException($"Filters of type {filter.GetType().Name} are not known."),
    };

    private static TruthNode Negate(TruthNode node) => node is ConstantNode constant
        ? ConstantNode.Of(constant.Value switch { TruthValue.True => false, TruthValue.False => true, _ => null }) : MapNode.Not(node);

    private TruthNode Combine(ValueList<Filter> operands, TruthValue deciding) => operands.Count switch
    {
        0 => new ConstantNode(deciding == TruthValue.False ? TruthValue.True : TruthValue.False),
        1 => Bind(operands[0]),
        _ => new CombineNode([.. operands.Select(Bind)], deciding),
    };

    // A column, or the value of a literal or attribute.
    private (BoundColumn? Column, ScalarValue Value) Resolve(FilterOperand operand)
    {
        if (operand.ColumnName is not { } name)
            return (null, FilterOperands.Resolve(operand, principal));
        if (!Columns.TryGetValue(name, out BoundColumn? column))
            Columns.Add(name, column = BoundColumn.Find(schema, name));
        return (column, default);
    }

    private static TruthNode BindComparison((BoundColumn? Column, ScalarValue Value) left, ComparisonOperator comparison, (BoundColumn? Column, ScalarValue Value) right) => (left.Column, right.Column) switch
    {
        (null, null) => ConstantNode.Of(FilterOperands.Compare(left.Value, comparison, right.Value)),
        ({ } column, null) => BindLiteral(column, comparison, right.Value),
        (null, { } column) => BindLiteral(column, SignSet.Mirror(comparison), left.Value),
        ({ } a, { } b) => BindPair(a, comparison, b),
    };

    private static TruthNode BindLiteral(BoundColumn column, ComparisonOperator comparison, ScalarValue literal)
    {
        bool nullSafe = SignSet.IsNullSafe(comparison);
        if (literal.IsNull)
            return !nullSafe ? new ConstantNode(TruthValue.Unknown) : comparison == ComparisonOperator.IsNotDistinctFrom ? BindNull((column, default)) : Negate(BindNull((column, default)));
        RequireComparable(column, literal.Kind);
        TruthNode node = BindValue(column, comparison, literal);
        return nullSafe ? MapNode.Decide(node, comparison == ComparisonOperator.IsDistinctFrom ? TruthValue.True : TruthValue.False) : node;
    }

    private static TruthNode BindValue(BoundColumn column, ComparisonOperator comparison, ScalarValue literal)
    {
        SignSet accepted = SignSet.Of(comparison);
        int ordinal = column.Ordinal;
        if (column.Type.Kind == PhysicalTypeKind.Boolean)
            return new BooleanNode(ordinal, accepted.Has(false.CompareTo(literal.AsBoolean())), accepted.Has(true.CompareTo(literal.AsBoolean())));
        if (!column.HoldsBytes)
            return ColumnDomain.Of(column).BindRange(ordinal, comparison, literal);
        byte[] bytes = BoundColumn.ToBytes(literal);
        return comparison switch
        {
            ComparisonOperator.Equal or ComparisonOperator.IsNotDistinctFrom => new ByteNode<ByteEquality>(ordinal, new(bytes)),
            ComparisonOperator.NotEqual or ComparisonOperator.IsDistinctFrom => MapNode.Not(new ByteNode<ByteEquality>(ordinal, new(bytes))),
            _ => new ByteNode<ByteOrder>(ordinal, new(bytes, accepted)),
        };
    }

    private static TruthNode BindPair(BoundColumn a, ComparisonOperator comparison, BoundColumn b)
    {
        RequireComparable(a, b.Type.ScalarKind, $"column '{b.Name}' of {b.Type}");
        if (!SignSet.IsNullSafe(comparison))
            return ComparePair(a, SignSet.Of(comparison), b);
        bool same = comparison == ComparisonOperator.IsNotDistinctFrom;
        TruthNode bothNull = new CombineNode([BindNull((a, default)), BindNull((b, default))], TruthValue.False);
        return new NullSafePairNode(ComparePair(a, SignSet.Of(same ? ComparisonOperator.Equal : ComparisonOperator.NotEqual), b), bothNull, whenBothNull: same);
    }

    private static TruthNode ComparePair(BoundColumn a, SignSet accepted, BoundColumn b)
    {
        if (a.Type.Kind == PhysicalTypeKind.Boolean)
            return new BooleanPairNode(a.Ordinal, b.Ordinal, accepted);
        if (a.HoldsBytes)
            return new BytePairNode(a.Ordinal, b.Ordinal, accepted);
        return a.Type == b.Type ? ColumnDomain.Of(a).BindPair(a.Ordinal, b.Ordinal, accepted) : new NumberPairNode(a.Ordinal, a.Type, b.Ordinal, b.Type, accepted);
    }

    private static CombineNode BindBetween((BoundColumn? Column, ScalarValue Value) operand, (BoundColumn? Column, ScalarValue Value) low, (BoundColumn? Column, ScalarValue Value) high) =>
        new CombineNode([BindComparison(operand, ComparisonOperator.GreaterThanOrEqual, low), BindComparison(operand, ComparisonOperator.LessThanOrEqual, high)], TruthValue.False);

    private static TruthNode BindNull((BoundColumn? Column, ScalarValue Value) operand) => operand.Column is { } column
        ? new MapNode(new AnyValueNode(column.Ordinal), TruthValue.False, TruthValue.False, TruthValue.True)
        : ConstantNode.Of(operand.Value.IsNull);

    private static TruthNode BindNan((BoundColumn? Column, ScalarValue Value) operand)
    {
        ScalarKind kind = operand.Column?.Type.ScalarKind ?? operand.Value.Kind;
        if (kind is not (ScalarKind.Float or ScalarKind.Null))
            throw Invalid($"'is nan' needs a floating-point operand, and {Describe(operand.Column, kind)} is none");
        if (operand.Column is not { } column)
            return ConstantNode.Of(operand.Value.IsNull ? null : operand.Value.IsNaN);
        return BindValue(column, ComparisonOperator.Equal, double.NaN);
    }

    private static TruthNode BindStartsWith((BoundColumn? Column, ScalarValue Value) operand, string prefix)
    {
        ScalarKind kind = operand.Column?.Type.ScalarKind ?? operand.Value.Kind;
        if (kind is not (ScalarKind.String or ScalarKind.Null))
            throw Invalid($"'starts with' needs a text operand, and {Describe(operand.Column, kind)} is none");
        byte[] bytes = BoundColumn.ToUtf8(prefix);
        if (operand.Column is { } column)
            return new ByteNode<BytePrefix>(column.Ordinal, new(bytes));
        return ConstantNode.Of(operand.Value.IsNull ? null : operand.Value.AsString().StartsWith(prefix, StringComparison.Ordinal));
    }

    private static TruthNode BindIn((BoundColumn? Column, ScalarValue Value) operand, ValueList<ScalarValue> values)
    {
        if (values.Count == 0)
            return new ConstantNode(TruthValue.False);
        if (operand.Column is not { } column)
            return ConstantNode.Of(FilterOperands.IsIn(operand.Value, values));
        ScalarValue[] known = [.. values.Where(v => !v.IsNull)];
        foreach (ScalarValue value in known)
            RequireComparable(column, value.Kind);
        TruthNode node = known.Length == 1 ? BindValue(column, ComparisonOperator.Equal, known[0]) : BindSet(column, known);
        return known.Length == values.Count ? node : new MapNode(node, TruthValue.Unknown, TruthValue.True, TruthValue.Unknown);
    }

    private static TruthNode BindSet(BoundColumn column, ScalarValue[] values)
    {
        if (column.Type.Kind == PhysicalTypeKind.Boolean)
            return new BooleanNode(column.Ordinal, values.Contains(false), values.Contains(true));
        if (!column.HoldsBytes)
            return ColumnDomain.Of(column).BindSet(column.Ordinal, values);
        return new ByteNode<ByteMembership>(column.Ordinal, new(new HashSet<byte[]>(values.Select(BoundColumn.ToBytes), ByteSequenceComparer.Instance)));
    }

    private static void RequireComparable(BoundColumn column, ScalarKind kind, string? other = null)
    {
        ScalarKind own = column.Type.ScalarKind;
        if (column.Type.IsNested)
            throw new DataMeshException(DataMeshErrorKind.InvalidRequest, $"Cannot apply the filter: column '{column.Name}' holds structs, lists or maps, which filters only test for null. Query it with SQL, or filter the rows after reading.");
        if (own != kind && !(ScalarValue.IsNumber(own) && ScalarValue.IsNumber(kind)))
            throw Invalid($"{Describe(column, own)} cannot be compared with {other ?? $"a value of kind {kind}"}");
    }

    private static string Describe(BoundColumn? column, ScalarKind kind) => column is null ? $"a value of kind {kind}" : $"column '{column.Name}' of {column.Type}";

    private static DataMeshException Invalid(string why) => new(DataMeshErrorKind.InvalidRequest, $"Cannot apply the filter: {why}. Use a value of the column's kind.");
}
