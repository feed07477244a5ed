using System.Collections.Concurrent;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Knows how many rows each row group of a granted file has. Answers are remembered: a file never changes. Thread-safe.</summary>
internal sealed class RowGroups
{
    private const int MaximumRemembered = 4_096;

    private static readonly RelationColumn Rows = new("rows", PhysicalType.Of(PhysicalTypeKind.Int64));

    private readonly ConcurrentDictionary<string, IReadOnlyList<long>> _known = new(StringComparer.Ordinal);

    /// <summary>The rows of each group, in the file's order; empty when the guard cannot tell, which reading the file will explain.</summary>
    internal IReadOnlyList<long> Of(string path, string relation, GuardInstance guard, StatementScope scope)
    {
        if (_known.TryGetValue(path, out IReadOnlyList<long>? known))
            return known;
        if (_known.Count >= MaximumRemembered)
            _known.Clear();
        return _known[path] = Ask(path, relation, guard, scope);
    }

    private static List<long> Ask(string path, string relation, GuardInstance guard, StatementScope scope)
    {
        string sql = $"SELECT max(row_group_num_rows)::BIGINT AS rows FROM parquet_metadata([{SqlNames.Text(path)}]) GROUP BY row_group_id ORDER BY row_group_id";
        List<long> rows = [];
        try
        {
            using GuardStream stream = GuardStream.Open(guard, scope, relation, sql, [Rows]);
            while (stream.Fetch() is { } chunk)
                using (chunk)
                    rows.AddRange(Values(chunk));
            return rows;
        }
        catch (DataMeshException)
        {
            return [];
        }
    }

    private static unsafe ReadOnlySpan<long> Values(DuckDBDataChunk chunk) =>
        new(NativeMethods.Vectors.DuckDBVectorGetData(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, 0)), (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk));
}
