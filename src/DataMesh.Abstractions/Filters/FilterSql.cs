using System.Text;
using Apache.Arrow;

namespace DataMesh.Adapters.Authoring;

/// <summary>Writes filters as SQL text.</summary>
/// <remarks>
/// Identifiers are always in double quotes, literals are typed and escaped, every compound expression is in parentheses. NaN follows DuckDB: equal to
/// itself and greatest, tested by <c>isnan</c>; Trino and the standard compare NaN differently. Thread-safe.
/// </remarks>
public static class FilterSql
{
    /// <summary>Appends a filter as an SQL expression of the dialect that DuckDB, Trino and the SQL standard share: identifiers in double quotes, literals typed and escaped.</summary>
    /// <remarks>Without a schema, numbers of different kinds compare by the engine's rules, which may round: prefer the overload that takes a schema.</remarks>
    /// <param name="text">Where to append.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="principal">Whose attributes the filter refers to; null: all attributes are null.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>: a text is not valid Unicode, or literals without a common order are compared.</exception>
    public static void AppendFilter(StringBuilder text, Filter filter, MeshPrincipal? principal = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(filter);
        new SqlFilterWriter(text, principal, _ => null).Append(filter);
    }

    /// <summary>Appends a filter as an SQL expression that gives what <see cref="FilterEvaluator"/> gives: literals are fitted to their column's type, so that no engine has to convert a number.</summary>
    /// <remarks>Two columns of different number types still compare by the engine's rules.</remarks>
    /// <param name="text">Where to append.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="principal">Whose attributes the filter refers to; null: all attributes are null.</param>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.InvalidRequest"/>, as <see cref="FilterEvaluator.Create"/>.</exception>
    public static void AppendFilter(StringBuilder text, Filter filter, Schema schema, MeshPrincipal? principal = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        FilterBinder binder = new(schema, principal);
        binder.Bind(filter);
        new SqlFilterWriter(text, principal, name => binder.Columns.TryGetValue(name, out BoundColumn? column) ? column.Type : null).Append(filter);
    }

    /// <summary>Appends an identifier in double quotes.</summary>
    /// <exception cref="ArgumentException">The identifier is empty or holds a NUL character.</exception>
    public static void AppendIdentifier(StringBuilder text, string identifier)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(identifier);
        if (identifier.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("An SQL identifier cannot hold a NUL character.", nameof(identifier));
        text.Append('"').Append(identifier.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
