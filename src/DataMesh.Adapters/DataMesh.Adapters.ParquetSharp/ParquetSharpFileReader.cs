using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.Logging;

namespace DataMesh.Adapters;

/// <summary>An open Parquet file. Concurrent reads use native readers of their own; idle ones are kept for the next.</summary>
internal sealed class ParquetSharpFileReader : DataFileReader
{
    private const long LargestDictionaryBytes = 16 * 1024;
    private readonly ParquetFileSource _source;
    private readonly ParquetFooter _footer;
    private readonly ParquetStatistics _statistics;
    private readonly ParquetSharpOptions _options;
    private readonly ILogger _logger;
    private readonly ConcurrentStack<NativeParquetFile> _idle = [];
    private volatile bool _disposed;

    internal ParquetSharpFileReader(ParquetFileSource source, ParquetFooter footer, NativeParquetFile opened, Schema schema, ParquetSharpOptions options, ILogger logger)
    {
        _source = source;
        _footer = footer;
        _options = options;
        _logger = logger;
        _idle.Push(opened);
        _statistics = new ParquetStatistics(footer, schema);
        Summary = _statistics.Summarize(schema, source.Length);
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
        List<int> groups = ChooseRowGroups(request);
        return columns.Length == 0 && request.Columns is not null ? CountAsync(groups, request.BatchRows, cancellationToken) : ReadAsync(columns, groups, request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        DisposeIdle();
        base.Dispose(disposing);
    }

    private int[] FindColumns(IReadOnlyList<string>? names)
    {
        if (names is null)
            return [.. Enumerable.Range(0, _footer.Columns.Count)];
        int[] ordinals = new int[names.Count];
        for (int i = 0; i < ordinals.Length; i++)
        {
            ordinals[i] = Summary.Schema.GetFieldIndex(names[i], StringComparer.Ordinal);
            if (ordinals[i] < 0)
                throw new ArgumentException($"Parquet file '{_source.Path}' has no column '{names[i]}'. It has: {string.Join(", ", Summary.Schema.FieldsList.Select(field => $"'{field.Name}'"))}.", nameof(names));
            if (System.Array.IndexOf(ordinals, ordinals[i], 0, i) >= 0)
                throw new ArgumentException($"The column '{names[i]}' is asked for twice.", nameof(names));
        }
        return ordinals;
    }

    private List<int> ChooseRowGroups(FileReadRequest request)
    {
        (int first, int count) = request.RowGroups.GetOffsetAndLength(_footer.RowGroups.Count);
        List<int> chosen = new(count);
        for (int i = first; i < first + count; i++)
        {
            ParquetRowGroup group = _footer.RowGroups[i];
            if (group.RowCount > 0 && (request.Filter is null || FilterPruning.CouldMatch(request.Filter, name => _statistics.Find(group, name), group.RowCount)))
                chosen.Add(i);
        }
        if (chosen.Count < count)
            _logger.ParquetRowGroupsSkipped(_source.Path, count - chosen.Count, count);
        return chosen;
    }

    private async IAsyncEnumerable<RecordBatch> CountAsync(List<int> groups, int batchRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        Schema empty = new([], Summary.Schema.Metadata);
        foreach (int group in groups)
            for (long rest = _footer.RowGroups[group].RowCount; rest > 0; rest -= batchRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new RecordBatch(empty, [], (int)Math.Min(rest, batchRows));
            }
    }

    private async IAsyncEnumerable<RecordBatch> ReadAsync(int[] columns, List<int> groups, FileReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (groups.Count == 0)
            yield break;
        cancellationToken.ThrowIfCancellationRequested();
        FilterFirst? filterFirst = FilterFirst.TryCreate(_source.Path, request.Filter, [.. columns.Select(column => Summary.Schema.FieldsList[column])]);
        NativeParquetFile file = await Task.Run(() => Rent(request.BatchRows, request.AllowDictionaries ? FindDictionaries(columns) : []), cancellationToken).ConfigureAwait(false);
        bool whole = false;
        try
        {
            foreach ((int[] part, bool tests) in Split(groups, group => filterFirst?.IsWorthIt(_footer.RowGroups[group], i => _footer.Columns[columns[i]].Leaves, name => _statistics.Find(_footer.RowGroups[group], name)) == true))
            {
                if (tests)
                {
                    await foreach (RecordBatch batch in filterFirst!.ReadAsync(places => StartAsync(file, part, [.. places.Select(i => columns[i])], cancellationToken), request, cancellationToken).ConfigureAwait(false))
                        yield return batch;
                }
                else
                {
                    using RowSource rows = await StartAsync(file, part, columns, cancellationToken).ConfigureAwait(false);
                    while (await Task.Run(() => rows.Read(int.MaxValue), cancellationToken).ConfigureAwait(false) is { } batch)
                        yield return batch;
                }
                file.Stop();
            }
            whole = true;
        }
        finally
        {
            Return(file, whole);
        }
    }

    private async Task<RowSource> StartAsync(NativeParquetFile file, int[] groups, int[] columns, CancellationToken cancellationToken)
    {
        int[] stored = [.. columns.Order()];
        int[] leaves = [.. stored.SelectMany(column => Enumerable.Range(_footer.Columns[column].FirstLeaf, _footer.Columns[column].Leaves.Count))];
        int[] order = System.Array.ConvertAll(columns, column => System.Array.IndexOf(stored, column));
        Schema schema = new(columns.Select(column => Summary.Schema.FieldsList[column]), Summary.Schema.Metadata);
        List<CoalescedRange> ranges = CoalescedRange.Of(groups.Select(group => _footer.RowGroups[group]), leaves);
        ParquetChunk[] chunks = [.. groups.SelectMany(group => leaves.Select(leaf => _footer.RowGroups[group].Chunks[leaf]))];
        IArrowArrayStream batches = await Task.Run(() => file.Start(groups, leaves, ranges, chunks, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new NativeRows(file, batches, batch => Arrange(batch, schema, order));
    }

    // The native reader takes every column of a batch to the batch's end before the next column: over small row groups, requests would not be in file order.
    private IEnumerable<(int[] Groups, bool Tests)> Split(List<int> groups, Func<int, bool> tests)
    {
        List<int> together = [];
        foreach (int group in groups)
        {
            bool alone = tests(group);
            if (together.Count > 0 && (alone || _source.LocalFile is null))
            {
                yield return ([.. together], false);
                together.Clear();
            }
            if (alone)
                yield return ([group], true);
            else
                together.Add(group);
        }
        if (together.Count > 0)
            yield return ([.. together], false);
    }

    private RecordBatch Arrange(RecordBatch batch, Schema schema, int[] order)
    {
        if (batch.ColumnCount == order.Length)
            return new RecordBatch(WithEncodings(schema, batch, order), order.Select(batch.Column), batch.Length);
        batch.Dispose();
        throw ParquetErrors.Damaged(_source.Path, "read", "its columns are not those of its footer");
    }

    // Texts of few distinct values are cheaper to take as they are stored. Large dictionaries are not: each batch brings a whole one.
    private List<int> FindDictionaries(int[] columns) => [.. columns.Order()
        .Where(column => Summary.Schema.FieldsList[column].DataType is StringType && _footer.Columns[column].IsFlat)
        .Select(column => _footer.Columns[column].FirstLeaf)
        .Where(leaf => _footer.RowGroups.All(group => group.Chunks[leaf].DictionaryBytes <= LargestDictionaryBytes))];

    private static Schema WithEncodings(Schema schema, RecordBatch batch, int[] order) => order.All(column => batch.Column(column).Data.DataType is not DictionaryType) ? schema
        : new Schema(schema.FieldsList.Select((field, at) => batch.Column(order[at]).Data.DataType is DictionaryType encoded ? new Field(field.Name, encoded, field.IsNullable, field.Metadata) : field), schema.Metadata);

    private NativeParquetFile Rent(int batchRows, IReadOnlyList<int> dictionaries)
    {
        while (_idle.TryPop(out NativeParquetFile? idle))
        {
            if (idle.Gives(batchRows, dictionaries))
                return idle;
            idle.Dispose();
        }
        return NativeParquetFile.Open(_source, batchRows, dictionaries, _options);
    }

    private void Return(NativeParquetFile file, bool whole)
    {
        file.Stop();
        if (!whole)
        {
            file.Dispose();
            return;
        }
        _idle.Push(file);
        if (_disposed)
            DisposeIdle();
    }

    private void DisposeIdle()
    {
        while (_idle.TryPop(out NativeParquetFile? idle))
            idle.Dispose();
    }
}
