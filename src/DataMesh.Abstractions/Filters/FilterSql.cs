using System.Text;

namespace DataMesh.Adapters.Authoring;

/// <summary>Writes filters as SQL text.</summary>
public static class FilterSql
{
    /// <summary>Appends a filter as an SQL expression of the dialect that DuckDB, Trino and the SQL standard share: identifiers in double quotes, literals typed and escaped.</summary>
    /// <param name="text">Where to append.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="principal">Whose attributes the filter refers to; null: all attributes are null.</param>
    public static void AppendFilter(StringBuilder text, Filter filter, MeshPrincipal? principal = null) => throw new NotImplementedException();

    /// <summary>Appends an identifier in double quotes.</summary>
    public static void AppendIdentifier(StringBuilder text, string identifier) => throw new NotImplementedException();
}
