using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;
using ParquetSharp.Arrow;

namespace DataMesh.Adapters;

/// <summary>A Parquet file being written: one row group at a time is kept, encoded, in memory.</summary>
internal sealed class ParquetSharpFileWriter : DataFileWriter
{
    private readonly ObjectStore _store;
    private readonly ObjectPath _path;
    private readonly FileWriteOptions _options;
    private readonly ObjectUpload _upload;
    private readonly ILogger _logger;
    private readonly ParquetSharpOptions _settings;
    private readonly UploadStream _stream;
    private readonly List<(long Rows, IReadOnlyList<ColumnStatistics> Columns)> _groups = [];
    private FileWriter? _writer;
    private StatisticsCollector _statistics;
    private long _rows;
    private long _rowsInGroup;
    private bool _ended;

    internal ParquetSharpFileWriter(ObjectStore store, ObjectPath path, FileWriteOptions options, ObjectUpload upload, ParquetSharpOptions settings, ILogger logger)
    {
        _store = store;
        _path = path;
        _options = options;
        _upload = upload;
        _settings = settings;
        _logger = logger;
        _statistics = new StatisticsCollector(options.Schema, options.WithoutBounds);
        _stream = new UploadStream(upload);
    }

    public override long BytesWritten
    {
        get
        {
            long flushedRows = _rows - _rowsInGroup, stored = _stream.Position;
            return flushedRows == 0 ? stored : stored + stored * _rowsInGroup / flushedRows;
        }
    }

    public override ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_ended, this);
        RecordBatch plain = RequiredMembers.Settle(BatchConformance.Conform(batch, _options.Schema, _path));
        return new ValueTask(Task.Run(() => Write(plain, cancellationToken), cancellationToken));
    }

    public override async Task<FileSummary> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        await Task.Run(() => Guard(Open(null).Close), cancellationToken).ConfigureAwait(false);
        EndRowGroup();
        ObjectInfo written = await _upload.CompleteAsync(cancellationToken).ConfigureAwait(false);
        (ParquetFooter footer, _) = await ParquetFooterReader.ReadAsync(_store, _path, written.Length, cancellationToken).ConfigureAwait(false);
        FileSummary summary = Summarize(footer, written.Length);
        _logger.ParquetFileWritten(_path, summary.RowCount, summary.RowGroups.Count, summary.Length);
        return summary;
    }

    protected override void Dispose(bool disposing)
    {
        _ended = true;
        _writer?.Dispose();
        _upload.Dispose();
        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        _ended = true;
        _writer?.Dispose();
        await _upload.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private void Write(RecordBatch batch, CancellationToken cancellationToken)
    {
        for (int start = 0; start < batch.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_rowsInGroup == _options.RowGroupRows)
            {
                EndRowGroup();
                Guard(Open(null).NewBufferedRowGroup);
            }
            int count = PageSteps.RowsOf(batch, start, (int)Math.Min(batch.Length - start, _options.RowGroupRows - _rowsInGroup));
            // A slice shares the caller's memory and is not disposed.
            RecordBatch part = count == batch.Length ? batch : batch.Slice(start, count);
            _statistics.Add(part);
            FileWriter writer = Open(batch);
            Guard(() => writer.WriteBufferedRecordBatch(part));
            start += count;
            _rowsInGroup += count;
            _rows += count;
        }
    }

    private FileWriter Open(RecordBatch? first) => _writer ??= Guard(() => NativeParquetWriter.Open(_stream, _options, _settings, first));

    private void EndRowGroup()
    {
        if (_rowsInGroup == 0)
            return;
        _groups.Add((_rowsInGroup, _statistics.ToStatistics()));
        _statistics = new StatisticsCollector(_options.Schema, _options.WithoutBounds);
        _rowsInGroup = 0;
    }

    private FileSummary Summarize(ParquetFooter footer, long length)
    {
        if (footer.RowCount != _rows || footer.RowGroups.Count != _groups.Count)
            throw ParquetErrors.Damaged(_path, "write", "its footer does not describe the rows that were written");
        Dictionary<int, int> leaves = footer.Columns.SelectMany(column => column.Leaves).Where(leaf => leaf.FieldId is not null).ToDictionary(leaf => leaf.FieldId!.Value, leaf => leaf.Ordinal);
        List<RowGroupSummary> groups = new(_groups.Count);
        IReadOnlyList<ColumnStatistics>? ofFile = null;
        for (int i = 0; i < _groups.Count; i++)
        {
            ParquetRowGroup stored = footer.RowGroups[i];
            List<ColumnStatistics> columns = [.. _groups[i].Columns.Select(column => column with { StoredBytes = stored.Chunks[leaves[column.FieldId]].StoredBytes })];
            groups.Add(new() { RowCount = _groups[i].Rows, Offset = stored.Offset, Columns = columns });
            ofFile = ofFile is null ? columns : StatisticsCollector.Merge(ofFile, columns);
        }
        return new() { Schema = _options.Schema, Length = length, RowCount = _rows, RowGroups = groups, Columns = ofFile ?? _statistics.ToStatistics() };
    }

    private void Guard(Action action) => Guard(() =>
    {
        action();
        return true;
    });

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error)
        {
            if (_stream.Failure is OperationCanceledException canceled)
                throw new OperationCanceledException(canceled.Message, canceled, canceled.CancellationToken);
            throw ParquetSharpErrors.WhileWriting(_stream.Failure ?? error, _path);
        }
    }
}
