using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Simulation;

/// <summary>An operation that does one phase when it is told to: loads, writes files, writes manifests, swaps, is told.</summary>
internal sealed class PhasedOperation
{
    private readonly SimulatedTime _time = new();
    private readonly HashSet<string> _passed = [];
    private readonly TableHistory _history;
    private readonly Task<CommitOutcome?> _work;
    private TaskCompletionSource? _gate = new();

    public PhasedOperation(InMemoryObjectStore inner, TableHistory history, TableChangeKind kind, string key, long argument, int seed)
    {
        (_history, Kind, Key) = (history, kind, key);
        history.Intend(key, kind, argument);
        _time.Drain(TimeSpan.FromHours(1));
        _work = new TableActor(new ObservedStore(inner, history, EnterAsync), _time, new Random(seed), history).RunAsync(kind, key, argument, _gate.Task);
    }

    public TableChangeKind Kind { get; }

    public string Key { get; }

    /// <summary>The version of the table when it began.</summary>
    public int LoadedAt { get; private set; } = -1;

    /// <summary>The version that it made; 0 while it has made none.</summary>
    public int SwappedAt { get; private set; }

    /// <summary>The version of the table when it ended.</summary>
    public int EndedAt { get; private set; } = int.MaxValue;

    public CommitOutcome? Outcome => _work.GetAwaiter().GetResult();

    /// <summary>Goes on to the next gate, or to the end.</summary>
    public void Proceed()
    {
        if (_work.IsCompleted)
            return;
        if (LoadedAt < 0)
            LoadedAt = _history.Version;
        TaskCompletionSource gate = _gate!;
        _gate = null;
        gate.SetResult();
        _time.Run(() => _gate is not null || _work.IsCompleted);
        if (_work.IsCompleted)
            EndedAt = _history.Version;
    }

    public void Finish()
    {
        while (!_work.IsCompleted)
            Proceed();
    }

    // What is done again after a lost race does not stop again.
    private Task EnterAsync(string phase)
    {
        if (phase == "acknowledge")
            SwappedAt = _history.Version;
        if (!_passed.Add(phase))
            return Task.CompletedTask;
        _gate = new TaskCompletionSource();
        return _gate.Task;
    }
}
