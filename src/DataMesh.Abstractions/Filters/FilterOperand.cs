namespace DataMesh;

/// <summary>What a filter compares: a column, a literal or an attribute of the principal.</summary>
public sealed record FilterOperand
{
    private FilterOperand() { }

    /// <summary>The column's name; null when the operand is none.</summary>
    public string? ColumnName { get; private init; }

    /// <summary>The principal's attribute; null when the operand is none.</summary>
    public string? AttributeName { get; private init; }

    /// <summary>The literal; meaningful when both names are null.</summary>
    public ScalarValue Value { get; private init; }

    /// <summary>True for a column.</summary>
    public bool IsColumn => ColumnName is not null;

    /// <summary>True for an attribute of the principal.</summary>
    public bool IsAttribute => AttributeName is not null;

    /// <summary>True for a literal.</summary>
    public bool IsLiteral => !IsColumn && !IsAttribute;

    /// <summary>A column.</summary>
    public static FilterOperand Column(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new() { ColumnName = name };
    }

    /// <summary>An attribute of the principal, as text; null when the principal has none of that name.</summary>
    public static FilterOperand Attribute(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new() { AttributeName = name };
    }

    /// <summary>A literal.</summary>
    public static FilterOperand Literal(ScalarValue value) => new() { Value = value };
}
