using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Finds out whether a checked statement is a <see cref="GroupedStatement"/>. What it does not know for certain is none.</summary>
internal sealed class GroupedStatementReader
{
    private readonly QueryRelation _relation;
    private readonly HashSet<string> _selectAliases;
    private readonly HashSet<string> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly SqlSources _sources;

    private GroupedStatementReader(QueryRelation relation, SqlSources sources, HashSet<string> selectAliases)
    {
        _relation = relation;
        _sources = sources;
        _selectAliases = selectAliases;
    }

    /// <summary>Reads a statement; null when it is more, or something else, than groups of one relation's rows.</summary>
    /// <param name="statements">The checked answer of <c>json_serialize_sql</c>.</param>
    /// <param name="relations">The bound relations by name.</param>
    /// <param name="parameters">The parameters by name.</param>
    /// <param name="parser">The parser that made the tree.</param>
    internal static GroupedStatement? TryRead(
        JsonElement statements, IReadOnlyDictionary<string, QueryRelation> relations, IReadOnlyDictionary<string, QueryParameter> parameters, SqlParser parser)
    {
        JsonElement select = statements[0].GetProperty("node");
        if (!IsPlain(select) || !relations.TryGetValue(select.GetProperty("from_table").GetProperty("table_name").GetString()!, out QueryRelation? relation)
            || SqlSources.TryRead(select.GetProperty("from_table"), relations) is not { } sources)
            return null;
        GroupedStatementReader reader = new(relation, sources, AliasesOf(select));
        return reader._selectAliases.Any(a => a.StartsWith(GroupedStatement.PartPrefix, StringComparison.OrdinalIgnoreCase)) || !reader.TryReadGroups(select)
            || !reader.TryReadCondition(select.GetProperty("where_clause"), parameters, out Filter? condition) ? null : reader.Rewrite(select, condition, parser);
    }

    private static bool IsPlain(JsonElement select) => Text(select, "type") == "SELECT_NODE" && IsNull(select, "sample") && IsNull(select, "qualify")
        && select.GetProperty("cte_map").GetProperty("map").GetArrayLength() == 0 && Text(select.GetProperty("from_table"), "type") == "BASE_TABLE"
        && Text(select, "aggregate_handling") is "STANDARD_HANDLING" or "FORCE_AGGREGATES" && IsOneGrouping(select.GetProperty("group_expressions"), select.GetProperty("group_sets"));

    // ROLLUP and its like have several sets, or none that holds every expression.
    private static bool IsOneGrouping(JsonElement groups, JsonElement sets) => groups.GetArrayLength() == 0 ? sets.GetArrayLength() == 0
        : sets.GetArrayLength() == 1 && sets[0].GetArrayLength() == groups.GetArrayLength();

    private static HashSet<string> AliasesOf(JsonElement select) => new(
        select.GetProperty("select_list").EnumerateArray().Select(e => Text(e, "alias")).Where(a => !string.IsNullOrEmpty(a))!, StringComparer.OrdinalIgnoreCase);

    private bool TryReadGroups(JsonElement select)
    {
        JsonElement list = select.GetProperty("select_list");
        // GROUP BY ALL: the columns of the list; whatever else has no aggregate is refused when it is visited.
        IEnumerable<JsonElement> expressions = Text(select, "aggregate_handling") == "FORCE_AGGREGATES"
            ? list.EnumerateArray().Where(e => Text(e, "class") == "COLUMN_REF") : select.GetProperty("group_expressions").EnumerateArray();
        foreach (JsonElement expression in expressions)
        {
            if (GroupOf(expression, list) is not { } column)
                return false;
            _groups.Add(column);
        }
        return true;
    }

    // DuckDB takes a name for a column first, then for an alias of the list, and a number for a place in the list.
    private string? GroupOf(JsonElement expression, JsonElement list)
    {
        if (Text(expression, "class") == "CONSTANT" && expression.GetProperty("value") is var value && value.GetProperty("value").ValueKind == JsonValueKind.Number
            && value.GetProperty("value").TryGetInt32(out int place) && place > 0 && place <= list.GetArrayLength())
            return ColumnOf(list[place - 1]);
        if (ColumnOf(expression) is { } column)
            return column;
        return Text(expression, "class") == "COLUMN_REF" && expression.GetProperty("column_names") is var names && names.GetArrayLength() == 1
            && list.EnumerateArray().Where(e => string.Equals(Text(e, "alias"), names[0].GetString(), StringComparison.OrdinalIgnoreCase)).ToArray() is [var only] ? ColumnOf(only) : null;
    }

    private string? ColumnOf(JsonElement expression) => Text(expression, "class") == "COLUMN_REF"
        && Find([.. expression.GetProperty("column_names").EnumerateArray().Select(n => n.GetString()!)]) is { Type.IsNested: false } found ? found.Name : null;

    private (string Name, PhysicalType Type)? Find(IReadOnlyList<string> name) =>
        _sources.Find(name, FrozenSet<string>.Empty) is { } found ? (found.Name, found.Type) : null;

    private bool TryReadCondition(JsonElement where, IReadOnlyDictionary<string, QueryParameter> parameters, out Filter? condition)
    {
        List<Filter> parts = [];
        bool isWhole = where.ValueKind != JsonValueKind.Object || TryCollect(where, parameters, parts);
        condition = parts.Count == 0 ? null : Filter.And([.. parts]);
        return isWhole;
    }

    private bool TryCollect(JsonElement condition, IReadOnlyDictionary<string, QueryParameter> parameters, List<Filter> parts)
    {
        if (Text(condition, "type") == "CONJUNCTION_AND")
            return condition.GetProperty("children").EnumerateArray().All(child => TryCollect(child, parameters, parts));
        SqlCondition[] found = [.. SqlCondition.Read(condition, parameters)];
        foreach (SqlCondition part in found)
        {
            if (_sources.Find(part.Column, _selectAliases) is not { } column || column.Type.ScalarKind != part.Kind)
                return false;
            parts.Add(part.ToFilter(column.Name));
        }
        return found.Length > 0;
    }

    private GroupedStatement? Rewrite(JsonElement select, Filter? condition, SqlParser parser)
    {
        GroupedStatementWriter writer = new(name => Find(name), _groups, _selectAliases, parser);
        if (!writer.TryWrite(JsonNode.Parse(select.GetRawText(), documentOptions: new JsonDocumentOptions { MaxDepth = SqlGate.MaximumTreeDepth })!.AsObject(), out JsonObject statement) || (_groups.Count == 0 && writer.Aggregates.Count == 0))
            return null;
        return new GroupedStatement(_relation.Name, [.. _groups.Order(StringComparer.Ordinal)], writer.Aggregates, condition, statement.ToJsonString(), writer.Parameters);
    }

    private static bool IsNull(JsonElement node, string property) => !node.TryGetProperty(property, out JsonElement value) || value.ValueKind == JsonValueKind.Null;

    private static string? Text(JsonElement node, string property) =>
        node.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
