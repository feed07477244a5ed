using Apache.Arrow;
using DuckDB.NET.Native;

namespace DataMesh.Adapters;

/// <summary>A scan of a relation's batches, by one thread.</summary>
internal sealed class RelationScan(RelationSource source, ulong[] columns) : Scan(source.Scope)
{
    internal override ScanReader OpenReader() => new RelationReader(source, columns);
}

/// <summary>Copies batches into DuckDB's vectors, at most one vector's length at a time.</summary>
internal sealed class RelationReader : ScanReader
{
    private static readonly int VectorSize = (int)NativeMethods.Helpers.DuckDBVectorSize();

    private readonly RelationSource _source;
    private readonly string[] _columns;
    private readonly VectorWriter?[] _writers;
    private BatchPump? _pump;
    private RecordBatch? _batch;
    private int _row;

    /// <param name="source">The relation.</param>
    /// <param name="columns">Ordinals of the projected columns; one behind the last is DuckDB's row id, whose values nobody reads.</param>
    internal RelationReader(RelationSource source, ulong[] columns)
    {
        _source = source;
        _writers = [.. columns.Select(column => column < (ulong)source.Columns.Count
            ? VectorWriter.Create(source.Relation.Name, source.Columns[(int)column]) : null)];
        _columns = [.. columns.Where(column => column < (ulong)source.Columns.Count).Select(column => source.Columns[(int)column].Name)];
    }

    internal override void Fill(IntPtr chunk)
    {
        using DuckDBDataChunk target = new(chunk);
        if (!MoveToRow())
        {
            NativeMethods.DataChunks.DuckDBDataChunkSetSize(target, 0);
            return;
        }
        int count = Math.Min(VectorSize, _batch!.Length - _row);
        for (int i = 0; i < _writers.Length; i++)
        {
            IntPtr vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(target, i);
            if (_writers[i] is { } writer)
                writer.Write(vector, _row, count);
            else
                VectorWriter.WriteRowIds(vector, count);
        }
        NativeMethods.DataChunks.DuckDBDataChunkSetSize(target, (ulong)count);
        _row += count;
    }

    public override void Dispose()
    {
        _pump?.Dispose();
        DisposeBatch();
    }

    private void DisposeBatch()
    {
        _batch?.Dispose();
        _batch = null;
    }

    private bool MoveToRow()
    {
        // Opened by the first read, not by init: DuckDB starts all scans of a plan before it reads the first of them.
        _pump ??= new BatchPump(_source.Relation, _columns, _source.Filter, _source.Scope);
        while (_batch is null || _row >= _batch.Length)
        {
            DisposeBatch();
            _batch = _pump.Take(_source.Scope.Stopping);
            _row = 0;
            if (_batch is null)
                return false;
            BindWriters(_batch);
        }
        return true;
    }

    private void BindWriters(RecordBatch batch)
    {
        if (batch.ColumnCount != _columns.Length)
            throw DuckDbErrors.Corrupt(_source.Relation.Name, string.Join(", ", _columns), $"a batch has {batch.ColumnCount} columns instead of {_columns.Length}");
        int column = 0;
        foreach (VectorWriter? writer in _writers)
            writer?.Bind(batch.Column(column++).Data);
    }
}
