using System.Linq.Expressions;

namespace DataMesh;

/// <summary>A condition on rows, in one small closed language with SQL's three-valued logic: consumers' predicates, policies and contract checks all use it.</summary>
/// <remarks>
/// Immutable, compared by value. Built by the factories, from a C# lambda (<see cref="From{T}"/>, lowered so that it means what C# means for null and
/// NaN) or from text (<see cref="Parse"/>). The node types are closed: no other type can derive.
/// </remarks>
public abstract record Filter
{
    private protected Filter() { }

    /// <summary>True for every row.</summary>
    public static Filter True { get; } = new ConstantFilter { Value = true };

    /// <summary>True for no row.</summary>
    public static Filter False { get; } = new ConstantFilter { Value = false };

    /// <summary>Compares two operands; unknown when one is null.</summary>
    public static Filter Compare(FilterOperand left, ComparisonOperator comparison, FilterOperand right) => new ComparisonFilter { Left = left, Operator = comparison, Right = right };

    /// <summary>Compares a column with a value.</summary>
    public static Filter Compare(string column, ComparisonOperator comparison, ScalarValue value) => Compare(FilterOperand.Column(column), comparison, FilterOperand.Literal(value));

    /// <summary>A column equals a value.</summary>
    public static Filter Equal(string column, ScalarValue value) => Compare(column, ComparisonOperator.Equal, value);

    /// <summary>A column has no value; never unknown.</summary>
    public static Filter IsNull(string column) => new NullFilter { Operand = FilterOperand.Column(column) };

    /// <summary>A floating-point column is NaN; unknown for null.</summary>
    public static Filter IsNaN(string column) => new NanFilter { Operand = FilterOperand.Column(column) };

    /// <summary>A column equals one of the values; unknown for null.</summary>
    public static Filter In(string column, params IReadOnlyList<ScalarValue> values) => new InFilter { Operand = FilterOperand.Column(column), Values = [.. values] };

    /// <summary>A text column starts with a prefix, compared by UTF-8 bytes; unknown for null.</summary>
    public static Filter StartsWith(string column, string prefix) => new StartsWithFilter { Operand = FilterOperand.Column(column), Prefix = prefix };

    /// <summary>A column lies between two values, both included; unknown when one is null.</summary>
    public static Filter Between(string column, ScalarValue low, ScalarValue high) => new BetweenFilter { Operand = FilterOperand.Column(column), Low = FilterOperand.Literal(low), High = FilterOperand.Literal(high) };

    /// <summary>All hold.</summary>
    public static Filter And(params IReadOnlyList<Filter> operands) => operands.Count switch { 0 => True, 1 => operands[0], _ => new AndFilter { Operands = [.. operands] } };

    /// <summary>At least one holds.</summary>
    public static Filter Or(params IReadOnlyList<Filter> operands) => operands.Count switch { 0 => False, 1 => operands[0], _ => new OrFilter { Operands = [.. operands] } };

    /// <summary>The operand does not hold; unknown stays unknown.</summary>
    public static Filter Not(Filter operand) => new NotFilter { Operand = operand };

    /// <summary>Translates a C# condition so that it means what C# means, also for null and NaN.</summary>
    /// <exception cref="ArgumentException">The lambda uses something that cannot run where the data is; the message names the sub-expression and the way out.</exception>
    public static Filter From<T>(Expression<Func<T, bool>> condition)
        where T : IDataSchema<T> => throw new NotImplementedException();

    /// <summary>Parses the text form described in <c>docs/protocol/filters.md</c>.</summary>
    /// <exception cref="FormatException">The text is not a filter; the message holds the position.</exception>
    public static Filter Parse(string text) => throw new NotImplementedException();

    /// <summary>The names of the columns the filter refers to, each once.</summary>
    public IReadOnlySet<string> GetColumns() => FilterColumns.Of(this);

    /// <summary>The text form; <see cref="Parse"/> reads it back to an equal filter.</summary>
    public sealed override string ToString() => throw new NotImplementedException();
}
