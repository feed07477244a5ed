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
    private IArrowArrayStream? _batches;

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

    /// <summary>Starts to read; the native reader already reads the first pages.</summary>
    /// <param name="rowGroups">The row groups.</param>
    /// <param name="leaves">The leaf columns.</param>
    /// <param name="ranges">The parts of the file that hold them, for stores that are read by range.</param>
    /// <param name="chunks">The column chunks, whose pages are checked before the native library sees them.</param>
    /// <param name="cancellationToken">Cancels requests to the store.</param>
    internal void Start(int[] rowGroups, int[] leaves, IReadOnlyList<CoalescedRange> ranges, IReadOnlyList<ParquetChunk> chunks, CancellationToken cancellationToken)
    {
        Guard("read", () =>
        {
            if (_stream is null)
                CheckPages(chunks);
            _stream?.Plan(ranges, chunks, cancellationToken);
            return _batches = _reader.GetRecordBatchReader(rowGroups, leaves);
        });
    }

    /// <summary>The next batch; null at the end.</summary>
    internal RecordBatch? Read() =>
        // The imported stream is native and synchronous underneath: the task is complete.
        Guard("read", () => _batches!.ReadNextRecordBatchAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult());

    internal void Stop()
    {
        _batches?.Dispose();
        _batches = null;
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
