namespace DataMesh;

/// <summary>Rewrites the operands of filters.</summary>
internal static class FilterBinding
{
    /// <summary>The filter with every operand mapped; the same instance when nothing changed.</summary>
    public static Filter Map(Filter filter, Func<FilterOperand, FilterOperand> map) => filter switch
    {
        ComparisonFilter comparison => comparison with { Left = map(comparison.Left), Right = map(comparison.Right) },
        BetweenFilter between => between with { Operand = map(between.Operand), Low = map(between.Low), High = map(between.High) },
        NullFilter isNull => isNull with { Operand = map(isNull.Operand) },
        NanFilter isNan => isNan with { Operand = map(isNan.Operand) },
        InFilter isIn => isIn with { Operand = map(isIn.Operand) },
        StartsWithFilter startsWith => startsWith with { Operand = map(startsWith.Operand) },
        AndFilter and => and with { Operands = [.. and.Operands.Select(o => Map(o, map))] },
        OrFilter or => or with { Operands = [.. or.Operands.Select(o => Map(o, map))] },
        NotFilter not => not with { Operand = Map(not.Operand, map) },
        ConstantFilter => filter,
        _ => throw new NotSupportedException($"Filters of type {filter.GetType().Name} are not known."),
    };

    /// <summary>The literal that an operand stands for; columns and literals stay.</summary>
    public static FilterOperand Bind(FilterOperand operand, MeshPrincipal? principal, DateTimeOffset now)
    {
        if (operand.AttributeName is { } attribute)
            return FilterOperand.Literal(principal is not null && principal.Attributes.TryGetValue(attribute, out string? value) ? value : ScalarValue.Null);
        if (operand.Offset is not { } offset)
            return operand;
        DateTime moment = Shift(now.UtcDateTime, offset);
        return FilterOperand.Literal(operand.IsToday ? ScalarValue.From(DateOnly.FromDateTime(moment)) : ScalarValue.From(moment));
    }

    // A shift out of the calendar means "always" or "never", which its ends mean as well.
    private static DateTime Shift(DateTime moment, TimeSpan offset) =>
        offset > DateTime.MaxValue - moment ? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)
        : offset < DateTime.MinValue - moment ? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)
        : moment + offset;
}
