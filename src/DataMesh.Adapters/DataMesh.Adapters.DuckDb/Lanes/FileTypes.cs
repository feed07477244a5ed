using System.Collections.Concurrent;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Knows whether DuckDB reads granted files in the very types of their relation. Answers are remembered: a file never changes. Thread-safe.</summary>
internal sealed class FileTypes
{
    private const int MaximumRemembered = 4_096;

    private readonly ConcurrentDictionary<(string Sql, string Types), bool> _known = [];

    /// <summary>False when a type differs or the guard cannot read the file, so that the relation has to be opened.</summary>
    internal bool Fit(ScanSource source, GrantedFiles files, GuardInstance guard, StatementScope scope)
    {
        string sql = files.SelectNothing();
        (string, string) key = (sql, string.Join(',', source.Columns.Select(c => c.Type)));
        if (_known.TryGetValue(key, out bool known))
            return known;
        if (_known.Count >= MaximumRemembered)
            _known.Clear();
        return _known[key] = Ask(source, sql, guard, scope);
    }

    private static bool Ask(ScanSource source, string sql, GuardInstance guard, StatementScope scope)
    {
        try
        {
            using GuardStream stream = GuardStream.Open(guard, scope, source.Relation.Name, sql, source.Columns);
            using DuckDBDataChunk? none = stream.Fetch();
            return true;
        }
        catch (DataMeshException)
        {
            return false; // opening the relation tells what is wrong, if anything is
        }
    }
}
