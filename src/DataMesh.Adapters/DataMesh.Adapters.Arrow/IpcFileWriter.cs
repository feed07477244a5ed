using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters;

/// <summary>An Arrow file being written; batch by batch, nothing is kept but the dictionaries and where the batches lie.</summary>
internal sealed class IpcFileWriter(IpcSource target, IpcFileContent content, ObjectUpload upload, Func<IpcSource, string, CancellationToken, Task<IpcIndex>> readIndex, ILogger logger) : DataFileWriter
{
    private bool _isStarted;
    private bool _ended;

    public override long BytesWritten => content.Position;

    public override async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_ended, this);
        ArrayData[] columns = content.Conform(batch, target.Path);
        await StartAsync(cancellationToken).ConfigureAwait(false);
        for (int start = 0; start < batch.Length; start += content.BatchRows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(batch.Length - start, content.BatchRows);
            await WriteAsync(content.Encode(columns, start, count), cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<FileSummary> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        await StartAsync(cancellationToken).ConfigureAwait(false);
        await WriteAsync(content.End(), cancellationToken).ConfigureAwait(false);
        ObjectInfo written = await upload.CompleteAsync(cancellationToken).ConfigureAwait(false);
        IpcIndex index = await readIndex(target with { Length = written.Length }, "write", cancellationToken).ConfigureAwait(false);
        if (!content.Matches(index))
            throw ArrowErrors.Damaged(target.Path, "write", "its footer does not describe the rows that were written");
        FileSummary summary = content.Summarize(index, written.Length);
        logger.ArrowFileWritten(target.Path, summary.RowCount, summary.RowGroups.Count, summary.Length);
        return summary;
    }

    protected override void Dispose(bool disposing)
    {
        _ended = true;
        upload.Dispose();
        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        _ended = true;
        await upload.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (_isStarted)
            return;
        _isStarted = true;
        await WriteAsync(content.Start(), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> parts, CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> part in parts)
            await upload.WriteAsync(part, cancellationToken).ConfigureAwait(false);
    }
}
