using System.Text;

namespace DataMesh;

/// <summary>Writes filters in their text form.</summary>
internal static class FilterPrinter
{
    private const int OrLevel = 1, AndLevel = 2, NotLevel = 3, PredicateLevel = 4;

    public static string Print(Filter filter)
    {
        StringBuilder text = new();
        Append(text, filter, OrLevel);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Filter filter, int level)
    {
        bool parenthesised = LevelOf(filter) < level;
        if (parenthesised)
            text.Append('(');
        AppendBare(text, filter);
        if (parenthesised)
            text.Append(')');
    }

    private static int LevelOf(Filter filter) => filter switch
    {
        OrFilter { Operands.Count: > 1 } => OrLevel,
        AndFilter { Operands.Count: > 1 } => AndLevel,
        NotFilter { Operand: not (NullFilter or NanFilter or InFilter) } => NotLevel,
        _ => PredicateLevel,
    };

    private static void AppendBare(StringBuilder text, Filter filter)
    {
        switch (filter)
        {
            case OrFilter { Operands.Count: > 1 } or:
                AppendParts(text, or.Operands, " or ", AndLevel);
                break;
            case AndFilter { Operands.Count: > 1 } and:
                AppendParts(text, and.Operands, " and ", NotLevel);
                break;
            case OrFilter or:
                AppendParts(text.Append("any("), or.Operands, ", ", OrLevel);
                text.Append(')');
                break;
            case AndFilter and:
                AppendParts(text.Append("all("), and.Operands, ", ", OrLevel);
                text.Append(')');
                break;
            case NotFilter { Operand: NullFilter or NanFilter or InFilter } not:
                AppendPredicate(text, not.Operand, "not ");
                break;
            case NotFilter not:
                Append(text.Append("not "), not.Operand, NotLevel);
                break;
            default:
                AppendPredicate(text, filter, "");
                break;
        }
    }

    private static void AppendParts(StringBuilder text, ValueList<Filter> parts, string separator, int level)
    {
        for (int i = 0; i < parts.Count; i++)
            Append(i == 0 ? text : text.Append(separator), parts[i], level);
    }

    private static void AppendPredicate(StringBuilder text, Filter filter, string not) => _ = filter switch
    {
        ConstantFilter constant => text.Append(constant.Value switch { true => "true", false => "false", null => "unknown" }),
        ComparisonFilter comparison => text.Append($"{Print(comparison.Left)} {FilterWords.Spell(comparison.Operator)} {Print(comparison.Right)}"),
        NullFilter isNull => text.Append($"{Print(isNull.Operand)} is {not}null"),
        NanFilter isNan => text.Append($"{Print(isNan.Operand)} is {not}nan"),
        InFilter isIn => text.Append($"{Print(isIn.Operand)} {not}in (").AppendJoin(", ", isIn.Values.Select(FilterLiterals.Print)).Append(')'),
        StartsWithFilter startsWith => text.Append($"{Print(startsWith.Operand)} starts with {FilterLiterals.Quote(startsWith.Prefix, '\'')}"),
        BetweenFilter between => text.Append($"{Print(between.Operand)} between {Print(between.Low)} and {Print(between.High)}"),
        _ => throw new NotSupportedException($"Filters of type {filter.GetType().Name} are not known."),
    };

    private static string Print(FilterOperand operand) =>
        operand.AttributeName is { } attribute ? $"attribute({FilterLiterals.Quote(attribute, '\'')})"
        : operand.Offset is { } offset ? $"{(operand.IsToday ? "today" : "now")}({(offset == default ? "" : FilterLiterals.Quote(FilterLiterals.PrintDuration(offset), '\''))})"
        : operand.ColumnName is not { } column ? FilterLiterals.Print(operand.Value)
        : IsWord(column) ? column : FilterLiterals.Quote(column, '"');

    private static bool IsWord(string name) => FilterLexer.IsWordStart(name[0]) && name.All(FilterLexer.IsWordPart) && !FilterWords.IsReserved(name);
}
