using Kind = DataMesh.PhysicalTypeKind;
using Op = DataMesh.ComparisonOperator;

namespace DataMesh.Tests.Policies;

/// <summary>Random conditions over some columns.</summary>
internal sealed class FilterGen(Dice dice, IReadOnlyList<SchemaProperty> columns, bool forPolicy)
{
    public static readonly string[] AttributeNames = ["country", "team", "missing"];

    private static readonly Op[] Operators = Enum.GetValues<Op>();

    public Filter Next(int depth = 2)
    {
        if (depth > 0 && dice.Chance(0.45))
            return dice.Next(3) switch
            {
                0 => Filter.And(Next(depth - 1), Next(depth - 1)),
                1 => Filter.Or(Next(depth - 1), Next(depth - 1)),
                _ => Filter.Not(Next(depth - 1)),
            };
        SchemaProperty column = dice.Pick(columns);
        FilterOperand operand = FilterOperand.Column(column.Name);
        // Of what is nested, filters only see whether it is there.
        return column.Type.IsNested ? Filter.IsNull(column.Name) : dice.Next(9) switch
        {
            0 => Filter.IsNull(column.Name),
            1 when column.Type.Kind is Kind.Float or Kind.Double => Filter.IsNaN(column.Name),
            2 => Filter.In(column.Name, [.. Enumerable.Range(0, dice.Next(1, 4)).Select(_ => TableGen.Literal(dice, column))]),
            3 when column.Type.Kind == Kind.String => Filter.StartsWith(column.Name, dice.Pick("a", "ab", "Ä", "😀", "")),
            4 => Between(column),
            5 when columns.Where(c => c != column && c.Type == column.Type).ToArray() is { Length: > 0 } same => Filter.Compare(operand, dice.Pick(Operators), FilterOperand.Column(dice.Pick(same).Name)),
            6 when forPolicy && column.Type.Kind == Kind.String => Filter.Compare(operand, dice.Pick(Op.Equal, Op.IsNotDistinctFrom, Op.NotEqual), FilterOperand.Attribute(dice.Pick(AttributeNames))),
            6 or 7 when forPolicy && column.Type.Kind == Kind.Timestamp => Filter.Compare(operand, dice.Pick(Operators), FilterOperand.Now(TimeSpan.FromDays(dice.Next(-60, 60)))),
            6 or 7 when forPolicy && column.Type.Kind == Kind.Date => Filter.Compare(operand, dice.Pick(Operators), FilterOperand.Today(TimeSpan.FromDays(dice.Next(-60, 60)))),
            8 when dice.Chance(0.2) => dice.Pick(Filter.True, Filter.False),
            _ => Filter.Compare(operand, dice.Pick(Operators), FilterOperand.Literal(TableGen.Literal(dice, column))),
        };
    }

    /// <summary>A condition on the principal alone.</summary>
    public static Filter OnPrincipal(Dice dice) =>
        Filter.Compare(FilterOperand.Attribute(dice.Pick(AttributeNames)), dice.Pick(Op.Equal, Op.NotEqual, Op.IsDistinctFrom, Op.IsNotDistinctFrom), FilterOperand.Literal(dice.Pick("de", "fr", "abc")));

    private Filter Between(SchemaProperty column)
    {
        ScalarValue a = TableGen.Literal(dice, column), b = TableGen.Literal(dice, column);
        return NaiveFilter.CompareValues(a, b) <= 0 ? Filter.Between(column.Name, a, b) : Filter.Between(column.Name, b, a);
    }
}
