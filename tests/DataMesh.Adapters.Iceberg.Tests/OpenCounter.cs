using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>A file format that counts which files are open.</summary>
internal sealed class OpenCounter(FileFormat inner) : FileFormat
{
    private int _opened;
    private int _closed;

    public int Opened => _opened;

    public int Closed => _closed;

    public override string Name => inner.Name;

    public override async Task<DataFileReader> OpenAsync(ObjectStore store, ObjectPath path, long length, CancellationToken cancellationToken = default)
    {
        DataFileReader reader = await inner.OpenAsync(store, path, length, cancellationToken);
        Interlocked.Increment(ref _opened);
        return new Reader(this, reader);
    }

    public override Task<DataFileWriter> CreateAsync(ObjectStore store, ObjectPath path, FileWriteOptions options, CancellationToken cancellationToken = default) => inner.CreateAsync(store, path, options, cancellationToken);

    private sealed class Reader(OpenCounter counter, DataFileReader inner) : DataFileReader
    {
        public override FileSummary Summary => inner.Summary;

        public override PushDown Supports(Filter filter) => inner.Supports(filter);

        public override IAsyncEnumerable<RecordBatch> ReadAsync(FileReadRequest request, CancellationToken cancellationToken = default) => inner.ReadAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            Interlocked.Increment(ref counter._closed);
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
