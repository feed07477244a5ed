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
        return Find<T>(column.Body, parameter);
    }

    /// <summary>The names of the columns of a key: one column, or an anonymous object of several.</summary>
    /// <exception cref="ArgumentException">The lambda names something else.</exception>
    public static string[] KeyOf<T>(LambdaExpression key, [CallerArgumentExpression(nameof(key))] string parameter = "")
        where T : IDataSchema<T>
    {
        ArgumentNullException.ThrowIfNull(key, parameter);
        return key.Body is NewExpression { Arguments.Count: > 0 } several
            ? [.. several.Arguments.Select(part => Find<T>(part, parameter).Name)] : [Of<T>(key, parameter).Name];
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

    private static SchemaProperty Find<T>(Expression column, string parameter)
        where T : IDataSchema<T>
    {
        Expression body = column is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : column;
        if (body is MemberExpression { Expression: ParameterExpression } member && T.FindColumn(member.Member.Name) is { } found)
            return T.Schema.Find(found)!;
        throw new ArgumentException($"'{column}' is not a column of '{typeof(T).Name}': name one of its properties, for example x => x.Id.", parameter);
    }
}
