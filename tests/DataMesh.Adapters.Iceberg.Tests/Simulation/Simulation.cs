using System.Globalization;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Simulation;

/// <summary>Several processes at one table, in a course of events that follows from a seed alone.</summary>
internal sealed class Simulation(int seed)
{
    private const int MostTries = 12;
    private static readonly (TableChangeKind Kind, int Times)[] s_actors =
    [
        (TableChangeKind.Append, 3), (TableChangeKind.Append, 3), (TableChangeKind.Append, 2), (TableChangeKind.Overwrite, 2), (TableChangeKind.Delete, 2),
        (TableChangeKind.Compact, 3), (TableChangeKind.Evolve, 1), (TableChangeKind.Expire, 3), (TableChangeKind.Read, 3),
    ];

    private readonly SimulatedTime _time = new();
    private readonly Random _random = new(seed);
    private readonly List<string> _trace = [];
    private long _next;

    public IReadOnlyList<string> Trace => _trace;

    /// <returns>How often what happened.</returns>
    /// <exception cref="InvalidOperationException">Something is wrong with the table, or with what somebody was told of it.</exception>
    public IReadOnlyDictionary<string, int> Run()
    {
        InMemoryObjectStore inner = new(_time);
        TableHistory history = new(inner);
        Finish(new TableActor(new ObservedStore(inner, history), _time, _random, history).CreateAsync());
        Task all = Task.WhenAll([.. s_actors.Select((actor, i) => LiveAsync(inner, history, $"{actor.Kind}{i}", actor.Kind, actor.Times))]);
        _time.Run(() => all.IsCompleted || history.Violation is not null);
        Demand(history);
        Finish(all);
        _time.Drain(TimeSpan.Zero);
        history.CheckEnd();
        _time.Drain(TimeSpan.FromDays(30));
        Finish(new TableActor(new ObservedStore(inner, history), _time, _random, history).SweepAsync());
        history.CheckNothingIsLeftOver();
        history.CheckEnd();
        Demand(history);
        return history.Counts;
    }

    private static void Demand(TableHistory history)
    {
        if (history.Violation is { } violation)
            throw new InvalidOperationException(violation);
    }

    private static void Finish(Task task)
    {
        if (!task.IsCompleted)
            throw new InvalidOperationException("Something waits that has nothing to wait for.");
        task.GetAwaiter().GetResult();
    }

    private async Task LiveAsync(InMemoryObjectStore inner, TableHistory history, string name, TableChangeKind kind, int times)
    {
        (SimulatedStore Store, TableActor Actor) Start()
        {
            SimulatedStore store = new(inner, _time, _random, history, name, _trace.Add);
            return (store, new TableActor(store, _time, _random, history));
        }

        (SimulatedStore store, TableActor actor) = Start();
        for (int i = 0; i < times; i++)
        {
            await _time.WaitAsync(_random.NextDouble() * TimeSpan.FromMinutes(3));
            string key = string.Create(CultureInfo.InvariantCulture, $"{name}.{i}");
            long argument = kind == TableChangeKind.Delete ? Math.Max(0, _next - 6) : _next++;
            history.Intend(key, kind, argument);
            // What nobody knows the end of may still arrive, whatever becomes of the next attempt.
            bool mayArrive = false;
            for (int attempt = 1; ; attempt++)
            {
                Task<CommitOutcome?> work = actor.RunAsync(kind, key, argument, Task.CompletedTask);
                await Task.WhenAny(work, store.Death);
                bool? isRefused = work.IsCompleted ? Judge(history, kind, key, work) : false;
                if (!work.IsCompleted)
                    (store, actor) = Start();
                if (isRefused is null)
                    break;
                mayArrive |= isRefused is false;
                if (isRefused is true && !mayArrive)
                {
                    history.Refuse(key);
                    if (attempt >= MostTries)
                        break;
                    history.Intend(key = string.Create(CultureInfo.InvariantCulture, $"{name}.{i}.{attempt}"), kind, argument);
                }
                await _time.WaitAsync(_random.NextDouble() * TimeSpan.FromSeconds(1));
            }
        }
    }

    // Null: it is done. True: it did not come about, and is tried under another key. False: nobody knows, and it is tried under the same.
    private static bool? Judge(TableHistory history, TableChangeKind kind, string key, Task<CommitOutcome?> work)
    {
        if (work.Exception?.InnerException is { } failure)
        {
            if (failure is DataMeshException { Kind: DataMeshErrorKind.StorageUnavailable })
                return false;
            if (failure is not DataMeshException { Kind: DataMeshErrorKind.StorageFull or DataMeshErrorKind.CommitConflict })
                throw new InvalidOperationException($"'{key}' failed: {failure}", failure);
        }
        else if (work.Result is CommitOutcome.Committed or CommitOutcome.AlreadyCommitted or null)
        {
            if (work.Result is { } outcome && kind is not (TableChangeKind.Evolve or TableChangeKind.Expire or TableChangeKind.Read))
            {
                history.Count(outcome.ToString());
                history.Acknowledge(key);
            }
            return null;
        }
        return true;
    }
}
