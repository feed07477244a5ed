using System.Text.Json.Nodes;

namespace DataMesh.Adapters;

/// <summary>Nodes of DuckDB's syntax tree, in the form of <c>json_serialize_sql</c>.</summary>
internal static class TreeNodes
{
    private const ulong Nowhere = ulong.MaxValue;

    internal static JsonObject Column(string name) => Expression("COLUMN_REF", "COLUMN_REF", ("column_names", new JsonArray(name)));

    internal static JsonObject Integer(int value) => Expression("CONSTANT", "VALUE_CONSTANT", ("value", new JsonObject
    {
        ["type"] = Type("INTEGER"),
        ["is_null"] = false,
        ["value"] = value,
    }));

    internal static JsonObject Cast(JsonObject child, string type) =>
        Expression("CAST", "OPERATOR_CAST", ("child", child), ("cast_type", Type(type)), ("try_cast", false));

    internal static JsonObject Coalesce(params JsonNode?[] children) => Expression("OPERATOR", "OPERATOR_COALESCE", ("children", new JsonArray(children)));

    internal static JsonObject Function(string name, JsonObject argument) => Expression("FUNCTION", "FUNCTION",
        ("function_name", name), ("schema", ""), ("children", new JsonArray(argument)), ("filter", null),
        ("order_bys", new JsonObject { ["type"] = "ORDER_MODIFIER", ["orders"] = new JsonArray() }), ("distinct", false), ("is_operator", false), ("export_state", false), ("catalog", ""));

    /// <summary>A statement that selects one expression from nowhere.</summary>
    internal static JsonObject Select(JsonNode expression) => Statement(new JsonObject
    {
        ["type"] = "SELECT_NODE",
        ["modifiers"] = new JsonArray(),
        ["cte_map"] = new JsonObject { ["map"] = new JsonArray() },
        ["select_list"] = new JsonArray(expression),
        ["from_table"] = new JsonObject { ["type"] = "EMPTY", ["alias"] = "", ["sample"] = null, ["query_location"] = Nowhere },
        ["where_clause"] = null,
        ["group_expressions"] = new JsonArray(),
        ["group_sets"] = new JsonArray(),
        ["aggregate_handling"] = "STANDARD_HANDLING",
        ["having"] = null,
        ["sample"] = null,
        ["qualify"] = null,
    }, []);

    /// <summary>A statement as <c>json_deserialize_sql</c> takes it.</summary>
    internal static JsonObject Statement(JsonNode select, IEnumerable<string> parameters) => new()
    {
        ["error"] = false,
        ["statements"] = new JsonArray(new JsonObject
        {
            ["node"] = select,
            ["named_param_map"] = new JsonArray([.. parameters.Select((name, i) => new JsonObject { ["key"] = name, ["value"] = i + 1 })]),
        }),
    };

    private static JsonObject Type(string id) => new() { ["id"] = id, ["type_info"] = null };

    private static JsonObject Expression(string kind, string type, params (string Name, JsonNode? Value)[] properties)
    {
        JsonObject node = new() { ["class"] = kind, ["type"] = type, ["alias"] = "", ["query_location"] = Nowhere };
        foreach ((string name, JsonNode? value) in properties)
            node[name] = value;
        return node;
    }
}
