using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>An open Arrow file or stream. Every read is a pass of its own, with its own dictionaries and budget.</summary>
internal sealed class IpcFileReader : DataFileReader
{
    private readonly IpcSource _source;
    private readonly IpcIndex _index;
    private readonly ArrowFileOptions _options;

    internal IpcFileReader(IpcSource source, IpcIndex index, ArrowFileOptions options)
    {
        _source = source;
        _index = index;
        _options = options;
        Summary = new FileSummary
        {
            Schema = index.Schema.Schema,
            Length = source.Length,
            RowCount = index.Rows,
            RowGroups = [.. index.Batches.Select(batch => new RowGroupSummary { RowCount = batch.Rows, Offset = batch.BodyStart })],
            Columns = [.. index.Schema.Fields.SelectMany(Describe)],
        };
    }

    public override FileSummary Summary { get; }

    public override PushDown Supports(Filter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return PushDown.Unsupported;
    }

    public override IAsyncEnumerable<RecordBatch> ReadAsync(FileReadRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.BatchRows);
        int[] columns = FindColumns(request.Columns);
        // What goes beyond the file is refused before anything is read.
        request.RowGroups.GetOffsetAndLength(_index.Batches.Count);
        return columns.Length == 0 ? CountAsync(request, cancellationToken) : ReadAsync(columns, request, cancellationToken);
    }

    private IEnumerable<ColumnStatistics> Describe(IpcField column, int ordinal) => column.Field.GetFieldId() is not int id ? [] :
        [new ColumnStatistics { FieldId = id, ValueCount = _index.Rows, NullCount = _index.NullCount(ordinal), StoredBytes = _index.StoredBytes(ordinal) }];

    private int[] FindColumns(IReadOnlyList<string>? names)
    {
        IReadOnlyList<IpcField> fields = _index.Schema.Fields;
        if (names is null)
            return [.. Enumerable.Range(0, fields.Count)];
        Dictionary<string, int> known = fields.Select((field, i) => (field.Field.Name, i)).ToDictionary(StringComparer.Ordinal);
        int[] ordinals = new int[names.Count];
        for (int i = 0; i < ordinals.Length; i++)
        {
            if (!known.TryGetValue(names[i], out ordinals[i]))
                throw new ArgumentException($"Arrow file '{_source.Path}' has no column '{names[i]}'. It has: {string.Join(", ", known.Keys.Select(name => $"'{name}'"))}.", nameof(names));
            if (System.Array.IndexOf(ordinals, ordinals[i], 0, i) >= 0)
                throw new ArgumentException($"The column '{names[i]}' is asked for twice.", nameof(names));
        }
        return ordinals;
    }

    private async IAsyncEnumerable<RecordBatch> CountAsync(FileReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        Schema empty = new([], Summary.Schema.Metadata);
        foreach (IpcMessage batch in _index.Batches.Take(request.RowGroups))
            for (long rest = batch.Rows; rest > 0; rest -= request.BatchRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new RecordBatch(empty, [], (int)Math.Min(rest, request.BatchRows));
            }
    }

    private async IAsyncEnumerable<RecordBatch> ReadAsync(int[] columns, FileReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReadBudget budget = new(_source.Length, _options.LargestBatchBytes);
        IpcBatchLoader loader = new(_source, _index, budget);
        bool[] isMadePlain = System.Array.ConvertAll(columns, column => IsMadePlain(_index.Schema.Fields[column].Field.DataType, request.AllowDictionaries));
        Schema schema = new(columns.Select((column, i) => isMadePlain[i] ? ToPlain(_index.Schema.Fields[column].Field) : _index.Schema.Fields[column].Field), Summary.Schema.Metadata);
        (int first, int count) = request.RowGroups.GetOffsetAndLength(_index.Batches.Count);
        for (int ordinal = first; ordinal < first + count; ordinal++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int rows = _index.Batches[ordinal].Rows;
            if (rows == 0)
                continue;
            ArrayData[] arrays = await LoadAsync(loader, ordinal, columns, cancellationToken).ConfigureAwait(false);
            for (int start = 0; start < rows; start += request.BatchRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return Cut(schema, arrays, isMadePlain, start, Math.Min(request.BatchRows, rows - start), budget);
            }
        }
    }

    // Canonical are texts with 32-bit indices only.
    private static bool IsMadePlain(IArrowType type, bool allowDictionaries) =>
        type is DictionaryType dictionary && PlainColumn.Supports(dictionary) && !(allowDictionaries && dictionary is { IndexType: Int32Type, ValueType: StringType });

    private static Field ToPlain(Field field) => new(field.Name, ((DictionaryType)field.DataType).ValueType, field.IsNullable, field.Metadata);

    private async Task<ArrayData[]> LoadAsync(IpcBatchLoader loader, int ordinal, int[] columns, CancellationToken cancellationToken)
    {
        try
        {
            return await loader.LoadAsync(ordinal, columns, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw ArrowErrors.WhileReading(error, _source.Path, "read");
        }
    }

    private RecordBatch Cut(Schema schema, ArrayData[] arrays, bool[] isMadePlain, int start, int count, ReadBudget budget)
    {
        try
        {
            budget.BeginPart();
            IArrowArray[] columns = new IArrowArray[arrays.Length];
            for (int i = 0; i < columns.Length; i++)
            {
                ArrayData part = count == arrays[i].Length ? arrays[i] : arrays[i].Slice(start, count);
                columns[i] = ArrowArrayFactory.BuildArray(isMadePlain[i] ? PlainColumn.Decode(part, budget) : part);
            }
            return new RecordBatch(schema, columns, count);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw ArrowErrors.WhileReading(error, _source.Path, "read");
        }
    }
}
