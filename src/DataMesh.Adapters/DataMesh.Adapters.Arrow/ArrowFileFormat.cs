using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataMesh.Adapters;

/// <summary>Arrow IPC files, for exports and inputs; also reads Arrow streams. Thread-safe.</summary>
/// <remarks>
/// Files need not be trusted: all metadata is read with bounds, memory and work are limited by the file's length, and every batch passes
/// <see cref="ArrowValidator"/> before anybody sees it. Exceptions are <see cref="DataMeshErrorKind.CorruptData"/>, or
/// <see cref="DataMeshErrorKind.LimitExceeded"/> where <see cref="ArrowFileOptions.LargestBatchBytes"/> would be exceeded. A stream that ends between two messages
/// is complete, as the format has it; a file without its footer is not.
/// Files have no statistics but counts, and filters skip nothing. Batches lie in managed memory: <see cref="FileReadRequest.Allocator"/> is not used.
/// </remarks>
public sealed class ArrowFileFormat : FileFormat
{
    private readonly ArrowFileOptions _options;
    private readonly ILogger _logger;

    /// <summary>Creates the format.</summary>
    /// <param name="options">The options; null: the defaults. They must not change afterwards.</param>
    /// <param name="logger">Where debug events go; null: nowhere.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ArrowFileFormat(ArrowFileOptions? options = null, ILogger? logger = null)
    {
        _options = options ?? new ArrowFileOptions();
        _logger = logger ?? NullLogger.Instance;
        if (ArrowFileOptionsValidator.FindError(_options) is { } error)
            throw new ArgumentException(error, nameof(options));
    }

    /// <inheritdoc/>
    public override string Name => "arrow";

    /// <inheritdoc/>
    /// <remarks>Files and streams are told apart by their content.</remarks>
    public override async Task<DataFileReader> OpenAsync(ObjectStore store, ObjectPath path, long length, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        IpcSource source = new(store, path, length);
        IpcIndex index = await ReadIndexAsync(source, "open", cancellationToken).ConfigureAwait(false);
        _logger.ArrowFileOpened(path, index.Rows, index.Batches.Count);
        return new IpcFileReader(source, index, _options);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A batch becomes one or more record batches of the file. A column whose type is a dictionary of texts with 32-bit indices gets one dictionary for the
    /// whole file, which grows with each batch; every other column is stored plain, also when batches bring dictionaries.
    /// </remarks>
    /// <exception cref="ArgumentException">A field has no field id, or its type cannot be stored.</exception>
    public override async Task<DataFileWriter> CreateAsync(ObjectStore store, ObjectPath path, FileWriteOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RowGroupRows);
        foreach (Field field in options.Schema.FieldsList)
            DemandWritable(field.Name, field.DataType, isColumn: true);
        IpcFileContent content = new(options, _options);
        WriteCondition condition = store.Capabilities.ConditionalCreate ? WriteCondition.IfAbsent : default;
        ObjectUpload upload = await store.BeginUploadAsync(path, condition, cancellationToken).ConfigureAwait(false);
        return new IpcFileWriter(new IpcSource(store, path, 0), content, upload, ReadIndexAsync, _logger);
    }

    private static void DemandWritable(string name, IArrowType type, bool isColumn)
    {
        bool isWritable = type switch
        {
            DictionaryType => isColumn && type is DictionaryType { IndexType: Int32Type, ValueType: StringType },
            StructType or ListType or LargeListType or FixedSizeListType or MapType => true,
            NestedType or StringViewType or BinaryViewType or ExtensionType => false,
            _ => true,
        };
        if (!isWritable)
            throw new ArgumentException($"The column '{name}' has the type '{type.Name}', which is not written: write it as the type that it stands for; dictionaries hold texts, have 32-bit indices and are columns themselves.", nameof(name));
        if (type is NestedType nested)
            foreach (Field child in nested.Fields)
                DemandWritable($"{name}.{child.Name}", child.DataType, isColumn: false);
    }

    private static async Task<IpcIndex> ReadIndexAsync(IpcSource source, string operation, CancellationToken cancellationToken)
    {
        try
        {
            return await IpcIndexReader.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw ArrowErrors.WhileReading(error, source.Path, operation);
        }
    }
}
