using System.Runtime.InteropServices;
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

    /// <summary>Runs the statement.</summary>
    /// <param name="streaming">True: until its first rows are there; the others are computed as they are fetched. False: to its end, and all rows are kept in memory.</param>
    /// <remarks>DuckDB's own call would keep a processor busy while it waits for other threads.</remarks>
    internal unsafe DuckDbResult Execute(bool streaming)
    {
        _ = streaming ? DuckDbNative.PendStreaming(_statement, out IntPtr pending) : DuckDbNative.Pend(_statement, out pending);
        try
        {
            SpinWait wait = default;
            while (true)
                switch (DuckDbNative.ExecuteTask(pending))
                {
                    case DuckDbNative.PendingState.ResultReady:
                        DuckDBResult result;
                        DuckDBState state = DuckDbNative.ExecutePending(pending, &result);
                        return new DuckDbResult(result, state);
                    case DuckDbNative.PendingState.ResultNotReady:
                        wait.Reset();
                        break;
                    case DuckDbNative.PendingState.NoTasksAvailable:
                        wait.SpinOnce();
                        break;
                    default:
                        return DuckDbResult.Failed(DuckDbErrors.Classify(Marshal.PtrToStringUTF8(DuckDbNative.PendingError(pending))));
                }
        }
        finally
        {
            DuckDbNative.DestroyPending(ref pending);
        }
    }

    public void Dispose() => _statement.Dispose();
}
