using System.Collections.Concurrent;

namespace DataMesh.Adapters;

/// <summary>Keeps instances open for the statements to come: one that nobody has used, and some whose statements ended well, each for the files it is sealed for. Thread-safe.</summary>
internal sealed class InstancePool(DuckDbOptions options) : IDisposable
{
    // Each holds some MB.
    private static readonly int s_maximumIdle = Math.Max(4, Environment.ProcessorCount);

    private readonly ConcurrentQueue<StatementInstance> _fresh = [];
    private readonly LinkedList<StatementInstance> _idle = []; // the one used last comes first; also the lock of it
    private int _isOpening;
    private volatile bool _isDisposed;

    /// <summary>An instance sealed for exactly these files; give it back with <see cref="Return"/>.</summary>
    internal StatementInstance Rent(IReadOnlyList<string> files)
    {
        if (TryTakeIdle(files) is { } idle)
            return idle;
        if (!_fresh.TryDequeue(out StatementInstance? instance))
            instance = StatementInstance.Open(options);
        if (!_isDisposed && Interlocked.Exchange(ref _isOpening, 1) == 0)
            _ = Task.Run(OpenAhead);
        try
        {
            instance.Seal(files);
            return instance;
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    /// <summary>Takes an instance back after the connection of its statement is closed.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="endedWell">True when the statement ran to its end: no error, no interrupt, every row read.</param>
    internal void Return(StatementInstance instance, bool endedWell)
    {
        StatementInstance? surplus = instance;
        if (endedWell && instance.TryEnd())
            lock (_idle)
            {
                if (!_isDisposed)
                {
                    _idle.AddFirst(instance);
                    surplus = _idle.Count > s_maximumIdle ? TakeOldest() : null;
                }
            }
        surplus?.Dispose();
    }

    public void Dispose()
    {
        _isDisposed = true;
        Empty();
    }

    private StatementInstance? TryTakeIdle(IReadOnlyList<string> files)
    {
        lock (_idle)
        {
            LinkedListNode<StatementInstance>? node = _idle.First;
            while (node is not null && !node.Value.Files!.SequenceEqual(files, StringComparer.Ordinal))
                node = node.Next;
            if (node is not null)
                _idle.Remove(node);
            return node?.Value;
        }
    }

    private StatementInstance TakeOldest()
    {
        StatementInstance oldest = _idle.Last!.Value;
        _idle.RemoveLast();
        return oldest;
    }

    private void OpenAhead()
    {
        try
        {
            if (!_isDisposed && _fresh.IsEmpty)
                _fresh.Enqueue(StatementInstance.Open(options));
        }
        catch (DataMeshException)
        {
            // The next statement opens its own instance and reports why that fails.
        }
        finally
        {
            Volatile.Write(ref _isOpening, 0);
        }
        if (_isDisposed)
            Empty();
    }

    private void Empty()
    {
        while (_fresh.TryDequeue(out StatementInstance? instance))
            instance.Dispose();
        StatementInstance[] idle;
        lock (_idle)
        {
            idle = [.. _idle];
            _idle.Clear();
        }
        foreach (StatementInstance instance in idle)
            instance.Dispose();
    }
}
