using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters;

/// <summary>An open Parquet file. Every read has its own state.</summary>
internal sealed class ManagedParquetFileReader : DataFileReader
{
    private const long LargestDictionaryBytes = 16 * 1024;
    private readonly ObjectStore _store;
    private readonly ObjectPath _path;
    private readonly long _length;
    private readonly ParquetFooter _footer;
    private readonly ColumnShape[] _columns;
    private readonly ParquetStatistics _statistics;
    private readonly ManagedParquetOptions _options;
    private readonly ILogger _logger;
    private bool _disposed;

    internal ManagedParquetFileReader(ObjectStore store, ObjectPath path, long length, ParquetFooter footer, ColumnShape[] columns, ManagedParquetOptions options, ILogger logger)
    {
        (_store, _path, _length, _footer, _columns, _options, _logger) = (store, path, length, footer, columns, options, logger);
        Schema schema = new(columns.Select(column => column.ToField()), footer.Metadata.Where(entry => entry.Key != "ARROW:schema"));
        _statistics = new ParquetStatistics(footer, schema);
        Summary = _statistics.Summarize(schema, length);
    }

    public override FileSummary Summary { get; }

    public override PushDown Supports(Filter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return PushDown.Inexact;
    }

    public override IAsyncEnumerable<RecordBatch> ReadAsync(FileReadRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.BatchRows);
        ObjectDisposedException.ThrowIf(_disposed, this);
        int[] columns = FindColumns(request.Columns);
        List<ParquetRowGroup> groups = ChooseRowGroups(request);
        return columns.Length == 0 ? CountAsync(groups, request.BatchRows, cancellationToken) : ReadAsync(columns, groups, request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        base.Dispose(disposing);
    }

    private int[] FindColumns(IReadOnlyList<string>? names)
    {
        if (names is null)
            return [.. Enumerable.Range(0, _columns.Length)];
        int[] ordinals = new int[names.Count];
        for (int i = 0; i < ordinals.Length; i++)
        {
            ordinals[i] = Summary.Schema.GetFieldIndex(names[i], StringComparer.Ordinal);
            if (ordinals[i] < 0)
                throw new ArgumentException($"Parquet file '{_path}' has no column '{names[i]}'. It has: {string.Join(", ", Summary.Schema.FieldsList.Select(field => $"'{field.Name}'"))}.", nameof(names));
            if (System.Array.IndexOf(ordinals, ordinals[i], 0, i) >= 0)
                throw new ArgumentException($"The column '{names[i]}' is asked for twice.", nameof(names));
        }
        return ordinals;
    }

    private List<ParquetRowGroup> ChooseRowGroups(FileReadRequest request)
    {
        (int first, int count) = request.RowGroups.GetOffsetAndLength(_footer.RowGroups.Count);
        List<ParquetRowGroup> chosen = [.. _footer.RowGroups.Skip(first).Take(count)
            .Where(group => group.RowCount > 0 && (request.Filter is null || FilterPruning.CouldMatch(request.Filter, name => _statistics.Find(group, name), group.RowCount)))];
        if (chosen.Count < count)
            _logger.ParquetRowGroupsSkipped(_path, count - chosen.Count, count);
        return chosen;
    }

    private async IAsyncEnumerable<RecordBatch> CountAsync(List<ParquetRowGroup> groups, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        Schema empty = new([], Summary.Schema.Metadata);
        foreach (ParquetRowGroup group in groups)
            for (long rest = group.RowCount; rest > 0; rest -= batchRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new RecordBatch(empty, [], (int)Math.Min(rest, batchRows));
            }
    }

    private async IAsyncEnumerable<RecordBatch> ReadAsync(int[] columns, List<ParquetRowGroup> groups, FileReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DecodeBudget budget = new(_length);
        FilterFirst? filterFirst = FilterFirst.TryCreate(_path, request.Filter, [.. columns.Select(column => Summary.Schema.FieldsList[column])]);
        foreach (ParquetRowGroup group in groups)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (filterFirst?.IsWorthIt(group, i => _footer.Columns[columns[i]].Leaves, name => _statistics.Find(group, name)) == true)
            {
                await foreach (RecordBatch batch in filterFirst.ReadAsync(places => OpenRowsAsync([.. places.Select(i => columns[i])], group, request, budget, cancellationToken), request, cancellationToken).ConfigureAwait(false))
                    yield return batch;
                continue;
            }
            using RowSource rows = await OpenRowsAsync(columns, group, request, budget, cancellationToken).ConfigureAwait(false);
            while (await Task.Run(() => rows.Read(request.BatchRows), cancellationToken).ConfigureAwait(false) is { } batch)
                yield return batch;
        }
    }

    private async Task<RowSource> OpenRowsAsync(int[] columns, ParquetRowGroup group, FileReadRequest request, DecodeBudget budget, CancellationToken cancellationToken)
    {
        Schema schema = new(columns.Select(column => Summary.Schema.FieldsList[column]), Summary.Schema.Metadata);
        RowGroupBytes bytes = await RowGroupBytes.ReadAsync(_store, _path, group, [.. columns.SelectMany(column => _footer.Columns[column].Leaves.Select(leaf => leaf.Ordinal))], cancellationToken).ConfigureAwait(false);
        try
        {
            RowGroupReader reader = await Task.Run(() => ParquetErrors.Guard(_path, () => Open(columns, group, bytes, request, budget)), cancellationToken).ConfigureAwait(false);
            return new RowGroupRows(_path, reader, bytes, (arrays, rows) => new RecordBatch(WithEncodings(schema, arrays), arrays, rows));
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private RowGroupReader Open(int[] columns, ParquetRowGroup group, RowGroupBytes bytes, FileReadRequest request, DecodeBudget budget)
    {
        int byteLimit = RowGroupReader.ByteLimit(columns.Sum(column => _columns[column].Leaves.Count(leaf => leaf.Type.Form == ColumnForm.Bytes)));
        return new RowGroupReader([.. columns.Select(column => (Func<ColumnReader>)(() => Open(column, group, bytes, request, budget, byteLimit)))], group.RowCount, request.BatchRows, _options.UseThreads);
    }

    private ColumnReader Open(int ordinal, ParquetRowGroup group, RowGroupBytes bytes, FileReadRequest request, DecodeBudget budget, int byteLimit)
    {
        if (_columns[ordinal] is NestedShape nested)
            return OpenNested(nested, _footer.Columns[ordinal].FirstLeaf, group, bytes, request with { AllowDictionaries = false }, budget, byteLimit);
        return OpenLeaf((LeafShape)_columns[ordinal], group.Chunks[_footer.Columns[ordinal].FirstLeaf], bytes, request, budget, byteLimit);
    }

    private NestedColumnReader OpenNested(NestedShape column, int firstLeaf, ParquetRowGroup group, RowGroupBytes bytes, FileReadRequest request, DecodeBudget budget, int byteLimit)
    {
        List<(LeafLevels Levels, ColumnReader Values)> leaves = [];
        try
        {
            foreach (LeafShape leaf in column.Leaves)
            {
                ParquetChunk chunk = group.Chunks[firstLeaf + leaves.Count];
                LeafLevels levels = new(OpenPages(leaf, chunk, bytes, budget), leaf, chunk.ValueCount);
                leaves.Add((levels, OpenLeaf(leaf, chunk, bytes, request, budget, byteLimit)));
            }
            return new NestedColumnReader(column, leaves, request.Allocator);
        }
        catch
        {
            foreach ((LeafLevels levels, ColumnReader values) in leaves)
            {
                levels.Dispose();
                values.Dispose();
            }
            throw;
        }
    }

    private ColumnReader OpenLeaf(LeafShape leaf, ParquetChunk chunk, RowGroupBytes bytes, FileReadRequest request, DecodeBudget budget, int byteLimit)
    {
        ColumnPages pages = OpenPages(leaf, chunk, bytes, budget);
        try
        {
            ColumnType type = leaf.Type;
            return type.Form switch
            {
                ColumnForm.Bits => new BooleanColumnReader(pages, request.Allocator),
                ColumnForm.Fixed => new FixedColumnReader(pages, type, request.Allocator),
                // Texts of few distinct values are cheaper to take as they are stored. Large dictionaries are not: each batch brings a whole one.
                _ when request.AllowDictionaries && type.Arrow is StringType && pages.IsDictionaryOnly && pages.Dictionary!.Length <= LargestDictionaryBytes => new IndexColumnReader(pages, request.Allocator),
                _ => new BytesColumnReader(pages, type, byteLimit, request.Allocator),
            };
        }
        catch
        {
            pages.Dispose();
            throw;
        }
    }

    private ColumnPages OpenPages(LeafShape leaf, ParquetChunk chunk, RowGroupBytes bytes, DecodeBudget budget) => new(bytes.Of(chunk), chunk, leaf.Levels, budget, _options.VerifyChecksums);

    private static Schema WithEncodings(Schema schema, IArrowArray[] columns) => System.Array.TrueForAll(columns, column => column is not DictionaryArray) ? schema
        : new Schema(schema.FieldsList.Select((field, at) => columns[at] is DictionaryArray encoded ? new Field(field.Name, encoded.Data.DataType, field.IsNullable, field.Metadata) : field), schema.Metadata);
}
