namespace DataMesh.Adapters.Authoring;

/// <summary>Which outcomes of a three-way comparison make it true.</summary>
internal readonly record struct SignSet
{
    private readonly byte _bits;

    private SignSet(int bits) => _bits = (byte)bits;

    public static SignSet Of(ComparisonOperator comparison) => new(comparison switch
    {
        ComparisonOperator.Equal or ComparisonOperator.IsNotDistinctFrom => 0b010,
        ComparisonOperator.NotEqual or ComparisonOperator.IsDistinctFrom => 0b101,
        ComparisonOperator.LessThan => 0b001,
        ComparisonOperator.LessThanOrEqual => 0b011,
        ComparisonOperator.GreaterThan => 0b100,
        ComparisonOperator.GreaterThanOrEqual => 0b110,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Not a comparison."),
    });

    /// <summary>The set of possible outcomes.</summary>
    public static SignSet Possible(bool less, bool equal, bool greater) => new((less ? 1 : 0) | (equal ? 2 : 0) | (greater ? 4 : 0));

    /// <summary>True when the sign of a comparison's result is in the set.</summary>
    public bool Has(int comparison) => (_bits >> (Math.Sign(comparison) + 1) & 1) != 0;

    /// <summary>True when less and greater are the same to it: equality and inequality.</summary>
    public bool IsSymmetric => (_bits & 1) == _bits >> 2;

    public bool Overlaps(SignSet other) => (_bits & other._bits) != 0;

    public bool Contains(SignSet other) => (other._bits & ~_bits) == 0;

    /// <summary>The operator with its operands exchanged.</summary>
    public static ComparisonOperator Mirror(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.LessThan => ComparisonOperator.GreaterThan,
        ComparisonOperator.LessThanOrEqual => ComparisonOperator.GreaterThanOrEqual,
        ComparisonOperator.GreaterThan => ComparisonOperator.LessThan,
        ComparisonOperator.GreaterThanOrEqual => ComparisonOperator.LessThanOrEqual,
        _ => comparison,
    };

    public static bool IsNullSafe(ComparisonOperator comparison) => comparison is ComparisonOperator.IsDistinctFrom or ComparisonOperator.IsNotDistinctFrom;
}
