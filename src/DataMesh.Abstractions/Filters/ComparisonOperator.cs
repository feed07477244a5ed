namespace DataMesh;

/// <summary>How two operands are compared.</summary>
public enum ComparisonOperator
{
    /// <summary>Equal; unknown when one is null.</summary>
    Equal,

    /// <summary>Not equal; unknown when one is null.</summary>
    NotEqual,

    /// <summary>Less.</summary>
    LessThan,

    /// <summary>Less or equal.</summary>
    LessThanOrEqual,

    /// <summary>Greater.</summary>
    GreaterThan,

    /// <summary>Greater or equal.</summary>
    GreaterThanOrEqual,

    /// <summary>Equal, where null equals null; never unknown.</summary>
    IsNotDistinctFrom,

    /// <summary>Not equal, where null equals null; never unknown.</summary>
    IsDistinctFrom,
}
