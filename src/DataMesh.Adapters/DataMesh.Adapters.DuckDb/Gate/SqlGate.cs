using System.Collections.Frozen;
using System.Text.Json;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Lets through exactly one SELECT over known relations. Parses with a DuckDB of its own that never runs the statement.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SqlGate : IDisposable
{
    /// <summary>How deeply the JSON of a syntax tree may nest.</summary>
    internal const int MaximumTreeDepth = 1_000;

    private readonly SqlParser _parser = new();

    /// <summary>Checks a statement and finds what its relations may leave out.</summary>
    /// <exception cref="DataMeshException">Kind InvalidRequest: the message names the refused part.</exception>
    internal CheckedStatement Check(string sql, IReadOnlyDictionary<string, QueryRelation> relations, IReadOnlyDictionary<string, QueryParameter> parameters)
    {
        using JsonDocument document = Parse(sql);
        JsonElement statements = Check(document, relations.Keys, parameters.Keys);
        return PushedFilters.Find(statements, relations, parameters) with { Grouped = GroupedStatementReader.TryRead(statements, relations, parameters, _parser) };
    }

    /// <summary>The text of a statement over the groups of its relation, checked like the one it was made of; null when DuckDB cannot write it.</summary>
    internal string? TryWrite(GroupedStatement grouped)
    {
        if (_parser.TryWrite(grouped.Tree) is not { } sql)
            return null;
        using JsonDocument document = Parse(sql);
        Check(document, [grouped.Relation], grouped.Parameters);
        return sql;
    }

    private JsonDocument Parse(string sql)
    {
        string tree = _parser.Parse(sql);
        try
        {
            return JsonDocument.Parse(tree, new JsonDocumentOptions { MaxDepth = MaximumTreeDepth });
        }
        catch (JsonException)
        {
            throw DuckDbErrors.Refused("it nests too deeply", "Split it with common table expressions.");
        }
    }

    private JsonElement Check(JsonDocument document, IEnumerable<string> relations, IEnumerable<string> parameters)
    {
        JsonElement root = document.RootElement;
        if (root.GetProperty("error").GetBoolean())
            throw Explain(root);
        JsonElement statements = root.GetProperty("statements");
        new SqlTree(Names(relations), Names(parameters), _parser.BuiltInTables).Check(statements);
        return statements;
    }

    private static FrozenSet<string> Names(IEnumerable<string> names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public void Dispose() => _parser.Dispose();

    private static DataMeshException Explain(JsonElement error)
    {
        string message = error.TryGetProperty("error_message", out JsonElement text) ? text.GetString() ?? "" : "";
        return error.TryGetProperty("error_type", out JsonElement type) && type.GetString() == "not implemented"
            ? DuckDbErrors.Refused("it is not a plain SELECT", "Write exactly one SELECT; for PIVOT write GROUP BY with filtered aggregates.")
            : DuckDbErrors.Refused($"it cannot be parsed: {message}", "Correct the statement.");
    }
}
