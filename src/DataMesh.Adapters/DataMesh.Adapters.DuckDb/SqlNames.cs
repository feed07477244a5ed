using System.Text;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Names and texts inside the SQL that this adapter writes itself.</summary>
internal static class SqlNames
{
    /// <summary>An identifier in double quotes.</summary>
    internal static string Identifier(string name)
    {
        StringBuilder text = new();
        FilterSql.AppendIdentifier(text, name);
        return text.ToString();
    }

    /// <summary>A text in single quotes. It holds no character U+0000.</summary>
    internal static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
