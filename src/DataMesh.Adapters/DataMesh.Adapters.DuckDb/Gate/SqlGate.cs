using System.Collections.Frozen;
using System.Text.Json;
using DataMesh.Adapters.Authoring;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Lets through exactly one SELECT over known relations. Parses with an empty, sealed DuckDB of its own that never runs the statement.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SqlGate : IDisposable
{
    private const int MaximumTreeDepth = 1_000;
    private const long MemoryLimitBytes = 256L << 20;

    private readonly Lock _parsing = new();
    private DuckDbInstance? _parser;
    private FrozenSet<string>? _builtInTables;

    /// <summary>Checks a statement and finds what its relations may leave out.</summary>
    /// <exception cref="DataMeshException">Kind InvalidRequest: the message names the refused part.</exception>
    internal CheckedStatement Check(string sql, IReadOnlyDictionary<string, QueryRelation> relations, IReadOnlyDictionary<string, QueryParameter> parameters)
    {
        string json = Parse(sql);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumTreeDepth });
        }
        catch (JsonException)
        {
            throw DuckDbErrors.Refused("it nests too deeply", "Split it with common table expressions.");
        }
        using (document)
        {
            JsonElement root = document.RootElement;
            if (root.GetProperty("error").GetBoolean())
                throw Explain(root);
            JsonElement statements = root.GetProperty("statements");
            new SqlTree(Names(relations.Keys), Names(parameters.Keys), _builtInTables!).Check(statements);
            return PushedFilters.Find(statements, relations, parameters);
        }
    }

    private static FrozenSet<string> Names(IEnumerable<string> names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public void Dispose()
    {
        lock (_parsing)
        {
            _parser?.Dispose();
            _parser = null;
        }
    }

    private static DataMeshException Explain(JsonElement error)
    {
        string message = error.TryGetProperty("error_message", out JsonElement text) ? text.GetString() ?? "" : "";
        return error.TryGetProperty("error_type", out JsonElement type) && type.GetString() == "not implemented"
            ? DuckDbErrors.Refused("it is not a plain SELECT", "Write exactly one SELECT; for PIVOT write GROUP BY with filtered aggregates.")
            : DuckDbErrors.Refused($"it cannot be parsed: {message}", "Correct the statement.");
    }

    private string Parse(string sql)
    {
        lock (_parsing)
        {
            _parser ??= OpenParser();
            using DuckDBValue text = SqlParameters.FromText(sql);
            if (TryRead(_parser, "select json_serialize_sql($1::varchar)::varchar", text, out string? json))
                return json;
            // An internal error makes an instance useless: the next statement gets a new one.
            _parser.Dispose();
            _parser = null;
            throw DuckDbErrors.Refused("it cannot be parsed", "Simplify the statement.");
        }
    }

    private DuckDbInstance OpenParser()
    {
        DuckDbInstance parser = DuckDbInstance.Open(threads: 1, MemoryLimitBytes, spillLimitBytes: 0);
        try
        {
            parser.Seal();
            if (!TryRead(parser, "select string_agg(name, chr(10)) from (select view_name as name from duckdb_views() union select table_name from duckdb_tables())", null, out string? names))
                throw DuckDbErrors.Setup("list its tables");
            _builtInTables = names.Split('\n').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
            return parser;
        }
        catch
        {
            parser.Dispose();
            throw;
        }
    }

    private static bool TryRead(DuckDbInstance instance, string sql, DuckDBValue? parameter, out string value)
    {
        value = "";
        using DuckDbStatement? statement = DuckDbStatement.TryPrepare(instance.Connection.Native, sql, out _);
        if (statement is null || (parameter is not null && !statement.TryBind(1, parameter)))
            return false;
        using DuckDbResult result = statement.Execute(streaming: false);
        if (result.Error is not null || result.Fetch() is not { } chunk)
            return false;
        using (chunk)
        {
            value = VectorText.Read(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, 0), 0);
            return true;
        }
    }
}
