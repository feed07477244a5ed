namespace DataMesh;

/// <summary>Always the same truth value.</summary>
public sealed record ConstantFilter : Filter
{
    /// <summary>The truth value; null is unknown.</summary>
    public required bool? Value { get; init; }
}

/// <summary>Compares two operands.</summary>
public sealed record ComparisonFilter : Filter
{
    /// <summary>The left operand.</summary>
    public required FilterOperand Left { get; init; }

    /// <summary>How they are compared.</summary>
    public required ComparisonOperator Operator { get; init; }

    /// <summary>The right operand.</summary>
    public required FilterOperand Right { get; init; }
}

/// <summary>The operand has no value; never unknown.</summary>
public sealed record NullFilter : Filter
{
    /// <summary>The operand.</summary>
    public required FilterOperand Operand { get; init; }
}

/// <summary>The operand is a floating-point NaN; unknown for null.</summary>
public sealed record NanFilter : Filter
{
    /// <summary>The operand.</summary>
    public required FilterOperand Operand { get; init; }
}

/// <summary>The operand equals one of the values; as SQL's IN, unknown for null and where a null in the list could matter. Without values it is false for every operand.</summary>
public sealed record InFilter : Filter
{
    /// <summary>The operand.</summary>
    public required FilterOperand Operand { get; init; }

    /// <summary>The values.</summary>
    public required ValueList<ScalarValue> Values { get; init; }
}

/// <summary>The text operand starts with a prefix; unknown for null.</summary>
public sealed record StartsWithFilter : Filter
{
    /// <summary>The operand.</summary>
    public required FilterOperand Operand { get; init; }

    /// <summary>The prefix.</summary>
    public required string Prefix { get; init; }
}

/// <summary>The operand lies between two others, both included; unknown when one is null.</summary>
public sealed record BetweenFilter : Filter
{
    /// <summary>The operand.</summary>
    public required FilterOperand Operand { get; init; }

    /// <summary>The lower end.</summary>
    public required FilterOperand Low { get; init; }

    /// <summary>The upper end.</summary>
    public required FilterOperand High { get; init; }
}

/// <summary>All operands hold; true without any.</summary>
public sealed record AndFilter : Filter
{
    /// <summary>The operands.</summary>
    public required ValueList<Filter> Operands
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            Depth = DepthOver(value);
        }
    }
}

/// <summary>At least one operand holds; false without any.</summary>
public sealed record OrFilter : Filter
{
    /// <summary>The operands.</summary>
    public required ValueList<Filter> Operands
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            Depth = DepthOver(value);
        }
    }
}

/// <summary>The operand does not hold; unknown stays unknown.</summary>
public sealed record NotFilter : Filter
{
    /// <summary>The operand.</summary>
    public required Filter Operand
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            Depth = DepthOver(value);
        }
    }
}
