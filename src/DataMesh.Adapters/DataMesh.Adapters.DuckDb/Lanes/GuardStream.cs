using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>The streamed result of one statement of this adapter in the guard. Not thread-safe.</summary>
internal sealed class GuardStream : IDisposable
{
    private readonly GuardInstance _guard;
    private readonly StatementScope _scope;
    private readonly DuckDbConnection _connection;
    private readonly string _relation;
    private DuckDbStatement? _statement;
    private DuckDbResult? _result;
    private bool _isOver;

    private GuardStream(GuardInstance guard, StatementScope scope, string relation)
    {
        _guard = guard;
        _scope = scope;
        _relation = relation;
        _connection = guard.Rent();
        _connection.Begin();
        _scope.Track(_connection);
    }

    /// <summary>Starts a statement whose columns have the given types. Not streaming: its whole result is in memory, so that nothing fails later.</summary>
    internal static GuardStream Open(GuardInstance guard, StatementScope scope, string relation, string sql, IReadOnlyList<RelationColumn> columns, bool streaming = true)
    {
        GuardStream stream = new(guard, scope, relation);
        try
        {
            stream.Start(sql, columns, streaming);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The next chunk, which belongs to the caller; null at the end.</summary>
    internal DuckDBDataChunk? Fetch()
    {
        _scope.Stopping.ThrowIfCancellationRequested();
        DuckDBDataChunk? chunk = _result!.Fetch();
        if (chunk is not null)
            return chunk;
        ThrowIfFailed();
        _isOver = true;
        return null;
    }

    public void Dispose()
    {
        if (!_isOver && _result is not null)
            _connection.Interrupt();
        _result?.Dispose();
        _statement?.Dispose();
        _scope.Untrack(_connection);
        _connection.End();
        _guard.Return(_connection);
    }

    private void Start(string sql, IReadOnlyList<RelationColumn> columns, bool streaming)
    {
        _scope.Stopping.ThrowIfCancellationRequested();
        _statement = DuckDbStatement.TryPrepare(_connection.Native, sql, out _) ?? throw Failed(DuckDBErrorType.Io);
        _result = _statement.Execute(streaming);
        ThrowIfFailed();
        for (int i = 0; i < columns.Count; i++)
        {
            using DuckDBLogicalType type = _result.ColumnType(i);
            if (!columns[i].IsOf(type))
                throw DuckDbErrors.Corrupt(_relation, columns[i].Name, "one of its files stores it in another form than the others");
        }
    }

    private void ThrowIfFailed()
    {
        if (_result!.Error is { } error)
            throw Failed(error);
    }

    private DataMeshException Failed(DuckDBErrorType error)
    {
        _scope.Stopping.ThrowIfCancellationRequested();
        if (error is DuckDBErrorType.Fatal or DuckDBErrorType.Internal)
            _guard.Break();
        return DuckDbErrors.Files(_relation, error);
    }
}
