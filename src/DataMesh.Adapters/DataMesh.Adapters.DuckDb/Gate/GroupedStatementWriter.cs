using System.Text.Json.Nodes;

namespace DataMesh.Adapters;

/// <summary>Turns the tree of a statement over rows into one over groups of parts of them: every aggregate of a column becomes an aggregate of the parts' results. Good for one statement.</summary>
/// <param name="find">The relation's column that a name means; null: none.</param>
/// <param name="groups">The columns that the statement groups by.</param>
/// <param name="selectAliases">The aliases of the select list.</param>
/// <param name="parser">What DuckDB's parser knows.</param>
internal sealed class GroupedStatementWriter(
    Func<IReadOnlyList<string>, (string Name, PhysicalType Type)?> find, IReadOnlySet<string> groups, IReadOnlySet<string> selectAliases, SqlParser parser)
{
    private readonly List<PartialAggregate> _aggregates = [];
    private readonly HashSet<string> _parameters = new(StringComparer.OrdinalIgnoreCase);
    private bool _aliasesCount;
    private bool _isRefused;

    /// <summary>The aggregates, each once.</summary>
    internal IReadOnlyList<PartialAggregate> Aggregates => _aggregates;

    /// <summary>The parameters that the new statement uses.</summary>
    internal IReadOnlySet<string> Parameters => _parameters;

    /// <summary>Rewrites a SELECT; false when a part of it needs the rows themselves.</summary>
    internal bool TryWrite(JsonObject select, out JsonObject statement)
    {
        JsonArray list = select["select_list"]!.AsArray();
        for (int i = 0; i < list.Count && !_isRefused; i++)
            WriteItem(list, i);
        _aliasesCount = true;
        foreach (string clause in (string[])["modifiers", "having"])
            Replace(select[clause], changed => select[clause] = changed);
        select["where_clause"] = null;
        statement = _isRefused ? [] : TreeNodes.Statement(select, _parameters);
        return !_isRefused;
    }

    // An item without alias is named by its text, which changes.
    private void WriteItem(JsonArray list, int i)
    {
        JsonObject item = list[i]!.AsObject();
        string name = Text(item, "alias");
        string? text = name.Length > 0 || Text(item, "class") == "COLUMN_REF" ? name : parser.TryWriteExpression(item.DeepClone());
        if (text is null)
        {
            _isRefused = true;
            return;
        }
        Replace(item, changed => list[i] = changed);
        if (text.Length > 0)
            list[i]!["alias"] = text;
    }

    private void Replace(JsonNode? node, Action<JsonNode> set)
    {
        if (_isRefused)
            return;
        if (node is JsonArray array)
        {
            for (int i = 0; i < array.Count; i++)
                Replace(array[i], changed => array[i] = changed);
        }
        else if (node is JsonObject item)
        {
            if (item["class"] is not null)
                ReplaceExpression(item, set);
            else
                ReplaceChildren(item);
        }
    }

    private void ReplaceChildren(JsonObject item)
    {
        foreach (string property in item.Select(p => p.Key).ToArray())
            Replace(item[property], changed => item[property] = changed);
    }

    private void ReplaceExpression(JsonObject expression, Action<JsonNode> set)
    {
        switch (Text(expression, "class"))
        {
            case "FUNCTION" when TryReadAggregate(expression) is { } aggregate:
                JsonObject changed = aggregate.OfParts(GroupedStatement.PartName(OrdinalOf(aggregate)));
                changed["alias"] = Text(expression, "alias");
                set(changed);
                break;
            case "FUNCTION" when parser.IsScalar(Text(expression, "function_name")) && IsPlain(expression):
            case "BETWEEN" or "CASE" or "CAST" or "COMPARISON" or "CONJUNCTION" or "CONSTANT":
            case "OPERATOR" when Text(expression, "type") != "GROUPING_FUNCTION":
                ReplaceChildren(expression);
                break;
            case "PARAMETER":
                _parameters.Add(Text(expression, "identifier"));
                break;
            case "COLUMN_REF" when IsOfGroup(NamesOf(expression)):
                break;
            default:
                _isRefused = true;
                break;
        }
    }

    private PartialAggregate? TryReadAggregate(JsonObject function)
    {
        JsonArray arguments = function["children"]!.AsArray();
        if (!IsPlain(function))
            return null;
        if (Text(function, "function_name") == "count_star")
            return arguments.Count == 0 ? new PartialAggregate(AggregateKind.CountRows, null, default) : null;
        return arguments.Count == 1 && arguments[0] is JsonObject argument && Text(argument, "class") == "COLUMN_REF" && NamesOf(argument) is var names
            && !(_aliasesCount && names.Length == 1 && selectAliases.Contains(names[0])) && find(names) is { } column
            ? PartialAggregate.TryCreate(Text(function, "function_name"), column.Name, column.Type) : null;
    }

    private int OrdinalOf(PartialAggregate aggregate)
    {
        int known = _aggregates.IndexOf(aggregate);
        if (known >= 0)
            return known;
        _aggregates.Add(aggregate);
        return _aggregates.Count - 1;
    }

    // Columns that are no group are gone, so a name that means one in the statement may mean nothing else now.
    private bool IsOfGroup(string[] names) => find(names) is { } column ? groups.Contains(column.Name) : names is [var alias] && _aliasesCount && selectAliases.Contains(alias);

    private static bool IsPlain(JsonObject function) => function["filter"] is null && !function["distinct"]!.GetValue<bool>() && function["order_bys"]!["orders"]!.AsArray().Count == 0;

    private static string[] NamesOf(JsonObject column) => [.. column["column_names"]!.AsArray().Select(n => n!.GetValue<string>())];

    private static string Text(JsonObject node, string property) => node[property]?.GetValue<string>() ?? "";
}
