using System.Collections.Frozen;

namespace DataMesh;

/// <summary>Finds the columns a filter refers to.</summary>
internal static class FilterColumns
{
    public static FrozenSet<string> Of(Filter filter)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        Collect(filter, names);
        return names.ToFrozenSet(StringComparer.Ordinal);
    }

    private static void Collect(Filter filter, HashSet<string> names)
    {
        foreach (FilterOperand operand in OperandsOf(filter))
        {
            if (operand.ColumnName is { } name)
                names.Add(name);
        }
        foreach (Filter part in PartsOf(filter))
            Collect(part, names);
    }

    private static FilterOperand[] OperandsOf(Filter filter) => filter switch
    {
        ComparisonFilter comparison => [comparison.Left, comparison.Right],
        BetweenFilter between => [between.Operand, between.Low, between.High],
        NullFilter isNull => [isNull.Operand],
        NanFilter isNan => [isNan.Operand],
        InFilter isIn => [isIn.Operand],
        StartsWithFilter startsWith => [startsWith.Operand],
        _ => [],
    };

    private static ValueList<Filter> PartsOf(Filter filter) => filter switch
    {
        AndFilter and => and.Operands,
        OrFilter or => or.Operands,
        NotFilter not => [not.Operand],
        _ => [],
    };
}
