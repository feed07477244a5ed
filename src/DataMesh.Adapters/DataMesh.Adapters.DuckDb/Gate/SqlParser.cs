using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json.Nodes;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>DuckDB's own parser, both ways, in an empty, sealed instance that never runs a statement. Answers are remembered. Thread-safe.</summary>
internal sealed class SqlParser : IDisposable
{
    private const long MemoryLimitBytes = 256L << 20;
    private const string Select = "SELECT ";
    private const int MaximumRemembered = 256;
    private const int LongestRemembered = 16_384;

    // Applications run the same texts again and again; what the parser says of one never changes.
    private readonly ConcurrentDictionary<(string Question, string Argument), string> _known = [];
    private readonly Lock _parsing = new();
    private DuckDbInstance? _instance;
    private FrozenSet<string> _tables = [];
    private FrozenSet<string> _scalarFunctions = [];

    /// <summary>Tables and views that every instance has. Known after the first <see cref="Parse"/>.</summary>
    internal IReadOnlySet<string> BuiltInTables => _tables;

    /// <summary>True for a function that computes on one row's values under every reading of its name. Known after the first <see cref="Parse"/>.</summary>
    internal bool IsScalar(string function) => _scalarFunctions.Contains(function);

    /// <summary>The syntax tree of a text, as <c>json_serialize_sql</c> writes it.</summary>
    /// <exception cref="DataMeshException">Kind InvalidRequest: it is no statement that can be parsed.</exception>
    internal string Parse(string sql) => TryAsk("select json_serialize_sql($1::varchar)::varchar", sql) ?? throw DuckDbErrors.Refused("it cannot be parsed", "Simplify the statement.");

    /// <summary>The text of a syntax tree; null when DuckDB cannot write it.</summary>
    internal string? TryWrite(string tree) => TryAsk("select json_deserialize_sql($1::json)", tree);

    /// <summary>The text of an expression, by which DuckDB names a column of a result; null when DuckDB cannot write it.</summary>
    internal string? TryWriteExpression(JsonNode expression) =>
        TryWrite(TreeNodes.Select(expression).ToJsonString()) is { } text && text.StartsWith(Select, StringComparison.Ordinal) ? text[Select.Length..] : null;

    public void Dispose()
    {
        lock (_parsing)
        {
            _instance?.Dispose();
            _instance = null;
        }
    }

    private string? TryAsk(string question, string argument)
    {
        if (_known.TryGetValue((question, argument), out string? known))
            return known;
        if (TryAskInstance(question, argument) is not { } answer)
            return null;
        if (_known.Count >= MaximumRemembered)
            _known.Clear();
        if (argument.Length + answer.Length <= LongestRemembered)
            _known[(question, argument)] = answer;
        return answer;
    }

    private string? TryAskInstance(string question, string argument)
    {
        lock (_parsing)
        {
            _instance ??= Open();
            using DuckDBValue text = SqlParameters.FromText(argument);
            if (TryRead(_instance, question, text, out string? answer))
                return answer;
            // An internal error makes an instance useless: the next statement gets a new one.
            _instance.Dispose();
            _instance = null;
            return null;
        }
    }

    private DuckDbInstance Open()
    {
        DuckDbInstance instance = DuckDbInstance.Open(threads: 1, MemoryLimitBytes, spillLimitBytes: 0);
        try
        {
            instance.Seal();
            _tables = Names(instance, "select view_name as name from duckdb_views() union select table_name from duckdb_tables()", "list its tables");
            _scalarFunctions = Names(instance,
                "select function_name as name from duckdb_functions() group by all having bool_and(function_type = 'scalar')", "list its functions");
            return instance;
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    private static FrozenSet<string> Names(DuckDbInstance instance, string query, string what) =>
        TryRead(instance, $"select string_agg(name, chr(10)) from ({query})", null, out string? names)
            ? names.Split('\n').ToFrozenSet(StringComparer.OrdinalIgnoreCase) : throw DuckDbErrors.Setup(what);

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
