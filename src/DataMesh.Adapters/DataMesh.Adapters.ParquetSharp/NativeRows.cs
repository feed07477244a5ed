using Apache.Arrow;
using Apache.Arrow.Ipc;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Some columns of one row group from the native reader, whose batches end where it wants.</summary>
/// <param name="file">The file; it ends the stream.</param>
/// <param name="batches">The stream.</param>
/// <param name="arrange">Gives a batch of the stream its columns in the order that is asked for.</param>
internal sealed class NativeRows(NativeParquetFile file, IArrowArrayStream batches, Func<RecordBatch, RecordBatch> arrange) : RowSource
{
    private RecordBatch? _pending;
    private int _taken;

    internal override RecordBatch? Read(int most)
    {
        if (!MoveNext())
            return null;
        RecordBatch pending = _pending!;
        int count = Math.Min(most, pending.Length - _taken);
        if (count == pending.Length)
        {
            _pending = null;
            return pending;
        }
        RecordBatch piece = BatchSelection.Take(pending, [.. Enumerable.Range(_taken, count)]);
        Pass(count);
        return piece;
    }

    internal override void Skip(long rows)
    {
        while (rows > 0 && MoveNext())
        {
            int count = (int)Math.Min(rows, _pending!.Length - _taken);
            Pass(count);
            rows -= count;
        }
    }

    public override void Dispose() => _pending?.Dispose();

    private bool MoveNext()
    {
        while (_pending is null)
        {
            if (file.Read(batches) is not { } batch)
                return false;
            (_pending, _taken) = (arrange(batch), 0);
            Pass(0);
        }
        return true;
    }

    private void Pass(int count)
    {
        _taken += count;
        if (_taken < _pending!.Length)
            return;
        _pending.Dispose();
        _pending = null;
    }
}
