using System.Numerics;

namespace DataMesh.Adapters.Authoring;

/// <summary>The values that a fixed-width column can hold, in order, and where literals fall between them.</summary>
internal abstract class ValueDomain<T>
    where T : unmanaged, INumber<T>
{
    protected abstract T Lowest { get; }

    protected abstract T Highest { get; }

    /// <summary>The greatest value of the domain that is not greater than a literal.</summary>
    public abstract T? Floor(ScalarValue literal);

    /// <summary>The least value of the domain that is not less than a literal.</summary>
    public abstract T? Ceiling(ScalarValue literal);

    /// <summary>The value of the domain that equals a literal.</summary>
    public virtual T? Exact(ScalarValue literal) => Ceiling(literal) is { } least && Floor(literal) is { } greatest && least == greatest ? least : null;

    /// <summary>The values for which a comparison with a literal is true. NaN is greater than every other value, so it lies outside of every range from below.</summary>
    public Range<T> RangeOf(ComparisonOperator comparison, ScalarValue literal) => comparison switch
    {
        ComparisonOperator.Equal or ComparisonOperator.IsNotDistinctFrom => literal.IsNaN ? Complement(All) : Exact(literal) is { } value ? new(value, value) : None,
        ComparisonOperator.LessThanOrEqual => literal.IsNaN ? Complement(None) : Floor(literal) is { } greatest ? new(Lowest, greatest) : None,
        ComparisonOperator.LessThan => literal.IsNaN ? All : Below(literal),
        ComparisonOperator.GreaterThan => Complement(RangeOf(ComparisonOperator.LessThanOrEqual, literal)),
        ComparisonOperator.GreaterThanOrEqual => Complement(RangeOf(ComparisonOperator.LessThan, literal)),
        _ => Complement(RangeOf(ComparisonOperator.Equal, literal)),
    };

    /// <summary>The next lower value; null for the lowest.</summary>
    protected abstract T? Previous(T value);

    private Range<T> All => new(Lowest, Highest);

    private Range<T> None => new(Highest, Lowest);

    private static Range<T> Complement(Range<T> range) => range with { IsOutside = !range.IsOutside };

    private Range<T> Below(ScalarValue literal)
    {
        if (Ceiling(literal) is not { } least)
            return All;
        return Previous(least) is { } value ? new(Lowest, value) : None;
    }
}

/// <summary>Whole numbers, or decimals as whole numbers of 10^-scale.</summary>
internal sealed class GridDomain<T>(int scale, T lowest, T highest) : ValueDomain<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public GridDomain(int scale = 0) : this(scale, T.MinValue, T.MaxValue) { }

    protected override T Lowest => lowest;

    protected override T Highest => highest;

    public override T? Floor(ScalarValue literal)
    {
        if (IsInfinite(literal, out bool positive))
            return positive ? highest : null;
        BigInteger value = ExactNumber.Of(literal).Floor(scale);
        return value < BigInteger.CreateChecked(lowest) ? null : value > BigInteger.CreateChecked(highest) ? highest : T.CreateChecked(value);
    }

    public override T? Ceiling(ScalarValue literal)
    {
        if (IsInfinite(literal, out bool positive))
            return positive ? null : lowest;
        BigInteger value = ExactNumber.Of(literal).Ceiling(scale);
        return value > BigInteger.CreateChecked(highest) ? null : value < BigInteger.CreateChecked(lowest) ? lowest : T.CreateChecked(value);
    }

    // Clamped bounds could meet for a literal beyond them: only a whole number in between is exact.
    public override T? Exact(ScalarValue literal)
    {
        if (literal.IsNaN || IsInfinite(literal, out _))
            return null;
        ExactNumber number = ExactNumber.Of(literal);
        BigInteger value = number.Floor(scale);
        return value == number.Ceiling(scale) && value >= BigInteger.CreateChecked(lowest) && value <= BigInteger.CreateChecked(highest) ? T.CreateChecked(value) : null;
    }

    protected override T? Previous(T value) => value == lowest ? null : value - T.One;

    private static bool IsInfinite(ScalarValue literal, out bool positive)
    {
        positive = literal.Kind == ScalarKind.Float && literal.AsFloat() > 0;
        return literal.Kind == ScalarKind.Float && double.IsInfinity(literal.AsFloat());
    }
}

/// <summary>Binary floating-point numbers.</summary>
internal sealed class FloatDomain<T> : ValueDomain<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected override T Lowest => T.NegativeInfinity;

    protected override T Highest => T.PositiveInfinity;

    public override T? Floor(ScalarValue literal)
    {
        T near = Near(literal);
        return CompareExactly(near, literal) > 0 ? T.BitDecrement(near) : near;
    }

    public override T? Ceiling(ScalarValue literal)
    {
        T near = Near(literal);
        return CompareExactly(near, literal) < 0 ? T.BitIncrement(near) : near;
    }

    public override T? Exact(ScalarValue literal) => literal.IsNaN ? T.NaN : base.Exact(literal);

    protected override T? Previous(T value) => T.IsNegativeInfinity(value) ? null : T.BitDecrement(value);

    private static T Near(ScalarValue literal) => T.CreateSaturating(literal.Kind switch
    {
        ScalarKind.Integer => literal.AsInteger(),
        ScalarKind.Decimal => (double)literal.AsDecimal(),
        _ => literal.AsFloat(),
    });

    private static int CompareExactly(T value, ScalarValue literal)
    {
        if (literal.Kind == ScalarKind.Float)
            return double.CreateChecked(value).CompareTo(literal.AsFloat() + 0.0);
        return T.IsInfinity(value) ? T.Sign(value) : ExactNumber.OfDouble(double.CreateChecked(value)).CompareTo(ExactNumber.Of(literal));
    }
}
