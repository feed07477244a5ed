namespace DataMesh;

/// <summary>What a filter compares: a column, a literal, an attribute of the principal or the time of the read.</summary>
public sealed record FilterOperand
{
    private readonly bool _isDate;

    private FilterOperand() { }

    private FilterOperand(TimeSpan offset, bool isDate) => (Offset, _isDate) = (offset, isDate);

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

    /// <summary>What is added to the time of the read; null when the operand is neither <see cref="IsNow"/> nor <see cref="IsToday"/>.</summary>
    public TimeSpan? Offset { get; private init; }

    /// <summary>True for the instant of the read plus <see cref="Offset"/>.</summary>
    public bool IsNow => Offset is not null && !_isDate;

    /// <summary>True for the date, in UTC, of the instant of the read plus <see cref="Offset"/>.</summary>
    public bool IsToday => Offset is not null && _isDate;

    /// <summary>True for a literal.</summary>
    public bool IsLiteral => !IsColumn && !IsAttribute && Offset is null;

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

    /// <summary>The instant of the read, shifted. Only policies use it: it is bound once when a read pins its snapshot.</summary>
    public static FilterOperand Now(TimeSpan offset = default) => new(offset, isDate: false);

    /// <summary>The date, in UTC, of the shifted instant of the read. Only policies use it.</summary>
    public static FilterOperand Today(TimeSpan offset = default) => new(offset, isDate: true);

    /// <summary>A literal.</summary>
    public static FilterOperand Literal(ScalarValue value) => new() { Value = value };
}
