using Apache.Arrow;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>Coalesces DuckDB's small chunks into batches of the size that was asked for.</summary>
internal sealed class ResultBatches : IDisposable
{
    private const long MaximumVariableBytes = 64L << 20;

    private readonly ResultColumn[] _columns;
    private readonly int _batchRows;
    private int _rows;

    internal ResultBatches(DuckDbResult result, int batchRows)
    {
        _batchRows = batchRows;
        _columns = new ResultColumn[result.ColumnCount];
        List<Field> fields = [];
        for (int i = 0; i < _columns.Length; i++)
        {
            string name = result.ColumnName(i);
            using DuckDBLogicalType type = result.ColumnType(i);
            _columns[i] = ResultColumns.Create(name, type);
            fields.Add(ArrowFields.Create(name, _columns[i].Type, nullable: true));
        }
        Schema = new Schema(fields, null);
    }

    internal Schema Schema { get; }

    /// <summary>Adds a chunk; returns the batches that became full. Each belongs to the caller.</summary>
    internal IEnumerable<RecordBatch> Add(DuckDBDataChunk chunk)
    {
        int size = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk);
        for (int done = 0; done < size;)
        {
            int count = Math.Min(size - done, _batchRows - _rows);
            for (int i = 0; i < _columns.Length; i++)
                _columns[i].Append(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, i), done, count);
            _rows += count;
            done += count;
            if (_rows >= _batchRows || _columns.Sum(column => column.VariableBytes) > MaximumVariableBytes)
                yield return Take();
        }
    }

    /// <summary>The last rows; null when there are none.</summary>
    internal RecordBatch? Finish() => _rows == 0 ? null : Take();

    public void Dispose()
    {
        foreach (ResultColumn column in _columns)
            column.Dispose();
    }

    private RecordBatch Take()
    {
        RecordBatch batch = new(Schema, _columns.Select(column => column.Take()), _rows);
        _rows = 0;
        return batch;
    }
}
