using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>The parts of a scan, in the order of its rows. Looks one file ahead. Not thread-safe, but for <see cref="HasEnded"/>.</summary>
/// <param name="tasks">The files, taken over.</param>
/// <param name="splits">True when files may be read in parts.</param>
/// <param name="partRows">About how many rows a part has at least, unless its file has fewer.</param>
internal sealed class ScanParts(IAsyncEnumerator<ScanTask> tasks, bool splits, long partRows) : IAsyncDisposable
{
    private Task<bool>? _next;
    private ScanTask? _task;
    private int _first;
    private volatile bool _hasEnded;

    /// <summary>True when it is known that there are no more parts.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>The next part; null at the end.</summary>
    public async ValueTask<ScanPart?> NextAsync()
    {
        if (_task is null)
        {
            if (_hasEnded || !await (_next ?? tasks.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                _hasEnded = true;
                return null;
            }
            (_task, _first) = (tasks.Current, 0);
        }
        (ScanPart part, bool isLast) = Split(_task);
        if (isLast)
        {
            _task = null;
            _next = tasks.MoveNextAsync().AsTask();
            _hasEnded = _next.IsCompletedSuccessfully && !await _next.ConfigureAwait(false);
        }
        return part;
    }

    public async ValueTask DisposeAsync()
    {
        if (_next is not null)
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await tasks.DisposeAsync().ConfigureAwait(false);
    }

    private (ScanPart Part, bool IsLast) Split(ScanTask task)
    {
        int groups = task.File.SplitOffsets.Count;
        long step = groups < 2 ? groups : Math.Max(1, partRows / Math.Max(1, task.File.RowCount / groups));
        if (!splits || step >= groups)
            return (new ScanPart(task, Range.All), true);
        int first = _first;
        _first = (int)Math.Min(groups, first + step);
        return (new ScanPart(task, first.._first), _first == groups);
    }
}
