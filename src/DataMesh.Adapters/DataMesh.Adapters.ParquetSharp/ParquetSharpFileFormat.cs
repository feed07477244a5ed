using Apache.Arrow;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ParquetSharp.Arrow;

namespace DataMesh.Adapters;

/// <summary>Parquet files through ParquetSharp, the .NET binding of Arrow C++. Thread-safe.</summary>
/// <remarks>
/// Files carry field ids, statistics, page indexes and page checksums and need no Arrow schema to be read. Batches come from Arrow's own memory pool:
/// <see cref="FileReadRequest.Allocator"/> is not used.
/// </remarks>
public sealed class ParquetSharpFileFormat : FileFormat
{
    private readonly ParquetSharpOptions _options;
    private readonly ILogger _logger;

    /// <summary>Creates the format and loads the native library.</summary>
    /// <param name="options">The options; null: the defaults. They must not change afterwards.</param>
    /// <param name="logger">Where debug events go; null: nowhere.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NativeLibraryMissing"/>: the native library does not load on this platform.</exception>
    public ParquetSharpFileFormat(ParquetSharpOptions? options = null, ILogger? logger = null)
    {
        _options = options ?? new ParquetSharpOptions();
        _logger = logger ?? NullLogger.Instance;
        if (ParquetSharpOptionsValidator.FindError(_options) is { } error)
            throw new ArgumentException(error, nameof(options));
        EnsureNativeLibrary();
    }

    /// <inheritdoc/>
    public override string Name => "parquet";

    /// <summary>Checks that the native library loads here; for health checks and start-up code of applications without a host.</summary>
    /// <exception cref="DataMeshException">Kind <see cref="DataMeshErrorKind.NativeLibraryMissing"/>: it does not; the message names the supported platforms.</exception>
    public static void EnsureNativeLibrary()
    {
        try
        {
            using ArrowReaderProperties probe = ArrowReaderProperties.GetDefault();
        }
        catch (Exception error) when (ParquetSharpErrors.IsNativeLibraryMissing(error))
        {
            throw ParquetSharpErrors.NativeLibraryMissing(error);
        }
    }

    /// <inheritdoc/>
    public override async Task<DataFileReader> OpenAsync(ObjectStore store, ObjectPath path, long length, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        (ParquetFooter footer, byte[] tail) = await ParquetFooterReader.ReadAsync(store, path, length, cancellationToken).ConfigureAwait(false);
        if (!DecodeBudget.CanHold(length, footer.RowCount))
            throw ParquetErrors.Damaged(path, "open", $"{footer.RowCount} rows cannot be in {length} bytes");
        string? local = store.FindLocalFile(path);
        ParquetFileSource source = new() { Store = store, Path = path, Length = length, Tail = tail, LocalFile = File.Exists(local) ? local : null };
        ParquetSharpFileReader reader = await Task.Run(() => Open(source, footer), cancellationToken).ConfigureAwait(false);
        _logger.ParquetFileOpened(path, footer.RowCount, footer.RowGroups.Count);
        return reader;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A field has no field id, or its type cannot be stored.</exception>
    public override async Task<DataFileWriter> CreateAsync(ObjectStore store, ObjectPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RowGroupRows);
        WriteCondition condition = store.Capabilities.ConditionalCreate ? WriteCondition.IfAbsent : default;
        ObjectUpload upload = await store.BeginUploadAsync(path, condition, cancellationToken).ConfigureAwait(false);
        try
        {
            return new ParquetSharpFileWriter(store, path, options, upload, _options, _logger);
        }
        catch (Exception error)
        {
            await upload.DisposeAsync().ConfigureAwait(false);
            if (error is ArgumentException)
                throw;
            throw ParquetSharpErrors.WhileWriting(error, path);
        }
    }

    private ParquetSharpFileReader Open(ParquetFileSource source, ParquetFooter footer)
    {
        NativeParquetFile file = NativeParquetFile.Open(source, FileReadRequest.All.BatchRows, [], _options);
        try
        {
            Schema schema = file.ReadSchema();
            if (schema.FieldsList.Count != footer.Columns.Count)
                throw ParquetErrors.Damaged(source.Path, "open", "its schema and its columns disagree");
            return new ParquetSharpFileReader(source, footer, file, schema, _options, _logger);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
