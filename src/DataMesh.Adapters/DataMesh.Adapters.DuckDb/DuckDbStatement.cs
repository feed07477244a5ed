using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>A prepared statement.</summary>
internal sealed class DuckDbStatement : IDisposable
{
    private readonly DuckDBPreparedStatement _statement;

    private DuckDbStatement(DuckDBPreparedStatement statement) => _statement = statement;

    internal static DuckDbStatement? TryPrepare(DuckDBNativeConnection connection, string sql, out string? error)
    {
        DuckDBState state = NativeMethods.PreparedStatements.DuckDBPrepare(connection, sql, out DuckDBPreparedStatement statement);
        error = state == DuckDBState.Success ? null : NativeMethods.PreparedStatements.DuckDBPrepareError(statement);
        if (error is null && state == DuckDBState.Success)
            return new DuckDbStatement(statement);
        statement.Dispose();
        return null;
    }

    /// <summary>True for what only reads.</summary>
    internal bool IsSelect => DuckDbNative.PreparedStatementType(_statement) == DuckDBStatementType.Select;

    internal bool TryBind(string name, DuckDBValue value) =>
        NativeMethods.PreparedStatements.DuckDBBindParameterIndex(_statement, out int index, name) == DuckDBState.Success && TryBind(index, value);

    internal bool TryBind(int index, DuckDBValue value) =>
        NativeMethods.PreparedStatements.DuckDBBindValue(_statement, index, value) == DuckDBState.Success;

    internal DuckDbResult Execute(bool streaming)
    {
        DuckDBState state = streaming
            ? NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(_statement, out DuckDBResult result)
            : NativeMethods.PreparedStatements.DuckDBExecutePrepared(_statement, out result);
        return new DuckDbResult(result, state);
    }

    public void Dispose() => _statement.Dispose();
}
