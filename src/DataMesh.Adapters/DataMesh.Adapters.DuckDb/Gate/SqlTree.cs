using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataMesh.Adapters;

/// <summary>Walks every object of DuckDB's syntax tree and refuses what the vocabulary does not hold.</summary>
internal sealed partial class SqlTree(IReadOnlySet<string> relations, IReadOnlySet<string> parameters, IReadOnlySet<string> builtInTables)
{
    private const string KnownRemedy = "Write plain SQL over the bound relations.";

    private readonly HashSet<string> _commonTables = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks the answer of <c>json_serialize_sql</c>.</summary>
    internal void Check(JsonElement statements)
    {
        if (statements.GetArrayLength() != 1)
            throw DuckDbErrors.Refused($"it holds {statements.GetArrayLength()} statements", "Run one SELECT at a time.");
        CollectCommonTables(statements[0]);
        Visit(statements[0]);
    }

    private void CollectCommonTables(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                CollectCommonTables(item);
            return;
        }
        if (element.ValueKind != JsonValueKind.Object)
            return;
        if (element.TryGetProperty("cte_map", out JsonElement map) && map.ValueKind == JsonValueKind.Object)
            foreach (JsonElement entry in map.GetProperty("map").EnumerateArray())
                AddCommonTable(entry.GetProperty("key").GetString()!);
        foreach (JsonProperty property in element.EnumerateObject())
            CollectCommonTables(property.Value);
    }

    private void AddCommonTable(string name)
    {
        if (!PlainName().IsMatch(name))
            throw DuckDbErrors.Refused($"the common table expression '{name}' is not a plain name", "Name it with letters, digits and '_'.");
        if (relations.Contains(name) || builtInTables.Contains(name))
            throw DuckDbErrors.Refused($"the common table expression '{name}' hides a table of that name", "Give it another name.");
        _commonTables.Add(name);
    }

    private void Visit(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Visit(item);
            return;
        }
        if (element.ValueKind != JsonValueKind.Object)
            return;
        if (Text(element, "class") is { } expression)
            VisitExpression(element, expression);
        else if (Text(element, "type") is { } node)
            VisitNode(element, node);
        else
            VisitUntyped(element);
    }

    private void VisitUntyped(JsonElement element)
    {
        if (Text(element, "id") is { } id && id != "UNBOUND" && !SqlVocabulary.Types.Contains(id))
            throw DuckDbErrors.Refused($"it uses the type {id}", KnownRemedy);
        VisitChildren(element);
    }

    private void VisitChildren(JsonElement element)
    {
        foreach (JsonProperty property in element.EnumerateObject())
            Visit(property.Value);
    }

    private void VisitExpression(JsonElement element, string expression)
    {
        string type = Text(element, "type") ?? "";
        if (!SqlVocabulary.ExpressionClasses.Contains(expression) || !SqlVocabulary.ExpressionTypes.Contains(type))
            throw DuckDbErrors.Refused($"it uses {expression} ({type})", KnownRemedy);
        if (expression is "FUNCTION" or "WINDOW")
            CheckFunction(element);
        if (expression == "PARAMETER" && !parameters.Contains(Text(element, "identifier") ?? ""))
            throw DuckDbErrors.Refused("it has a parameter without a name", "Write parameters as $name.");
        VisitChildren(element);
    }

    private static void CheckFunction(JsonElement element)
    {
        string name = Text(element, "function_name") ?? "";
        CheckHome(element, name);
        if (!SqlVocabulary.Functions.Contains(name))
            throw DuckDbErrors.Refused($"the function '{name}' is not allowed", "Use functions that only compute on their arguments.");
        if (element.TryGetProperty("export_state", out JsonElement state) && state.ValueKind != JsonValueKind.False)
            throw DuckDbErrors.Refused($"'{name}' exports its state", KnownRemedy);
    }

    // The parser itself writes the schema 'main' on operators and list literals.
    private static void CheckHome(JsonElement function, string name)
    {
        if (Text(function, "schema") is not (null or "" or "main") || Text(function, "catalog") is not (null or ""))
            throw DuckDbErrors.Refused($"the function '{name}' is qualified", $"Write {name}(…) with its first argument inside the brackets.");
    }

    private void VisitNode(JsonElement element, string type)
    {
        if (!SqlVocabulary.Nodes.Contains(type))
            throw DuckDbErrors.Refused($"it uses {type}", type == "SHOW_REF" ? "The schema of the result and of the port tell what it would." : KnownRemedy);
        switch (type)
        {
            case "BASE_TABLE": CheckTable(element); break;
            case "UNBOUND_TYPE_INFO": CheckNamedType(element); break;
        }
        if (type.EndsWith("_TYPE_INFO", StringComparison.Ordinal) && Text(element, "alias") is { Length: > 0 } alias)
            throw DuckDbErrors.Refused($"it uses the type {alias}", KnownRemedy);
        if (type == "TABLE_FUNCTION")
            VisitTableFunction(element);
        else
            VisitChildren(element);
    }

    private void CheckTable(JsonElement element)
    {
        string name = Text(element, "table_name") ?? "";
        if (Text(element, "schema_name") is not (null or "") || Text(element, "catalog_name") is not (null or ""))
            throw DuckDbErrors.Refused($"the table '{name}' is qualified", "Name bound relations alone, without schema or catalog.");
        if (!relations.Contains(name) && !_commonTables.Contains(name))
            throw DuckDbErrors.Refused($"'{name}' is not a relation of the statement", Known());
        if (element.TryGetProperty("at_clause", out JsonElement at) && at.ValueKind != JsonValueKind.Null)
            throw DuckDbErrors.Refused($"'{name}' is read with AT", "Pin the port to a snapshot with AsOf instead.");
    }

    private string Known() => relations.Count == 0 ? "The statement has no relations."
        : "It may read: " + string.Join(", ", relations.Order(StringComparer.Ordinal).Take(20).Select(name => $"'{name}'")) + ".";

    private static void CheckNamedType(JsonElement element)
    {
        string name = Text(element, "name") ?? "";
        if (!SqlVocabulary.NamedTypes.Contains(name) || Text(element, "schema") is not (null or "") || Text(element, "catalog") is not (null or ""))
            throw DuckDbErrors.Refused($"it uses the type {name}", KnownRemedy);
    }

    private void VisitTableFunction(JsonElement element)
    {
        JsonElement function = element.GetProperty("function");
        string name = Text(function, "function_name") ?? "";
        if (Text(function, "class") != "FUNCTION" || !SqlVocabulary.TableFunctions.Contains(name))
            throw DuckDbErrors.Refused($"the table function '{name}' is not allowed", "Only range, generate_series and unnest are; read data through bound relations.");
        CheckHome(function, name);
        VisitChildren(function);
        foreach (JsonProperty property in element.EnumerateObject().Where(property => property.Name != "function"))
            Visit(property.Value);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex PlainName();
}
