using System.Numerics;
using System.Text;

namespace DataMesh.Tests.Policies;

/// <summary>Filters as <c>docs/protocol/filters.md</c> says, one row at a time; null is unknown. Shares no code with the library's interpreters.</summary>
internal static class NaiveFilter
{
    public static bool? Evaluate(Filter filter, Func<string, ScalarValue> cell, MeshPrincipal? principal, DateTimeOffset now)
    {
        return Of(filter);

        bool? Of(Filter node) => node switch
        {
            ConstantFilter constant => constant.Value,
            ComparisonFilter comparison => Compare(comparison.Operator, Value(comparison.Left), Value(comparison.Right)),
            NullFilter isNull => Value(isNull.Operand).IsNull,
            NanFilter isNan => Value(isNan.Operand) is { IsNull: false } number ? double.IsNaN(number.AsFloat()) : null,
            InFilter isIn => Or(isIn.Values.Select(v => Compare(ComparisonOperator.Equal, Value(isIn.Operand), v))),
            StartsWithFilter starts => Value(starts.Operand) is { IsNull: false } text ? Encoding.UTF8.GetBytes(text.AsString()).AsSpan().StartsWith(Encoding.UTF8.GetBytes(starts.Prefix)) : null,
            BetweenFilter between => And([
                Compare(ComparisonOperator.GreaterThanOrEqual, Value(between.Operand), Value(between.Low)),
                Compare(ComparisonOperator.LessThanOrEqual, Value(between.Operand), Value(between.High))]),
            AndFilter and => And(and.Operands.Select(Of)),
            OrFilter or => Or(or.Operands.Select(Of)),
            NotFilter not => !Of(not.Operand),
            _ => throw new NotSupportedException(node.GetType().Name),
        };

        ScalarValue Value(FilterOperand operand)
        {
            if (operand.ColumnName is { } column)
                return cell(column);
            if (operand.AttributeName is { } attribute)
                return principal is not null && principal.Attributes.TryGetValue(attribute, out string? text) ? text : ScalarValue.Null;
            if (operand.IsNow)
                return ScalarValue.From((now + operand.Offset!.Value).UtcDateTime);
            return operand.IsToday ? ScalarValue.From(DateOnly.FromDateTime((now + operand.Offset!.Value).UtcDateTime)) : operand.Value;
        }
    }

    public static int CompareValues(ScalarValue a, ScalarValue b) => (a.Kind, b.Kind) switch
    {
        (ScalarKind.Integer or ScalarKind.Float or ScalarKind.Decimal, ScalarKind.Integer or ScalarKind.Float or ScalarKind.Decimal) => CompareNumbers(a, b),
        (ScalarKind.String, ScalarKind.String) => Encoding.UTF8.GetBytes(a.AsString()).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b.AsString())),
        (ScalarKind.Binary, ScalarKind.Binary) => a.AsBinary().Span.SequenceCompareTo(b.AsBinary().Span),
        (ScalarKind.Uuid, ScalarKind.Uuid) => string.CompareOrdinal(a.AsUuid().ToString("N"), b.AsUuid().ToString("N")),
        (ScalarKind.Boolean, ScalarKind.Boolean) => (a.AsBoolean() ? 1 : 0) - (b.AsBoolean() ? 1 : 0),
        (ScalarKind.Date, ScalarKind.Date) => a.AsDate().DayNumber.CompareTo(b.AsDate().DayNumber),
        (ScalarKind.Time, ScalarKind.Time) => a.AsTime().Ticks.CompareTo(b.AsTime().Ticks),
        (ScalarKind.Timestamp, ScalarKind.Timestamp) => a.AsTimestamp().Ticks.CompareTo(b.AsTimestamp().Ticks),
        _ => throw new InvalidOperationException($"{a.Kind} against {b.Kind}"),
    };

    private static bool? Compare(ComparisonOperator comparison, ScalarValue left, ScalarValue right)
    {
        bool isNull = left.IsNull || right.IsNull;
        if (comparison is ComparisonOperator.IsNotDistinctFrom or ComparisonOperator.IsDistinctFrom)
            return (isNull ? left.IsNull == right.IsNull : CompareValues(left, right) == 0) == (comparison == ComparisonOperator.IsNotDistinctFrom);
        if (isNull)
            return null;
        int order = CompareValues(left, right);
        return comparison switch
        {
            ComparisonOperator.Equal => order == 0,
            ComparisonOperator.NotEqual => order != 0,
            ComparisonOperator.LessThan => order < 0,
            ComparisonOperator.LessThanOrEqual => order <= 0,
            ComparisonOperator.GreaterThan => order > 0,
            _ => order >= 0,
        };
    }

    private static bool? And(IEnumerable<bool?> parts)
    {
        bool?[] all = [.. parts];
        return all.Contains(false) ? false : all.Contains(null) ? null : true;
    }

    private static bool? Or(IEnumerable<bool?> parts)
    {
        bool?[] all = [.. parts];
        return all.Contains(true) ? true : all.Contains(null) ? null : false;
    }

    private static int CompareNumbers(ScalarValue a, ScalarValue b)
    {
        if (Special(a) is var x && Special(b) is var y && (x != 0 || y != 0))
            return x.CompareTo(y);
        (BigInteger aTop, BigInteger aBottom) = Fraction(a);
        (BigInteger bTop, BigInteger bBottom) = Fraction(b);
        return (aTop * bBottom).CompareTo(bTop * aBottom);
    }

    private static int Special(ScalarValue value) => value.Kind != ScalarKind.Float ? 0 : value.AsFloat() switch
    {
        double.NaN => 2,
        double.PositiveInfinity => 1,
        double.NegativeInfinity => -1,
        _ => 0,
    };

    private static (BigInteger Top, BigInteger Bottom) Fraction(ScalarValue value)
    {
        if (value.Kind == ScalarKind.Integer)
            return (value.AsInteger(), 1);
        if (value.Kind == ScalarKind.Decimal)
            return Unscaled(value.AsDecimal());
        double number = value.AsFloat();
        BigInteger bottom = 1;
        while (number != Math.Floor(number))
            (number, bottom) = (number * 2, bottom * 2);
        return (new BigInteger(number), bottom);
    }

    private static (BigInteger Top, BigInteger Bottom) Unscaled(decimal value)
    {
        int[] bits = decimal.GetBits(value);
        BigInteger top = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return (value < 0 ? -top : top, BigInteger.Pow(10, (bits[3] >> 16) & 0xff));
    }
}
