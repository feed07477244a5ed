using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace DataMesh;

/// <summary>The column that a lambda names.</summary>
internal static class DeclaredColumn
{
    /// <exception cref="ArgumentException">The lambda names no property that is stored.</exception>
    public static SchemaProperty Of<T>(LambdaExpression column, [CallerArgumentExpression(nameof(column))] string parameter = "")
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(column, parameter);
        Expression body = column.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : column.Body;
        if (body is MemberExpression { Expression: ParameterExpression } member && T.FindColumn(member.Member.Name) is { } found)
            return T.Schema.Find(found)!;
        throw new ArgumentException($"'{column.Body}' is not a column of '{typeof(T).Name}': name one of its properties, for example x => x.Id.", parameter);
    }

    /// <summary>The names of some columns, in the order given.</summary>
    /// <exception cref="ArgumentException">There are none, or one is no column.</exception>
    public static string[] NamesOf<T>(ReadOnlySpan<Expression<Func<T, object?>>> columns)
        where T : IDataSchema<T>
    {
        if (columns.IsEmpty)
            throw new ArgumentException("No column is named: pass one lambda for each, for example x => x.Id.", nameof(columns));
        string[] names = new string[columns.Length];
        for (int i = 0; i < names.Length; i++)
            names[i] = Of<T>(columns[i], nameof(columns)).Name;
        return names;
    }
}
