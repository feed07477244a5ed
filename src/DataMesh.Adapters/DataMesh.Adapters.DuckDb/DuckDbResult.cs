using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>The result of a statement, read chunk by chunk. Not thread-safe.</summary>
internal sealed class DuckDbResult(DuckDBResult result, DuckDBState state) : IDisposable
{
    private DuckDBResult _result = result;
    private bool _isDisposed;

    /// <summary>The class of the error; null while there is none. DuckDB's text stays inside because it may quote values.</summary>
    internal DuckDBErrorType? Error { get; private set; } =
        state == DuckDBState.Success ? null : NativeMethods.Query.DuckDBResultErrorType(ref result);

    /// <summary>The result of a statement that failed before it had one.</summary>
    internal static DuckDbResult Failed(DuckDBErrorType error) => new(default, DuckDBState.Success) { Error = error, _isDisposed = true };

    internal int ColumnCount => (int)NativeMethods.Query.DuckDBColumnCount(ref _result);

    internal string ColumnName(int column) => NativeMethods.Query.DuckDBColumnName(ref _result, column);

    internal DuckDBLogicalType ColumnType(int column) => NativeMethods.Query.DuckDBColumnLogicalType(ref _result, column);

    /// <summary>The next chunk; null at the end and when reading failed, which sets <see cref="Error"/>.</summary>
    internal DuckDBDataChunk? Fetch()
    {
        DuckDBDataChunk chunk = NativeMethods.Query.DuckDBFetchChunk(_result);
        if (!chunk.IsInvalid)
            return chunk;
        chunk.Dispose();
        if (!string.IsNullOrEmpty(NativeMethods.Query.DuckDBResultError(ref _result)))
            Error = NativeMethods.Query.DuckDBResultErrorType(ref _result);
        return null;
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
    }
}
