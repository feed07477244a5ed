using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The difference between the enforced scans of two snapshots, in pages. Each file in which they differ is read once, others never.</summary>
/// <remarks>Rows that are only added or only removed pass through; where both happens, the removed rows are held in memory.</remarks>
internal sealed class ChangeStep(EnforcementScan scan, IReadOnlyList<string> columns, TableChanges changes, TableSnapshot snapshot, CursorState start, MeshLimits limits)
{
    private readonly ChangePlace _start = start.Place;
    private readonly int[] _all = [.. Enumerable.Range(0, columns.Count)];
    private ChangePlace _last;

    /// <summary>The pages, or one that says that the difference is too large to be found.</summary>
    public async IAsyncEnumerable<ChangePage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool matches = changes.Added.Count > 0 && changes.Removed.Count > 0;
        using RemovedRows? removed = matches ? new(_all, FindKey(scan, columns), limits.ChangeBytes) : null;
        if (removed is not null && !await LoadAsync(removed, cancellationToken).ConfigureAwait(false))
        {
            yield return new ChangePage { Reset = ChangeReset.TooLarge, Next = start };
            yield break;
        }
        using ChangePageBuilder page = new(limits.BatchRows);
        await foreach (ChangePage full in ReadFilesAsync(changes.Added, isRemoval: false, removed, page, cancellationToken).ConfigureAwait(false))
            yield return full;
        if (removed is null)
            await foreach (ChangePage full in ReadFilesAsync(changes.Removed, isRemoval: true, null, page, cancellationToken).ConfigureAwait(false))
                yield return full;
        foreach ((RecordBatch batch, int row, ChangePlace place) in removed?.Left() ?? [])
        {
            if (place.CompareTo(_start) < 0)
                continue;
            if (page.IsFull)
                yield return Complete(page);
            page.Delete(batch, row);
            _last = place;
        }
        if (page.Count > 0)
            yield return page.Build(snapshot, start with { From = snapshot.Id, To = null, Place = default });
    }

    private async Task<bool> LoadAsync(RemovedRows removed, CancellationToken cancellationToken)
    {
        foreach ((int file, ScanTask task) in changes.Removed.Index())
            await foreach (ChangedRows rows in scan.ReadChangedAsync(task, columns, cancellationToken).ConfigureAwait(false))
                if (!removed.TryAdd(rows, file))
                    return false;
        return true;
    }

    private async IAsyncEnumerable<ChangePage> ReadFilesAsync(
        IReadOnlyList<ScanTask> files, bool isRemoval, RemovedRows? removed, ChangePageBuilder page, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach ((int file, ScanTask task) in files.Index())
        {
            // What was given before is read again only to know which removed rows it took.
            if (removed is null && new ChangePlace(isRemoval, file + 1, 0).CompareTo(_start) <= 0)
                continue;
            await foreach (ChangedRows rows in scan.ReadChangedAsync(task, columns, cancellationToken).ConfigureAwait(false))
                using (rows.Batch)
                {
                    for (int row = 0; row < rows.Batch.Length; row++)
                    {
                        if (removed?.TryTakeEqual(rows.Batch, row) == true)
                            continue;
                        (RecordBatch, int)? before = removed?.TryTakeSameKey(rows.Batch, row);
                        ChangePlace place = new(isRemoval, file, rows.PlaceOf(row));
                        if (place.CompareTo(_start) < 0)
                            continue;
                        if (page.IsFull)
                            yield return Complete(page);
                        if (isRemoval)
                            page.Delete(rows.Batch, row);
                        else if (before is { } old)
                            page.Update(old, rows.Batch, row);
                        else
                            page.Insert(rows.Batch, row);
                        _last = place;
                    }
                    page.Leave();
                }
        }
    }

    private ChangePage Complete(ChangePageBuilder page) => page.Build(snapshot, start with { To = snapshot.Id, Place = _last.Next });

    /// <summary>The places of the key among columns; null when the reader does not see all of it. Only a key that still tells rows apart pairs them.</summary>
    public static int[]? FindKey(EnforcementScan scan, IReadOnlyList<string> columns)
    {
        IReadOnlyList<SchemaProperty> key = scan.Port.Contract.Schema.Key;
        int[] found = [.. key.Select(p => columns.ToList().IndexOf(p.Name))];
        return key.Count > 0 && found.All(i => i >= 0 && scan.Plan.Columns.First(c => c.Stored.Name == columns[i]).Uniform is NoMask or HashMask) ? found : null;
    }
}
