using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Simulation;

/// <summary>Two operations at one table, one phase at a time, in every order of their phases: what comes out is what one after the other gives, or one of them is told of a conflict that it has.</summary>
public sealed class InterleavingTests
{
    private static readonly TableChangeKind[] s_kinds = Enum.GetValues<TableChangeKind>();

    public static TheoryData<TableChangeKind, TableChangeKind> Pairs => [.. from first in s_kinds from second in s_kinds where first <= second select (first, second)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Every_order_of_phases_is_serializable_or_a_conflict_that_the_pair_can_have(TableChangeKind first, TableChangeKind second)
    {
        InMemoryObjectStore basis = await Task.Run(PrepareAsync, TestContext.Current.CancellationToken);
        int conflicts = 0;

        await Task.Run(() => Parallel.ForEach(Orders(PhasesOf(first), PhasesOf(second)), order => Interlocked.Add(ref conflicts, Run(basis, first, second, order))), TestContext.Current.CancellationToken);

        Assert.Equal(CanConflict(first, second) || CanConflict(second, first), conflicts > 0);
    }

    // A commit of rows loads, writes files, writes manifests, swaps and is told; others do less.
    private static int PhasesOf(TableChangeKind kind) => kind switch { TableChangeKind.Read => 2, TableChangeKind.Evolve => 3, TableChangeKind.Expire => 4, _ => 5 };

    // What an operation has looked at, another one may have changed: then it is told, and nothing else ever makes it fail.
    private static bool CanConflict(TableChangeKind one, TableChangeKind other) => (one, other) switch
    {
        (TableChangeKind.Overwrite, TableChangeKind.Append or TableChangeKind.AppendOnce or TableChangeKind.Overwrite or TableChangeKind.Delete or TableChangeKind.Compact) => true,
        // The row that is added is among those that are deleted.
        (TableChangeKind.Delete, TableChangeKind.Append or TableChangeKind.AppendOnce or TableChangeKind.Overwrite or TableChangeKind.Delete or TableChangeKind.Compact) => true,
        (TableChangeKind.Compact, TableChangeKind.Overwrite or TableChangeKind.Delete or TableChangeKind.Compact) => true,
        (TableChangeKind.Evolve, TableChangeKind.Evolve) => true,
        _ => false,
    };

    private static int Run(InMemoryObjectStore basis, TableChangeKind first, TableChangeKind second, bool[] order)
    {
        SimulatedTime time = new();
        InMemoryObjectStore inner = RootedStore.CopyAsync(basis, time).GetAwaiter().GetResult();
        TableHistory history = Known(inner);
        PhasedOperation a = new(inner, history, first, "a", Argument(first, 10), seed: 2), b = new(inner, history, second, second == TableChangeKind.AppendOnce && first == second ? "a" : "b", Argument(second, 11), seed: 3);
        foreach (bool isFirst in order)
            (isFirst ? a : b).Proceed();
        a.Finish();
        b.Finish();
        string what = $"{first} and {second} in the order {string.Concat(order.Select(o => o ? 'a' : 'b'))}";
        Assert.True(history.Violation is null, $"{what}: {history.Violation}");
        history.CheckEnd(history.Reader);
        return Check(history, a, b, what) + Check(history, b, a, what);
    }

    // A delete takes the rows that the others add; what is added once is the same row.
    private static long Argument(TableChangeKind kind, long argument) => kind switch { TableChangeKind.Delete => 9, TableChangeKind.AppendOnce => 10, _ => argument };

    private static int Check(TableHistory history, PhasedOperation one, PhasedOperation other, string what)
    {
        if (one.Kind is not (TableChangeKind.Evolve or TableChangeKind.Expire or TableChangeKind.Read))
            Assert.True(history.Committed.Contains(one.Key) == (one.Outcome is CommitOutcome.Committed or CommitOutcome.AlreadyCommitted), $"{what}: {one.Key} was told {one.Outcome}.");
        if (one.Outcome != CommitOutcome.Conflict)
            return 0;
        Assert.True(CanConflict(one.Kind, other.Kind), $"{what}: {one.Key} has no reason for a conflict.");
        Assert.True(one.LoadedAt < other.SwappedAt && other.SwappedAt <= one.EndedAt, $"{what}: {one.Key} has a conflict with what was there when it began, or came later.");
        return 1;
    }

    // Three snapshots of a row each; the first is old enough to expire.
    private static async Task<InMemoryObjectStore> PrepareAsync()
    {
        SimulatedTime time = new();
        InMemoryObjectStore inner = new(time);
        TableHistory history = new(inner);
        TableActor actor = new(new ObservedStore(inner, history), time, new Random(1), history);
        await actor.CreateAsync();
        foreach (long row in (long[])[1, 12, 13])
        {
            history.Intend($"{row}", TableChangeKind.Append, row);
            await actor.RunAsync(TableChangeKind.Append, $"{row}", row, Task.CompletedTask);
        }
        return inner;
    }

    private static TableHistory Known(InMemoryObjectStore inner)
    {
        TableHistory history = new(inner);
        history.Resume([1, 12, 13]);
        return history;
    }

    // Every merge of two sequences.
    private static IEnumerable<bool[]> Orders(int first, int second)
    {
        if (first == 0 || second == 0)
            return [[.. Enumerable.Repeat(first > 0, first + second)]];
        return [.. Orders(first - 1, second).Select(rest => (bool[])[true, .. rest]), .. Orders(first, second - 1).Select(rest => (bool[])[false, .. rest])];
    }
}
