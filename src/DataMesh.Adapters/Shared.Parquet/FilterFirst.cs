using System.Buffers;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>Reads the columns of a filter before the others, which are read only from where a row matches: of a row group without one, not at all.</summary>
/// <remarks>Batches without a match are left out. Of each row group, one batch of the filter's columns is held while the others are read.</remarks>
internal sealed class FilterFirst
{
    // Fewer bytes are not worth another request, nor another pass.
    private const long WorthBytes = 64 * 1024;

    // Where one row in so many matches, testing the next batch would only cost.
    private const int Dense = 8;

    private readonly ObjectPath _path;
    private readonly Filter _filter;
    private readonly FilterEvaluator _evaluator;
    private readonly int[] _tested;
    private readonly int[] _rest;

    private FilterFirst(ObjectPath path, Filter filter, FilterEvaluator evaluator, int[] tested, int[] rest) => (_path, _filter, _evaluator, _tested, _rest) = (path, filter, evaluator, tested, rest);

    /// <summary>How to read some columns under a filter; null when they are read all at once.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="columns">The columns that are asked for, in this order.</param>
    internal static FilterFirst? TryCreate(ObjectPath path, Filter? filter, IReadOnlyList<Field> columns)
    {
        // Whose attributes a filter means, and when, is not known here.
        if (filter is null || filter.Bind(principal: null, DateTimeOffset.UnixEpoch) != filter || filter.GetColumns() is not { Count: > 0 } names || names.Count >= columns.Count)
            return null;
        int[] tested = [.. columns.Index().Where(c => names.Contains(c.Item.Name)).Select(c => c.Index)];
        if (tested.Length < names.Count || tested.Any(i => PhysicalType.TryFromArrow(columns[i].DataType) is null))
            return null;
        try
        {
            FilterEvaluator evaluator = FilterEvaluator.Create(filter, new Schema(tested.Select(i => columns[i]), null));
            return new FilterFirst(path, filter, evaluator, tested, [.. Enumerable.Range(0, columns.Count).Except(tested)]);
        }
        catch (DataMeshException)
        {
            // What cannot be compared is the caller's to refuse.
            return null;
        }
    }

    /// <summary>True when the other columns are many bytes, and statistics do not prove that every row matches.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="leavesOf">The leaves of a column, by its place among those asked for.</param>
    /// <param name="find">Statistics of a column by name.</param>
    internal bool IsWorthIt(ParquetRowGroup group, Func<int, IReadOnlyList<ParquetLeaf>> leavesOf, Func<string, ColumnStatistics?> find) =>
        _rest.Sum(column => leavesOf(column).Sum(leaf => group.Chunks[leaf.Ordinal].StoredBytes)) >= WorthBytes && FilterPruning.CouldMatch(Filter.Not(_filter), find, group.RowCount);

    /// <summary>Reads one row group.</summary>
    /// <param name="open">Opens columns, by their places among those asked for.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    internal async IAsyncEnumerable<RecordBatch> ReadAsync(Func<int[], Task<RowSource>> open, FileReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using RowSource tested = await open(_tested).ConfigureAwait(false);
        RowSource? rest = null;
        bool isDense = false;
        try
        {
            while (true)
            {
                (RecordBatch? found, long passed) = await Task.Run(() => FindMatch(tested, request.BatchRows, ref isDense, cancellationToken), cancellationToken).ConfigureAwait(false);
                if (found is null)
                    break;
                bool isTaken = false;
                try
                {
                    rest ??= await open(_rest).ConfigureAwait(false);
                    for (int done = 0; done < found.Length; passed = 0)
                    {
                        (int at, long skip) = (done, passed);
                        RecordBatch joined = await Task.Run(() => ReadRest(rest, skip, found, at, request, ref isTaken), cancellationToken).ConfigureAwait(false);
                        done += joined.Length;
                        yield return joined;
                    }
                }
                finally
                {
                    if (!isTaken)
                        found.Dispose();
                }
            }
        }
        finally
        {
            rest?.Dispose();
        }
    }

    private (RecordBatch? Found, long Passed) FindMatch(RowSource tested, int batchRows, ref bool isDense, CancellationToken cancellationToken)
    {
        for (long passed = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (tested.Read(batchRows) is not { } batch)
                return (null, passed);
            int matches = isDense ? batch.Length : CountMatches(batch);
            if (matches > 0)
            {
                isDense = matches >= batch.Length / Dense;
                return (batch, passed);
            }
            passed += batch.Length;
            batch.Dispose();
        }
    }

    private int CountMatches(RecordBatch batch)
    {
        TruthValue[] truth = ArrayPool<TruthValue>.Shared.Rent(batch.Length);
        try
        {
            Span<TruthValue> rows = truth.AsSpan(0, batch.Length);
            _evaluator.Evaluate(batch, rows);
            return rows.Count(TruthValue.True);
        }
        catch
        {
            batch.Dispose();
            throw;
        }
        finally
        {
            ArrayPool<TruthValue>.Shared.Return(truth);
        }
    }

    // The other columns may end a batch earlier, by its bytes: then the filter's are copied in pieces.
    private RecordBatch ReadRest(RowSource rest, long skip, RecordBatch found, int at, FileReadRequest request, ref bool isTaken)
    {
        rest.Skip(skip);
        RecordBatch more = rest.Read(found.Length - at) ?? throw ParquetErrors.Damaged(_path, "read", "its columns have different numbers of rows");
        try
        {
            RecordBatch tested = more.Length == found.Length ? found : BatchSelection.Take(found, [.. Enumerable.Range(at, more.Length)], request.Allocator);
            isTaken = ReferenceEquals(tested, found);
            return Join(tested, more);
        }
        catch
        {
            more.Dispose();
            throw;
        }
    }

    private RecordBatch Join(RecordBatch tested, RecordBatch rest)
    {
        Field[] fields = new Field[_tested.Length + _rest.Length];
        IArrowArray[] arrays = new IArrowArray[fields.Length];
        foreach ((int[] places, RecordBatch batch) in new[] { (_tested, tested), (_rest, rest) })
            for (int i = 0; i < places.Length; i++)
                (fields[places[i]], arrays[places[i]]) = (batch.Schema.FieldsList[i], batch.Column(i));
        return new RecordBatch(new Schema(fields, rest.Schema.Metadata), arrays, rest.Length);
    }
}
