using System.Text;

namespace DataMesh.Adapters.Authoring;

/// <summary>Appends a filter to SQL text.</summary>
internal sealed class SqlFilterWriter(StringBuilder text, MeshPrincipal? principal, Func<string, PhysicalType?> findType)
{
    private const string Unknown = "CAST(NULL AS BOOLEAN)";

    public void Append(Filter filter)
    {
        switch (filter)
        {
            case ConstantFilter constant:
                AppendConstant(constant.Value);
                break;
            case AndFilter and:
                AppendParts(and.Operands, " AND ", true);
                break;
            case OrFilter or:
                AppendParts(or.Operands, " OR ", false);
                break;
            case NotFilter not:
                text.Append("(NOT ");
                Append(not.Operand);
                text.Append(')');
                break;
            case ComparisonFilter comparison:
                AppendComparison(comparison.Left, comparison.Operator, comparison.Right);
                break;
            case BetweenFilter between:
                text.Append('(');
                AppendComparison(between.Operand, ComparisonOperator.GreaterThanOrEqual, between.Low);
                text.Append(" AND ");
                AppendComparison(between.Operand, ComparisonOperator.LessThanOrEqual, between.High);
                text.Append(')');
                break;
            default:
                AppendTest(filter);
                break;
        }
    }

    private void AppendTest(Filter filter)
    {
        switch (filter)
        {
            case NullFilter isNull when isNull.Operand.ColumnName is { } column:
                text.Append($"({Name(column)} IS NULL)");
                break;
            case NullFilter isNull:
                AppendConstant(Value(isNull.Operand).IsNull);
                break;
            case NanFilter isNan when isNan.Operand.ColumnName is { } column:
                text.Append($"isnan({Name(column)})");
                break;
            case NanFilter isNan:
                AppendConstant(Value(isNan.Operand).IsNull ? null : Value(isNan.Operand).IsNaN);
                break;
            case StartsWithFilter startsWith when startsWith.Operand.ColumnName is { } column:
                text.Append($"starts_with({Name(column)}, {SqlLiterals.WriteText(startsWith.Prefix)})");
                break;
            case StartsWithFilter startsWith:
                AppendConstant(Value(startsWith.Operand).IsNull ? null : Value(startsWith.Operand).AsString().StartsWith(startsWith.Prefix, StringComparison.Ordinal));
                break;
            case InFilter isIn:
                AppendIn(isIn);
                break;
            default:
                throw new NotSupportedException($"Filters of type {filter.GetType().Name} are not known.");
        }
    }

    private void AppendConstant(bool? value) => text.Append(value switch { true => "TRUE", false => "FALSE", null => Unknown });

    private void AppendParts(ValueList<Filter> parts, string separator, bool whenEmpty)
    {
        if (parts.Count == 0)
        {
            AppendConstant(whenEmpty);
            return;
        }
        text.Append('(');
        for (int i = 0; i < parts.Count; i++)
        {
            if (i > 0)
                text.Append(separator);
            Append(parts[i]);
        }
        text.Append(')');
    }

    private void AppendComparison(FilterOperand left, ComparisonOperator comparison, FilterOperand right)
    {
        if (left.ColumnName is { } a && right.ColumnName is { } b)
            text.Append($"({Name(a)} {Spell(comparison)} {Name(b)})");
        else if (left.ColumnName is { } column)
            AppendLiteral(column, comparison, Value(right));
        else if (right.ColumnName is { } other)
            AppendLiteral(other, SignSet.Mirror(comparison), Value(left));
        else
            AppendConstant(FilterOperands.Compare(Value(left), comparison, Value(right)));
    }

    private void AppendLiteral(string column, ComparisonOperator comparison, ScalarValue literal)
    {
        if (literal.IsNull)
            text.Append(comparison switch
            {
                ComparisonOperator.IsDistinctFrom => $"({Name(column)} IS NOT NULL)",
                ComparisonOperator.IsNotDistinctFrom => $"({Name(column)} IS NULL)",
                _ => Unknown,
            });
        else if (NumberFit.Of(findType(column)) is { } fit)
            AppendFitted(column, comparison, fit.Fit(comparison, literal));
        else
            text.Append($"({Name(column)} {Spell(comparison)} {SqlLiterals.Write(literal)})");
    }

    // A column against a literal that no value of its type can reach on one side: the same for all values, unknown for null.
    private void AppendFitted(string column, ComparisonOperator comparison, (bool Always, string? Literal) fitted)
    {
        if (fitted.Literal is { } literal)
            text.Append($"({Name(column)} {Spell(comparison)} {literal})");
        else if (SignSet.IsNullSafe(comparison))
            AppendConstant(fitted.Always);
        else
            text.Append(fitted.Always ? $"({Name(column)} IS NOT NULL OR {Unknown})" : $"({Name(column)} IS NULL AND {Unknown})");
    }

    private void AppendIn(InFilter filter)
    {
        if (filter.Operand.ColumnName is not { } column || filter.Values.Count == 0)
        {
            AppendConstant(FilterOperands.IsIn(filter.Operand.IsColumn ? ScalarValue.Null : Value(filter.Operand), filter.Values));
            return;
        }
        NumberFit? fit = NumberFit.Of(findType(column));
        string[] values = [.. filter.Values.Select(v => fit is null || v.IsNull ? SqlLiterals.Write(v) : fit.Fit(ComparisonOperator.Equal, v).Literal).OfType<string>()];
        if (values.Length == 0)
            AppendFitted(column, ComparisonOperator.Equal, (false, null));
        else
            text.Append($"({Name(column)} IN (").AppendJoin(", ", values).Append("))");
    }

    private ScalarValue Value(FilterOperand operand) => FilterOperands.Resolve(operand, principal);

    private static string Name(string column)
    {
        StringBuilder name = new();
        FilterSql.AppendIdentifier(name, column);
        return name.ToString();
    }

    private static string Spell(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.IsDistinctFrom => "IS DISTINCT FROM",
        ComparisonOperator.IsNotDistinctFrom => "IS NOT DISTINCT FROM",
        _ => FilterWords.Spell(comparison),
    };
}
