using System.Numerics;

namespace DataMesh.Adapters.Authoring;

/// <summary>Rewrites a number that a column is compared with as a literal of the column's own type, without changing the outcome.</summary>
internal abstract class NumberFit
{
    /// <summary>The fit for a column type; null when it is not known or not a number.</summary>
    public static NumberFit? Of(PhysicalType? type) => type switch
    {
        { ScalarKind: ScalarKind.Integer } => new Typed<long>(new GridDomain<long>(), value => SqlLiterals.WriteScaled(value, 0), false),
        { ScalarKind: ScalarKind.Decimal } known => new Typed<Int128>(DecimalDomain(known), value => SqlLiterals.WriteScaled(value, known.Scale), false),
        { ScalarKind: ScalarKind.Float } => new Typed<double>(new FloatDomain<double>(), SqlLiterals.WriteFloat, true),
        _ => null,
    };

    /// <summary>The literal; or none, when every value compares the same, and then how.</summary>
    public abstract (bool Always, string? Literal) Fit(ComparisonOperator comparison, ScalarValue literal);

    private static GridDomain<Int128> DecimalDomain(PhysicalType type)
    {
        Int128 highest = (Int128)(BigInteger.Pow(10, type.Precision) - 1);
        return new GridDomain<Int128>(type.Scale, -highest, highest);
    }

    private sealed class Typed<T>(ValueDomain<T> domain, Func<T, string> write, bool holdsNaN) : NumberFit
        where T : unmanaged, INumber<T>
    {
        public override (bool Always, string? Literal) Fit(ComparisonOperator comparison, ScalarValue literal)
        {
            if (literal.IsNaN && holdsNaN)
                return (false, SqlLiterals.WriteFloat(double.NaN));
            ScalarValue number = literal.IsNaN ? double.PositiveInfinity : literal;
            T? fitted = comparison switch
            {
                ComparisonOperator.LessThanOrEqual or ComparisonOperator.GreaterThan => domain.Floor(number),
                ComparisonOperator.LessThan or ComparisonOperator.GreaterThanOrEqual => domain.Ceiling(number),
                _ => domain.Exact(number),
            };
            // No such value: the literal lies below all values (no floor), above all (no ceiling), or between two (not exact).
            bool always = comparison is ComparisonOperator.GreaterThan or ComparisonOperator.LessThan or ComparisonOperator.NotEqual or ComparisonOperator.IsDistinctFrom;
            return fitted is { } value ? (false, write(value)) : (always, null);
        }
    }
}
