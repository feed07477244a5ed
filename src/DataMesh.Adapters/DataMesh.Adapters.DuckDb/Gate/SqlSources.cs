using System.Text.Json;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>The bound relations that one FROM clause names directly, by alias.</summary>
internal sealed class SqlSources
{
    private readonly Dictionary<string, QueryRelation> _byAlias = new(StringComparer.OrdinalIgnoreCase);
    private bool _hasOthers;

    /// <summary>Reads a FROM clause; null when its joins or samples make the outcome depend on rows that WHERE would drop.</summary>
    internal static SqlSources? TryRead(JsonElement from, IReadOnlyDictionary<string, QueryRelation> relations)
    {
        SqlSources sources = new();
        return sources.Add(from, relations) ? sources : null;
    }

    /// <summary>The column that a name means; null when it may mean something else.</summary>
    internal (QueryRelation Relation, string Name, PhysicalType Type)? Find(IReadOnlyList<string> name, IReadOnlySet<string> selectAliases)
    {
        if (name is [string alias, string column])
            return _byAlias.TryGetValue(alias, out QueryRelation? relation) ? Find(relation, column) : null;
        if (name is not [string plain] || _hasOthers || selectAliases.Contains(plain))
            return null;
        (QueryRelation Relation, string Name, PhysicalType Type)?[] found = [.. _byAlias.Values.Select(r => Find(r, plain)).Where(f => f is not null)];
        return found is [var only] ? only : null;
    }

    private static (QueryRelation Relation, string Name, PhysicalType Type)? Find(QueryRelation relation, string column)
    {
        Field? field = relation.Schema.FieldsList.FirstOrDefault(f => string.Equals(f.Name, column, StringComparison.OrdinalIgnoreCase));
        return field is not null && PhysicalType.TryFromArrow(field.DataType) is { } type ? (relation, field.Name, type) : null;
    }

    private bool Add(JsonElement source, IReadOnlyDictionary<string, QueryRelation> relations)
    {
        if (source.TryGetProperty("sample", out JsonElement sample) && sample.ValueKind != JsonValueKind.Null)
            return false;
        switch (source.GetProperty("type").GetString())
        {
            case "BASE_TABLE" when relations.TryGetValue(source.GetProperty("table_name").GetString()!, out QueryRelation? relation):
                string alias = source.GetProperty("alias").GetString() is { Length: > 0 } given ? given : relation.Name;
                return source.GetProperty("column_name_alias").GetArrayLength() == 0 && _byAlias.TryAdd(alias, relation);
            case "JOIN":
                return source.GetProperty("ref_type").GetString() is "REGULAR" or "CROSS" && source.GetProperty("join_type").GetString() is "INNER" or "LEFT"
                    && Add(source.GetProperty("left"), relations) && Add(source.GetProperty("right"), relations);
            default:
                _hasOthers = true;
                return true;
        }
    }
}
