using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>
/// Finds conditions of a statement that rows of a relation must fulfil to matter at all, so that the relation may leave other rows out. DuckDB applies
/// the whole condition again, so what is found only has to be true of every row that matters.
/// </summary>
/// <remarks>
/// Taken from WHERE only, as comparisons of a column with constants, all of which reject null: that keeps it right under outer joins. Relations that a
/// statement names twice, samples, and joins whose outcome depends on rows that do not match get nothing.
/// </remarks>
internal sealed class PushedFilters
{
    private readonly IReadOnlyDictionary<string, QueryRelation> _relations;
    private readonly IReadOnlyDictionary<string, QueryParameter> _parameters;
    private readonly Dictionary<string, int> _mentions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Filter> _found = new(StringComparer.OrdinalIgnoreCase);
    private bool _samples;

    private PushedFilters(IReadOnlyDictionary<string, QueryRelation> relations, IReadOnlyDictionary<string, QueryParameter> parameters)
    {
        _relations = relations;
        _parameters = parameters;
    }

    /// <param name="statements">The checked answer of <c>json_serialize_sql</c>.</param>
    /// <param name="relations">The bound relations by name.</param>
    /// <param name="parameters">The parameters by name.</param>
    internal static CheckedStatement Find(JsonElement statements, IReadOnlyDictionary<string, QueryRelation> relations, IReadOnlyDictionary<string, QueryParameter> parameters)
    {
        PushedFilters search = new(relations, parameters);
        search.Count(statements);
        search.Visit(statements);
        return new CheckedStatement(search._found, search._samples);
    }

    private void Count(JsonElement element) => ForEachObject(element, node =>
    {
        if (Text(node, "type") == "BASE_TABLE" && node.TryGetProperty("table_name", out JsonElement name))
            _mentions[name.GetString()!] = _mentions.GetValueOrDefault(name.GetString()!) + 1;
        _samples |= !IsNull(node, "sample");
    });

    private void Visit(JsonElement element) => ForEachObject(element, node =>
    {
        if (Text(node, "type") == "SELECT_NODE" && IsNull(node, "sample") && node.TryGetProperty("where_clause", out JsonElement where) && where.ValueKind == JsonValueKind.Object
            && SqlSources.TryRead(node.GetProperty("from_table"), _relations) is { } sources)
            Collect(where, sources, AliasesOf(node));
    });

    // In WHERE a name may also mean an expression of the select list; such names are left alone.
    private static HashSet<string> AliasesOf(JsonElement select) => new(
        select.GetProperty("select_list").EnumerateArray().Select(e => Text(e, "alias")).Where(a => !string.IsNullOrEmpty(a))!, StringComparer.OrdinalIgnoreCase);

    private void Collect(JsonElement condition, SqlSources sources, HashSet<string> aliases)
    {
        if (Text(condition, "type") == "CONJUNCTION_AND")
        {
            foreach (JsonElement child in condition.GetProperty("children").EnumerateArray())
                Collect(child, sources, aliases);
            return;
        }
        foreach (SqlCondition found in SqlCondition.Read(condition, _parameters))
            if (sources.Find(found.Column, aliases) is { } column && _mentions[column.Relation.Name] == 1 && column.Type.ScalarKind == found.Kind)
                Push(column.Relation.Name, found.ToFilter(column.Name));
    }

    private void Push(string relation, Filter filter) => _found[relation] = _found.TryGetValue(relation, out Filter? other) ? Filter.And(other, filter) : filter;

    private static void ForEachObject(JsonElement element, Action<JsonElement> visit)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                ForEachObject(item, visit);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            visit(element);
            foreach (JsonProperty property in element.EnumerateObject())
                ForEachObject(property.Value, visit);
        }
    }

    private static bool IsNull(JsonElement node, string property) => !node.TryGetProperty(property, out JsonElement value) || value.ValueKind == JsonValueKind.Null;

    private static string? Text(JsonElement node, string property) =>
        node.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
