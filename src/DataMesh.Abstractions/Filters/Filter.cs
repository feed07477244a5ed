using System.Linq.Expressions;

namespace DataMesh;

/// <summary>A condition on rows, in one small closed language with SQL's three-valued logic: consumers' predicates, policies and contract checks all use it.</summary>
/// <remarks>
/// Immutable, compared by value, at most 200 levels deep. Built by the factories, from a C# lambda (<see cref="From{T}"/>, lowered so that it means what C# means for null and
/// NaN) or from text (<see cref="Parse"/>). The node types are closed: no other type can derive.
/// </remarks>
public abstract record Filter
{
    /// <summary>How deep filters can nest, so that no walk over one can exhaust the stack.</summary>
    internal const int MaximumDepth = 200;

    private protected Filter() { }

    /// <summary>The number of levels, counting this one.</summary>
    internal int Depth { get; private protected init; } = 1;

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

    /// <summary>All hold. Operands that are conjunctions themselves are merged into one; no operand means <see cref="True"/>.</summary>
    /// <exception cref="ArgumentException">The filter would nest deeper than 200 levels.</exception>
    public static Filter And(params IReadOnlyList<Filter> operands)
    {
        ArgumentNullException.ThrowIfNull(operands);
        Filter[] flat = [.. operands.SelectMany(o => o is AndFilter and ? (IEnumerable<Filter>)and.Operands : [o])];
        return flat.Length switch { 0 => True, 1 => flat[0], _ => new AndFilter { Operands = [.. flat] } };
    }

    /// <summary>At least one holds. Operands that are disjunctions themselves are merged into one; no operand means <see cref="False"/>.</summary>
    /// <exception cref="ArgumentException">The filter would nest deeper than 200 levels.</exception>
    public static Filter Or(params IReadOnlyList<Filter> operands)
    {
        ArgumentNullException.ThrowIfNull(operands);
        Filter[] flat = [.. operands.SelectMany(o => o is OrFilter or ? (IEnumerable<Filter>)or.Operands : [o])];
        return flat.Length switch { 0 => False, 1 => flat[0], _ => new OrFilter { Operands = [.. flat] } };
    }

    /// <summary>The operand does not hold; unknown stays unknown.</summary>
    /// <exception cref="ArgumentException">The filter would nest deeper than 200 levels.</exception>
    public static Filter Not(Filter operand) => new NotFilter { Operand = operand };

    /// <summary>Translates a C# condition so that it means what C# means, also for null and NaN.</summary>
    /// <remarks>
    /// The result is true or false for every row, never unknown. Captured values are read once, now. Texts compare by ordinal, also in the overload of
    /// <c>StartsWith</c> that takes only a text. Where C# would throw for a null (<c>x.Value</c>, <c>x.StartsWith(…)</c>), the comparison is false.
    /// Enums are stored by name: they compare by <c>==</c>, <c>!=</c> and <c>Contains</c> only. A conversion that could round a column is refused.
    /// </remarks>
    /// <exception cref="ArgumentException">The lambda uses something that cannot run where the data is; the message names the sub-expression and the way out.</exception>
    public static Filter From<T>(Expression<Func<T, bool>> condition)
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(condition);
        MovingOperand.RefuseIn(condition.Body);
        return LambdaTranslator<T>.Translate(condition.Body);
    }

    /// <summary>Translates a C# condition of a policy, as <see cref="From{T}"/>; it may also name <see cref="Policy.Now"/>, <see cref="Policy.Today"/> and <see cref="Policy.User"/>.</summary>
    /// <remarks>
    /// A comparison with one of them is unknown where the column or the attribute is null, and stays unknown under <c>!</c>: a reader without the attribute sees nothing through
    /// it, however it is combined. Now and today may be shifted by a duration that does not depend on the row.
    /// </remarks>
    /// <exception cref="ArgumentException">The lambda uses something that cannot run where the data is; the message names the sub-expression and the way out.</exception>
    public static Filter FromPolicy<T>(Expression<Func<T, bool>> condition)
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(condition);
        return LambdaTranslator<T>.Translate(condition.Body);
    }

    /// <summary>Translates a C# condition on the reader alone, for example <c>() => Policy.User("clearance") == "high"</c>.</summary>
    /// <exception cref="ArgumentException">The lambda uses something that filters do not have; the message names the sub-expression and the way out.</exception>
    public static Filter FromPolicy(Expression<Func<bool>> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return LambdaTranslator<NoRow>.Translate(condition.Body);
    }

    /// <summary>Translates a C# condition of a quality rule: a comparison with a column that has no value is unknown, as in SQL, and not what C# says.</summary>
    /// <remarks>
    /// A rule holds unless it is false, so <c>x => x.Speed &gt; 0</c> holds for a row without a speed. Where the condition asks for the value itself (<c>!= null</c>, <c>HasValue</c>,
    /// <c>IsNullOrEmpty</c>, a null in the list of <c>Contains</c>) it is never unknown. Otherwise as <see cref="From{T}"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The lambda uses something that cannot run where the data is; the message names the sub-expression and the way out.</exception>
    public static Filter FromRule<T>(Expression<Func<T, bool>> condition)
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(condition);
        MovingOperand.RefuseIn(condition.Body);
        return LambdaTranslator<UnknownRow<T>>.Translate(condition.Body);
    }

    /// <summary>Parses the text form described in <c>docs/protocol/filters.md</c>.</summary>
    /// <exception cref="FormatException">The text is not a filter; the message holds the position.</exception>
    public static Filter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new FilterParser(text).Parse();
    }

    /// <summary>Replaces attributes of the principal and times by the literals they stand for now, so that what remains compares columns and values only.</summary>
    /// <param name="principal">Whose attributes; null: all attributes are null.</param>
    /// <param name="now">The time of the read.</param>
    public Filter Bind(MeshPrincipal? principal, DateTimeOffset now) => FilterBinding.Map(this, operand => FilterBinding.Bind(operand, principal, now));

    /// <summary>Gives columns other names.</summary>
    /// <param name="rename">The new name of a column.</param>
    public Filter RenameColumns(Func<string, string> rename)
    {
        ArgumentNullException.ThrowIfNull(rename);
        return FilterBinding.Map(this, operand => operand.ColumnName is { } name ? FilterOperand.Column(rename(name)) : operand);
    }

    /// <summary>The names of the columns the filter refers to, each once.</summary>
    public IReadOnlySet<string> GetColumns() => FilterColumns.Of(this);

    /// <summary>The text form; <see cref="Parse"/> reads it back to an equal filter.</summary>
    public sealed override string ToString() => FilterPrinter.Print(this);

    /// <summary>The depth of a filter over parts.</summary>
    /// <exception cref="ArgumentException">It would be too deep.</exception>
    private protected static int DepthOver(params IReadOnlyList<Filter> parts)
    {
        int depth = 1 + parts.Select(p => p.Depth).DefaultIfEmpty(0).Max();
        return depth <= MaximumDepth ? depth : throw new ArgumentException(
            $"A filter cannot nest deeper than {MaximumDepth} levels. Combine conditions with one Filter.And or Filter.Or instead of nesting them.");
    }
}
