using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters.Iceberg;

/// <summary>Open data files: reads of parts of one task that run at once share one reader, so that its footer is read once. Thread-safe.</summary>
internal sealed class SharedReaders
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ScanTask, SharedFile> _open = new(ReferenceEqualityComparer.Instance);

    /// <summary>Opens the file of a task, or takes the reader that another part of it has opened.</summary>
    public async ValueTask<Lease> LeaseAsync(ScanTask task, Range rowGroups, Func<CancellationToken, Task<DataFileReader>> open, CancellationToken cancellationToken)
    {
        // Nobody else reads a part of what is read whole.
        if (rowGroups.Equals(Range.All))
            return new Lease(await open(cancellationToken).ConfigureAwait(false), null);
        SharedFile file = Join(task, open);
        try
        {
            return new Lease(await file.OpenAsync(cancellationToken).ConfigureAwait(false), () => LeaveAsync(task, file));
        }
        catch
        {
            await LeaveAsync(task, file).ConfigureAwait(false);
            throw;
        }
    }

    private SharedFile Join(ScanTask task, Func<CancellationToken, Task<DataFileReader>> open)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(task, out SharedFile? file))
                _open.Add(task, file = new SharedFile(open));
            file.Users++;
            return file;
        }
    }

    private async ValueTask LeaveAsync(ScanTask task, SharedFile file)
    {
        lock (_lock)
        {
            if (--file.Users > 0)
                return;
            _open.Remove(task);
        }
        await file.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A reader for as long as it is used.</summary>
    internal sealed class Lease(DataFileReader reader, Func<ValueTask>? leave) : IAsyncDisposable
    {
        public DataFileReader Reader => reader;

        public ValueTask DisposeAsync() => leave is null ? reader.DisposeAsync() : leave();
    }

    /// <summary>A file that is being opened, or open, until nobody uses it: no single user may cancel it.</summary>
    private sealed class SharedFile(Func<CancellationToken, Task<DataFileReader>> open) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private Task<DataFileReader>? _opening;

        public int Users { get; set; }

        public async Task<DataFileReader> OpenAsync(CancellationToken cancellationToken)
        {
            Task<DataFileReader> opening;
            lock (_stop)
                opening = _opening ??= open(_stop.Token);
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            if (_opening is { } opening)
            {
                await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (opening.IsCompletedSuccessfully)
                    await (await opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
            _stop.Dispose();
        }
    }
}
