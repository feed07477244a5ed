using Apache.Arrow;
using Apache.Arrow.Ipc;
using DataMesh.Adapters.Authoring;
using Microsoft.Win32.SafeHandles;
using ParquetSharp;
using ParquetSharp.Arrow;

namespace DataMesh.Adapters;

/// <summary>The native reader of one file with one batch size. Used by one reader at a time.</summary>
internal sealed class NativeParquetFile : IDisposable
{
    private readonly ObjectPath _path;
    private readonly ObjectStoreStream? _stream;
    private readonly ParquetFileSource _source;
    private readonly FileReader _reader;
    private readonly int _batchRows;
    private readonly IReadOnlyList<int> _dictionaries;
    private readonly List<IArrowArrayStream> _open = [];
    private readonly List<CoalescedRange> _ranges = [];
    private readonly List<ParquetChunk> _chunks = [];

    private NativeParquetFile(ParquetFileSource source, int batchRows, IReadOnlyList<int> dictionaries, ObjectStoreStream? stream, FileReader reader)
    {
        _source = source;
        _path = source.Path;
        _batchRows = batchRows;
        _dictionaries = dictionaries;
        _stream = stream;
        _reader = reader;
    }

    /// <summary>True when it was opened with these settings.</summary>
    internal bool Gives(int batchRows, IReadOnlyList<int> dictionaries) => _batchRows == batchRows && _dictionaries.SequenceEqual(dictionaries);

    /// <param name="source">The file.</param>
    /// <param name="batchRows">Rows in a batch at most.</param>
    /// <param name="dictionaries">The leaf columns of texts that come dictionary-encoded.</param>
    /// <param name="options">The format's options.</param>
    internal static NativeParquetFile Open(ParquetFileSource source, int batchRows, IReadOnlyList<int> dictionaries, ParquetSharpOptions options)
    {
        ObjectStoreStream? stream = source.LocalFile is null ? new ObjectStoreStream(source.Store, source.Path, source.Length, source.Tail) : null;
        try
        {
            using ReaderProperties properties = ReaderProperties.GetDefaultReaderProperties();
            if (options.VerifyChecksums)
                properties.EnablePageChecksumVerification();
            using ArrowReaderProperties arrow = ArrowReaderProperties.GetDefault();
            arrow.BatchSize = batchRows;
            arrow.UseThreads = options.UseThreads;
            arrow.PreBuffer = false;
            arrow.ArrowExtensionEnabled = true;
            foreach (int leaf in dictionaries)
                arrow.SetReadDictionary(leaf, true);
            FileReader reader = stream is null ? new FileReader(source.LocalFile!, properties, arrow) : new FileReader(stream, properties, arrow, leaveOpen: true);
            return new NativeParquetFile(source, batchRows, dictionaries, stream, reader);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw ParquetSharpErrors.WhileReading(stream?.Failure ?? error, source.Path, "open");
        }
    }

    internal Schema ReadSchema() => Guard("open", () => _reader.Schema);

    /// <summary>Starts to read; the native reader already reads the first pages. Others that were started go on; one is read at a time.</summary>
    /// <param name="rowGroups">The row groups.</param>
    /// <param name="leaves">The leaf columns.</param>
    /// <param name="ranges">The parts of the file that hold them, for stores that are read by range.</param>
    /// <param name="chunks">The column chunks, whose pages are checked before the native library sees them.</param>
    /// <param name="cancellationToken">Cancels requests to the store.</param>
    internal IArrowArrayStream Start(int[] rowGroups, int[] leaves, IReadOnlyList<CoalescedRange> ranges, IReadOnlyList<ParquetChunk> chunks, CancellationToken cancellationToken) =>
        Guard("read", () =>
        {
            if (_stream is null)
                CheckPages(chunks);
            _ranges.AddRange(ranges);
            _chunks.AddRange(chunks);
            _stream?.Plan([.. _ranges], [.. _chunks], cancellationToken);
            IArrowArrayStream batches = _reader.GetRecordBatchReader(rowGroups, leaves);
            _open.Add(batches);
            return batches;
        });

    /// <summary>The next batch; null at the end.</summary>
    internal RecordBatch? Read(IArrowArrayStream batches) =>
        // The imported stream is native and synchronous underneath: the task is complete.
        Guard("read", () => batches.ReadNextRecordBatchAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());

    /// <summary>Ends all reads that were started.</summary>
    internal void Stop()
    {
        _open.ForEach(batches => batches.Dispose());
        _open.Clear();
        _ranges.Clear();
        _chunks.Clear();
    }

    public void Dispose()
    {
        Stop();
        _reader.Dispose();
        _stream?.Dispose();
    }

    private void CheckPages(IReadOnlyList<ParquetChunk> chunks)
    {
        using SafeFileHandle file = File.OpenHandle(_source.LocalFile!);
        PageSizeCheck check = new(_source.Length);
        foreach (ParquetChunk chunk in chunks)
            check.Check(chunk, (offset, target) => RandomAccess.Read(file, target, offset));
    }

    private T Guard<T>(string operation, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error)
        {
            if (_stream?.Failure is OperationCanceledException canceled)
                throw new OperationCanceledException(canceled.Message, canceled, canceled.CancellationToken);
            throw ParquetSharpErrors.WhileReading(_stream?.Failure ?? error, _path, operation);
        }
    }
}
