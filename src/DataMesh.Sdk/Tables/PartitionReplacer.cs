using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Replaces the partitions that new rows are in. Files of an earlier partitioning that may hold rows of them are rewritten without, in the current one.</summary>
internal sealed class PartitionReplacer(TableFormat tables, TableState basis, MeshLimits limits)
{
    // Beyond, conditions cost more than reading what they would leave out.
    private const int MostConditions = 1_000;

    private readonly List<DataFile> _added = [], _removed = [];

    /// <summary>Files written so far, also those of a failed run.</summary>
    public IReadOnlyList<DataFile> Added => _added;

    /// <summary>Files of the basis that go.</summary>
    public IReadOnlyList<DataFile> Removed => _removed;

    public long RowsPublished { get; private set; }

    public long RowsReplaced { get; private set; }

    public async Task RunAsync(IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken)
    {
        await foreach (DataFile file in tables.WriteAsync(basis, rows, TableWriteOptions.Default, cancellationToken).ConfigureAwait(false))
            _added.Add(file);
        RowsPublished = _added.Sum(f => f.RowCount);
        HashSet<ValueList<ScalarValue>> touched = [.. _added.Select(PartitionOf)];
        if (touched.Count == 0)
            return;
        List<ScanTask> earlier = [];
        await foreach (ScanTask task in tables.PlanAsync(basis, new ScanRequest { Filter = Bounds(touched) }, cancellationToken).ConfigureAwait(false))
            if (task.File.PartitioningId != basis.PartitioningId)
                earlier.Add(task);
            else if (touched.Contains(PartitionOf(task.File)))
            {
                _removed.Add(task.File);
                RowsReplaced += task.File.RowCount;
            }
        foreach (ScanTask task in earlier)
            await RewriteAsync(task, touched, cancellationToken).ConfigureAwait(false);
    }

    // A file holds rows of one partition only: so which rows are replaced is decided by where the writer puts them.
    private async Task RewriteAsync(ScanTask task, HashSet<ValueList<ScalarValue>> touched, CancellationToken cancellationToken)
    {
        List<DataFile> replaced = [], kept = [];
        try
        {
            await foreach (DataFile file in tables.WriteAsync(basis, ReadAsync(task, cancellationToken), TableWriteOptions.Default, cancellationToken).ConfigureAwait(false))
                (touched.Contains(PartitionOf(file)) ? replaced : kept).Add(file);
        }
        catch
        {
            _added.AddRange(replaced.Concat(kept));
            throw;
        }
        if (replaced.Count == 0)
        {
            await tables.DiscardAsync(basis, kept, cancellationToken).ConfigureAwait(false);
            return;
        }
        _removed.Add(task.File);
        _added.AddRange(kept);
        RowsReplaced += replaced.Sum(f => f.RowCount);
        await tables.DiscardAsync(basis, replaced, cancellationToken).ConfigureAwait(false);
    }

    // What rows of the touched partitions fulfil; by other transforms nothing can be said.
    private Filter? Bounds(HashSet<ValueList<ScalarValue>> touched)
    {
        if (touched.Count > MostConditions)
            return null;
        List<Filter> all = [];
        foreach ((int place, PartitionField field) in basis.Partitioning.Index())
            if (basis.Schema.FieldsList.FirstOrDefault(f => f.Name == field.Column) is { } column && PhysicalType.TryFromArrow(column.DataType) is { } type && PartitionFilter.CanSelect(type, field.Transform))
                all.Add(PartitionFilter.Select(field.Column, type, field.Transform, [.. touched.Select(t => t[place]).Distinct()]));
        return all.Count == 0 ? null : Filter.And(all);
    }

    private static ValueList<ScalarValue> PartitionOf(DataFile file) => ValueList.Create<ScalarValue>([.. file.Partition]);

    private async IAsyncEnumerable<RecordBatch> ReadAsync(ScanTask task, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RecordBatch batch in tables.ReadTaskAsync(task, new FileReadRequest { BatchRows = limits.BatchRows }, cancellationToken).ConfigureAwait(false))
            yield return batch;
    }
}
