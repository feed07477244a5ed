namespace DataMesh;

/// <summary>Records one by one out of parts of many.</summary>
/// <remarks>Written by hand: the asynchronous iterator of the compiler costs each record some 20 ns.</remarks>
internal sealed class RecordStream<T>(IAsyncEnumerable<RecordPart<T>> parts) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(parts.GetAsyncEnumerator(cancellationToken));

    private sealed class Enumerator(IAsyncEnumerator<RecordPart<T>> parts) : IAsyncEnumerator<T>
    {
        private RecordPart<T> _part;
        private int _next;

        public T Current { get; private set; } = default!;

        public ValueTask<bool> MoveNextAsync()
        {
            if (_next >= _part.Count || _part.Watch.IsDue)
                return MoveOnAsync();
            Current = _part.Rows[_next++];
            return new ValueTask<bool>(true);
        }

        public ValueTask DisposeAsync()
        {
            // The rows go back to a pool.
            (_part, Current) = (default, default!);
            return parts.DisposeAsync();
        }

        private async ValueTask<bool> MoveOnAsync()
        {
            if (_next < _part.Count)
                await _part.Watch.ConfirmAsync().ConfigureAwait(false);
            while (_next >= _part.Count)
            {
                (_part, _next) = (default, 0);
                if (!await parts.MoveNextAsync().ConfigureAwait(false))
                    return false;
                _part = parts.Current;
            }
            Current = _part.Rows[_next++];
            return true;
        }
    }
}
