using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataMesh.Adapters;

/// <summary>Parquet files without native code: values encoded by Parquet.Net, everything else, and all reading, by this adapter. Thread-safe.</summary>
/// <remarks>
/// Files carry field ids, statistics and page checksums and need no Arrow schema to be read. What a file asks of memory is checked before it is given: see
/// the README.
/// </remarks>
public sealed class ManagedParquetFileFormat : FileFormat
{
    private readonly ManagedParquetOptions _options;
    private readonly ILogger _logger;

    /// <summary>Creates the format.</summary>
    /// <param name="options">The options; null: the defaults. They must not change afterwards.</param>
    /// <param name="logger">Where debug events go; null: nowhere.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ManagedParquetFileFormat(ManagedParquetOptions? options = null, ILogger? logger = null)
    {
        _options = options ?? new ManagedParquetOptions();
        _logger = logger ?? NullLogger.Instance;
        if (ManagedParquetOptionsValidator.FindError(_options) is { } error)
            throw new ArgumentException(error, nameof(options));
    }

    /// <inheritdoc/>
    public override string Name => "parquet";

    /// <inheritdoc/>
    public override async Task<DataFileReader> OpenAsync(ObjectStore store, ObjectPath path, long length, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        (ParquetFooter footer, _) = await ParquetFooterReader.ReadAsync(store, path, length, cancellationToken).ConfigureAwait(false);
        try
        {
            Check(footer, length);
            ManagedParquetFileReader reader = new(store, path, length, footer, [.. footer.Columns.Select(ColumnShapes.Of)], _options, _logger);
            _logger.ParquetFileOpened(path, footer.RowCount, footer.RowGroups.Count);
            return reader;
        }
        catch (InvalidDataException error)
        {
            throw ParquetErrors.WhileReading(error, path, "open");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A field has no field id, or its type cannot be stored.</exception>
    public override async Task<DataFileWriter> CreateAsync(ObjectStore store, ObjectPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RowGroupRows);
        IReadOnlyList<StoredNode> columns = [.. options.Schema.FieldsList.Select(field => StoredNode.Of(field, path))];
        WriteCondition condition = store.Capabilities.ConditionalCreate ? WriteCondition.IfAbsent : default;
        ObjectUpload upload = await store.BeginUploadAsync(path, condition, cancellationToken).ConfigureAwait(false);
        return new ManagedParquetFileWriter(path, options, columns, upload, _options, _logger);
    }

    private static void Check(ParquetFooter footer, long length)
    {
        if (!DecodeBudget.CanHold(length, footer.RowCount))
            throw new InvalidDataException($"{footer.RowCount} rows cannot be in {length} bytes");
        foreach (ParquetRowGroup group in footer.RowGroups)
            foreach (ParquetColumn column in footer.Columns)
                if (column.IsFlat && group.Chunks[column.FirstLeaf].ValueCount != group.RowCount)
                    throw new InvalidDataException($"the column '{column.Name}' has more or fewer values than rows");
    }
}
