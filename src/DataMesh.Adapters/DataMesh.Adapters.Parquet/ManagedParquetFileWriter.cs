using System.Buffers.Binary;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters;

/// <summary>A Parquet file being written: one row group at a time is kept, encoded, in memory.</summary>
internal sealed class ManagedParquetFileWriter : DataFileWriter
{
    // A read holds a page of every column: of many columns the pages are small.
    private const int PageBytes = 1 << 20;
    private const int FewestPageBytes = 16 << 10;
    private const int BytesOfAllPages = 32 << 20;
    private const int MostStepRows = 32_768;
    private readonly ObjectPath _path;
    private readonly FileWriteOptions _options;
    private readonly IReadOnlyList<StoredNode> _columns;
    private readonly IReadOnlyList<StoredField> _leaves;
    private readonly ObjectUpload _upload;
    private readonly ManagedParquetOptions _settings;
    private readonly PageCompressor _compressor;
    private readonly int _pageBytes;
    private readonly ILogger _logger;
    private readonly List<WrittenRowGroup> _groups = [];
    private bool[]? _withDictionary;
    private ColumnEncoder[]? _encoders;
    private StatisticsCollector _statistics;
    private long _position;
    private long _rows;
    private long _rowsInGroup;
    private bool _ended;

    internal ManagedParquetFileWriter(ObjectPath path, FileWriteOptions options, IReadOnlyList<StoredNode> columns, ObjectUpload upload, ManagedParquetOptions settings, ILogger logger)
    {
        (_path, _options, _columns, _upload, _settings, _logger) = (path, options, columns, upload, settings, logger);
        _leaves = [.. columns.SelectMany(column => column.Leaves)];
        _compressor = new PageCompressor(settings.Compression, settings.CompressionLevel);
        _pageBytes = Math.Clamp(BytesOfAllPages / Math.Max(1, _leaves.Count), FewestPageBytes, PageBytes);
        _statistics = new StatisticsCollector(options.Schema, options.WithoutBounds);
    }

    // Pages end between steps.
    private int StepRows => Math.Min(MostStepRows, _pageBytes / sizeof(long));

    public override long BytesWritten
    {
        get
        {
            long flushedRows = _rows - _rowsInGroup;
            return flushedRows == 0 ? _position : _position + _position * _rowsInGroup / flushedRows;
        }
    }

    public override ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ObjectDisposedException.ThrowIf(_ended, this);
        RecordBatch plain = BatchConformance.Conform(batch, _options.Schema, _path);
        return new ValueTask(Task.Run(() => GuardAsync(() => WriteRowsAsync(plain, cancellationToken)), cancellationToken));
    }

    public override async Task<FileSummary> CompleteAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        await Task.Run(() => GuardAsync(() => EndFileAsync(cancellationToken)), cancellationToken).ConfigureAwait(false);
        ObjectInfo written = await _upload.CompleteAsync(cancellationToken).ConfigureAwait(false);
        FileSummary summary = Summarize(written.Length);
        _logger.ParquetFileWritten(_path, summary.RowCount, summary.RowGroups.Count, summary.Length);
        return summary;
    }

    protected override void Dispose(bool disposing)
    {
        _ended = true;
        _upload.Dispose();
        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        _ended = true;
        await ForgetEncodersAsync().ConfigureAwait(false);
        await _upload.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private async Task WriteRowsAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        for (int start = 0; start < batch.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_rowsInGroup == _options.RowGroupRows)
                await EndRowGroupAsync(cancellationToken).ConfigureAwait(false);
            int count = PageSteps.RowsOf(batch, start, (int)Math.Min(Math.Min(StepRows, batch.Length - start), _options.RowGroupRows - _rowsInGroup));
            // A slice shares the caller's memory and is not disposed.
            RecordBatch part = count == batch.Length ? batch : batch.Slice(start, count);
            _statistics.Add(part);
            IReadOnlyList<LeafRows>?[] nested = [.. _columns.Select((column, i) => column.Leaf is null ? Shredder.Shred(column, part.Column(i)) : null)];
            _withDictionary ??= [.. nested.SelectMany((leaves, i) => leaves?.Select(leaf => leaf.Values) ?? [batch.Column(i)]).Select(values => DictionaryChoice.IsWorthIt(values, _options.RowGroupRows))];
            ColumnEncoder[] encoders = _encoders ??= [.. _leaves.Select((leaf, i) => leaf.CreateEncoder(_withDictionary[i], _compressor))];
            (int Column, int Leaf)[] places = [.. _columns.SelectMany((column, i) => column.Leaves.Select((_, leaf) => (i, leaf)))];
            await ForEachAsync(leaf => nested[places[leaf].Column] is { } leaves
                ? encoders[leaf].AddAsync(leaves[places[leaf].Leaf], _pageBytes, cancellationToken)
                : encoders[leaf].AddAsync(part.Column(places[leaf].Column), _pageBytes, cancellationToken)).ConfigureAwait(false);
            start += count;
            _rowsInGroup += count;
            _rows += count;
        }
    }

    private async Task EndRowGroupAsync(CancellationToken cancellationToken)
    {
        if (_encoders is null)
            return;
        ColumnEncoder[] encoders = _encoders;
        await ForEachAsync(leaf => encoders[leaf].EndAsync(cancellationToken)).ConfigureAwait(false);
        List<WrittenChunk> chunks = [];
        await BeginFileAsync(cancellationToken).ConfigureAwait(false);
        foreach (ColumnEncoder encoder in encoders)
        {
            ChunkBuffer chunk = encoder.Chunk;
            chunks.Add(new() { Offset = _position, ValueCount = encoder.LevelCount, StoredBytes = chunk.Stored.Length, PlainBytes = chunk.PlainBytes, DictionaryBytes = chunk.DictionaryBytes, Codec = chunk.Codec, Encodings = [.. chunk.Encodings] });
            await UploadAsync(chunk.Stored, cancellationToken).ConfigureAwait(false);
        }
        _groups.Add(new() { Rows = _rowsInGroup, Chunks = chunks, Statistics = [.. _statistics.ToStatistics().Select(column => column with { StoredBytes = chunks[OrdinalOf(column.FieldId)].StoredBytes })] });
        _statistics = new StatisticsCollector(_options.Schema, _options.WithoutBounds);
        _rowsInGroup = 0;
        await ForgetEncodersAsync().ConfigureAwait(false);
    }

    private int OrdinalOf(int fieldId) => _leaves.Index().First(leaf => leaf.Item.FieldId == fieldId).Index;

    private async Task EndFileAsync(CancellationToken cancellationToken)
    {
        await EndRowGroupAsync(cancellationToken).ConfigureAwait(false);
        await BeginFileAsync(cancellationToken).ConfigureAwait(false);
        using BytesRows footer = new(int.MaxValue);
        FooterWriter.Write(footer, _columns, _groups, _options.Metadata);
        BinaryPrimitives.WriteInt32LittleEndian(footer.Extend(sizeof(int)), footer.Length - sizeof(int));
        footer.Add("PAR1"u8);
        await UploadAsync(footer.Bytes.AsMemory(0, footer.Length), cancellationToken).ConfigureAwait(false);
    }

    private async Task BeginFileAsync(CancellationToken cancellationToken)
    {
        if (_position == 0)
            await UploadAsync("PAR1"u8.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private async Task UploadAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _upload.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        _position += bytes.Length;
    }

    private async Task ForgetEncodersAsync()
    {
        ColumnEncoder[] encoders = _encoders ?? [];
        _encoders = null;
        foreach (ColumnEncoder encoder in encoders)
            await encoder.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ForEachAsync(Func<int, Task> action)
    {
        if (_settings.UseThreads && _leaves.Count > 1)
            await Parallel.ForAsync(0, _leaves.Count, async (leaf, _) => await action(leaf).ConfigureAwait(false)).ConfigureAwait(false);
        else
            for (int leaf = 0; leaf < _leaves.Count; leaf++)
                await action(leaf).ConfigureAwait(false);
    }

    private FileSummary Summarize(long length)
    {
        if (length != _position)
            throw ParquetErrors.Damaged(_path, "write", $"the store holds {length} of {_position} bytes");
        List<RowGroupSummary> groups = new(_groups.Count);
        IReadOnlyList<ColumnStatistics>? ofFile = null;
        foreach (WrittenRowGroup group in _groups)
        {
            groups.Add(new() { RowCount = group.Rows, Offset = group.Chunks.Count == 0 ? 0 : group.Chunks[0].Offset, Columns = group.Statistics });
            ofFile = ofFile is null ? group.Statistics : StatisticsCollector.Merge(ofFile, group.Statistics);
        }
        return new() { Schema = _options.Schema, Length = length, RowCount = _rows, RowGroups = groups, Columns = ofFile ?? _statistics.ToStatistics() };
    }

    private async Task GuardAsync(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw ParquetErrors.WhileWriting(error, _path);
        }
    }
}
