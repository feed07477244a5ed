using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Upsert by copy-on-write: rewrites only the files that hold a published key, in steps of bounded size, so that neither the port nor its keys are ever in memory.</summary>
internal sealed class UpsertWriter(TableFormat tables, TableState basis, MeshLimits limits)
{
    private const string StagingKey = "staged";

    // Files of rows that were there before and files of rows of this publish stay apart, so that both can be counted.
    private readonly Dictionary<ObjectPath, DataFile> _kept = [];
    private readonly Dictionary<ObjectPath, DataFile> _published = [];
    private readonly Dictionary<ObjectPath, DataFile> _removed = [];

    public long RowsPublished => _published.Values.Sum(f => f.RowCount);

    public long RowsReplaced { get; private set; }

    /// <summary>Files written so far, also those of a failed run.</summary>
    public IReadOnlyList<DataFile> Added => [.. _kept.Values, .. _published.Values];

    /// <summary>Files of the basis that hold a published key.</summary>
    public IReadOnlyList<DataFile> Removed => [.. _removed.Values];

    /// <summary>Writes rows; takes the batches over.</summary>
    public async Task WriteAsync(IAsyncEnumerable<RecordBatch> rows, CancellationToken cancellationToken)
    {
        using Step step = new(basis.Schema, basis.Key);
        await foreach (RecordBatch batch in rows.ConfigureAwait(false))
        {
            step.Add(batch);
            if (step.Rows >= limits.UpsertStepRows)
                await FinishAsync(step, cancellationToken).ConfigureAwait(false);
        }
        if (step.Rows > 0)
            await FinishAsync(step, cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishAsync(Step step, CancellationToken cancellationToken)
    {
        List<ScanTask> touchedBefore = [], touchedNow = [];
        TableState staged = tables.Stage(basis, new TableCommit { Operation = TableOperation.Overwrite, CommitKey = StagingKey, Added = Added, Removed = Removed });
        await foreach (ScanTask task in tables.PlanAsync(staged, new ScanRequest { Filter = step.Bounds() }, cancellationToken).ConfigureAwait(false))
            if (await HoldsAnyAsync(task, step, cancellationToken).ConfigureAwait(false))
                (_published.ContainsKey(task.File.Path) ? touchedNow : touchedBefore).Add(task);

        await WriteFilesAsync(OthersAsync(touchedBefore, step, dropped => RowsReplaced += dropped, cancellationToken), _kept, cancellationToken).ConfigureAwait(false);
        await WriteFilesAsync(AppendAsync(OthersAsync(touchedNow, step, null, cancellationToken), step, cancellationToken), _published, cancellationToken).ConfigureAwait(false);
        foreach (ScanTask task in touchedBefore.Concat(touchedNow))
            await RemoveAsync(task.File, cancellationToken).ConfigureAwait(false);
        step.Clear();
    }

    private async Task WriteFilesAsync(IAsyncEnumerable<RecordBatch> rows, Dictionary<ObjectPath, DataFile> files, CancellationToken cancellationToken)
    {
        await foreach (DataFile file in tables.WriteAsync(basis, rows, TableWriteOptions.Default, cancellationToken).ConfigureAwait(false))
            files.Add(file.Path, file);
    }

    private async Task RemoveAsync(DataFile file, CancellationToken cancellationToken)
    {
        if (_kept.Remove(file.Path) || _published.Remove(file.Path))
            await tables.DiscardAsync(basis, [file], cancellationToken).ConfigureAwait(false);
        else
            _removed.Add(file.Path, file);
    }

    private async Task<bool> HoldsAnyAsync(ScanTask task, Step step, CancellationToken cancellationToken)
    {
        FileReadRequest keysOnly = new() { Columns = basis.Key, BatchRows = limits.BatchRows };
        await foreach (RecordBatch batch in tables.ReadTaskAsync(task, keysOnly, cancellationToken).ConfigureAwait(false))
            using (batch)
                if (step.HoldsAny(batch))
                    return true;
        return false;
    }

    // Rows are counted where they are dropped: a file may hold rows that another writer has deleted.
    private async IAsyncEnumerable<RecordBatch> OthersAsync(List<ScanTask> touched, Step step, Action<int>? onDropped, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FileReadRequest everything = new() { BatchRows = limits.BatchRows };
        foreach (ScanTask task in touched)
            await foreach (RecordBatch batch in tables.ReadTaskAsync(task, everything, cancellationToken).ConfigureAwait(false))
            {
                int rows = batch.Length;
                RecordBatch? others = step.TakeOthers(batch);
                onDropped?.Invoke(rows - (others?.Length ?? 0));
                if (others is not null)
                    yield return others;
            }
    }

    private static async IAsyncEnumerable<RecordBatch> AppendAsync(IAsyncEnumerable<RecordBatch> first, Step step, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RecordBatch batch in first.WithCancellation(cancellationToken).ConfigureAwait(false))
            yield return batch;
        foreach (RecordBatch batch in step.TakeRows())
            yield return batch;
    }

    /// <summary>The rows of one step and their keys.</summary>
    private sealed class Step(Schema schema, IReadOnlyList<string> key) : IDisposable
    {
        private readonly List<RecordBatch> _batches = [];
        private KeyTable _keys = new();

        public int Rows { get; private set; }

        public void Add(RecordBatch batch)
        {
            _batches.Add(batch);
            KeyReader reader = new(batch, key);
            for (int row = 0; row < batch.Length; row++)
                _keys.Set(reader.Read(row), Rows + row);
            Rows += batch.Length;
        }

        public Filter Bounds() => KeyBounds.Of(_batches, schema, key);

        public bool HoldsAny(RecordBatch batch)
        {
            KeyReader reader = new(batch, key);
            for (int row = 0; row < batch.Length; row++)
                if (_keys.Contains(reader.Read(row)))
                    return true;
            return false;
        }

        /// <summary>The rows of a stored batch whose key is not published anew; takes the batch over.</summary>
        public RecordBatch? TakeOthers(RecordBatch batch)
        {
            KeyReader reader = new(batch, key);
            List<int> others = new(batch.Length);
            for (int row = 0; row < batch.Length; row++)
                if (!_keys.Contains(reader.Read(row)))
                    others.Add(row);
            return Take(batch, others);
        }

        /// <summary>The last row of every key.</summary>
        public IEnumerable<RecordBatch> TakeRows()
        {
            int first = 0;
            while (_batches.Count > 0)
            {
                RecordBatch batch = _batches[0];
                _batches.RemoveAt(0);
                int length = batch.Length;
                if (Take(batch, LastRows(batch, first)) is { } rows)
                    yield return rows;
                first += length;
            }
        }

        public void Clear()
        {
            Dispose();
            _keys = new KeyTable();
            Rows = 0;
        }

        public void Dispose()
        {
            foreach (RecordBatch batch in _batches)
                batch.Dispose();
            _batches.Clear();
        }

        private List<int> LastRows(RecordBatch batch, int first)
        {
            KeyReader reader = new(batch, key);
            List<int> rows = new(batch.Length);
            for (int row = 0; row < batch.Length; row++)
                if (_keys.IsLast(reader.Read(row), first + row))
                    rows.Add(row);
            return rows;
        }

        private static RecordBatch? Take(RecordBatch batch, List<int> rows)
        {
            if (rows.Count == batch.Length)
                return batch;
            using (batch)
                return rows.Count == 0 ? null : BatchSelection.Take(batch, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
        }
    }
}
