using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace DataMesh.Tests.Faults;

/// <summary>Every call that an operation makes to its store goes wrong once, in each way: the state is the one before or after, the error says which kind of failure it was, and the same again succeeds once.</summary>
public sealed class FaultPointTests
{
    private const string Log = "crash/log/rows", Keyed = "crash/keyed/rows", Whole = "crash/whole/rows", Sorted = "crash/sorted/rows";

    private static readonly PublishOptions Once = new() { IdempotencyKey = "once" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, Fault> Cases => [.. from operation in (string[])["append", "upsert", "replace", "delete", "roll back", "compact", "sort", "expire", "erase"] from fault in Enum.GetValues<Fault>() select (operation, fault)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Whatever_call_goes_wrong_the_operation_has_happened_or_not_and_happens_once_when_it_is_repeated(string operation, Fault fault)
    {
        InMemoryObjectStore basis = await PrepareAsync(PortOf(operation));
        (int points, State before, State after) = await CountAsync(basis, operation, fault);
        Assert.True(points > 0, $"No call of '{operation}' could be hit by {fault}.");

        int struck = 0;
        await Parallel.ForEachAsync(Enumerable.Range(1, points), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = Cancel }, async (point, _) =>
        {
            InMemoryObjectStore inner = await FaultPointStore.CopyAsync(basis, Cancel);
            FaultPointStore store = new(inner, fault, point);
            Exception? error = await AttemptAsync(store, operation);
            if (store.HasStruck)
                Interlocked.Increment(ref struck);
            await CheckAsync(inner, operation, $"{operation}, {fault} at call {point} of {points}", fault, error, before, after);
        });

        Assert.Equal(points, struck);
        TestContext.Current.TestOutputHelper?.WriteLine("{0} calls, each hit once", points);
    }

    private static async Task CheckAsync(InMemoryObjectStore inner, string operation, string where, Fault fault, Exception? error, State before, State after)
    {
        if (error is not null && fault is not (Fault.Died or Fault.DiedAfter))
        {
            DataMeshErrorKind? kind = (error as DataMeshException)?.Kind;
            Assert.True(kind == (fault == Fault.Full ? DataMeshErrorKind.StorageFull : DataMeshErrorKind.StorageUnavailable), $"{where}: the error is of kind {kind}: {error}");
        }
        await using Mesh mesh = Open(new FaultPointStore(inner), PortOf(operation));
        State found = await StateOfAsync(mesh, operation);
        Assert.True(found.Rows == after.Rows || (error is not null && found.Rows == before.Rows), $"{where}: the rows are neither those before nor those after.");
        // A rollback has no key: who does not know how it ended looks at the log first.
        if (operation != "roll back" || found.Rows == before.Rows)
            await RunAsync(mesh, operation);
        State repeated = await StateOfAsync(mesh, operation);
        Assert.True(repeated.Rows == after.Rows, $"{where}: repeated, it has another result.");
        Assert.True(operation is "compact" or "sort" or "expire" || repeated.Snapshots == after.Snapshots, $"{where}: {repeated.Snapshots} snapshots after it was repeated, {after.Snapshots} expected.");
    }

    private static async Task<(int Points, State Before, State After)> CountAsync(InMemoryObjectStore basis, string operation, Fault fault)
    {
        InMemoryObjectStore inner = await FaultPointStore.CopyAsync(basis, Cancel);
        await using Mesh mesh = Open(new FaultPointStore(inner), PortOf(operation));
        State before = await StateOfAsync(mesh, operation);
        FaultPointStore store = new(inner, fault);
        Assert.Null(await AttemptAsync(store, operation));
        return (store.Calls, before, await StateOfAsync(mesh, operation));
    }

    private static async Task<Exception?> AttemptAsync(FaultPointStore store, string operation)
    {
        await using Mesh mesh = Open(store, PortOf(operation));
        await mesh.RegisterAsync(Cancel);
        store.Arm();
        try
        {
            await RunAsync(mesh, operation);
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error;
        }
    }

    private static string PortOf(string operation) => operation switch { "upsert" or "delete" => Keyed, "replace" or "roll back" => Whole, "sort" => Sorted, _ => Log };

    private static async Task RunAsync(Mesh mesh, string operation)
    {
        IOutputPort<CrashRow> port = mesh.Output<CrashRow>(PortOf(operation));
        await (operation switch
        {
            "append" or "replace" => port.PublishAsync(Rows(100, 5, 2), Once, Cancel),
            "upsert" => port.PublishAsync(Rows(3, 6, 2), Once, Cancel),
            "delete" => port.DeleteAsync(Filter.Between("id", 2L, 4L), Once, Cancel),
            "roll back" => port.RollbackAsync((await port.LogAsync(Cancel).LastAsync(Cancel)).Snapshot, "a mistake", Cancel),
            "compact" or "sort" => port.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.FromDays(1) }, Cancel),
            "erase" => port.EraseAsync(Filter.Between("id", 6L, 8L), new EraseOptions { Reference = "case" }, Cancel),
            "expire" => (Task)port.MaintainAsync(new MaintenanceOptions { ChangeRetention = TimeSpan.Zero, SmallFileBytes = 0 }, Cancel),
            _ => throw new ArgumentException($"No operation is called '{operation}'."),
        });
    }

    private static async Task<InMemoryObjectStore> PrepareAsync(string port)
    {
        InMemoryObjectStore inner = new();
        await using Mesh mesh = Open(new FaultPointStore(inner), port, ahead: TimeSpan.Zero);
        for (int i = 0; i < (port is Log or Sorted ? 4 : 2); i++)
            await mesh.Output<CrashRow>(port).PublishAsync(Rows(i * 5, 5, 1), cancellationToken: Cancel);
        if (port is Log or Sorted)
            await mesh.Output<CrashRow>(port).DeleteAsync(Filter.Between("id", 1L, 3L), cancellationToken: Cancel);
        return inner;
    }

    // All rows; and each snapshot that is there can be read.
    private static async Task<State> StateOfAsync(Mesh mesh, string operation)
    {
        IInputPort<CrashRow> port = await mesh.OpenAsync<CrashRow>(PortOf(operation), cancellationToken: Cancel);
        List<Snapshot> snapshots = await port.ListSnapshotsAsync(Cancel).ToListAsync(Cancel);
        if (operation is "compact" or "sort" or "expire" or "erase")
            foreach (Snapshot snapshot in snapshots)
                Assert.Equal(snapshot.TotalRows, await port.AsOf(snapshot).ReadAsync(Cancel).CountAsync(Cancel));
        IEnumerable<string> rows = (await Streams.ToListAsync(port.ReadAsync(Cancel))).Select(r => $"{r.Id} {r.Operation}").Order(StringComparer.Ordinal);
        return new State(string.Join('\n', rows), snapshots.Count);
    }

    private static Mesh Open(ObjectStore store, string port) => Open(store, port, TimeSpan.FromHours(1));

    // What was prepared is older than everything else, whatever the clock of the machine counts.
    private static Mesh Open(ObjectStore store, string port, TimeSpan ahead) => Mesh.Create(m =>
    {
        m.Services.AddSingleton<TimeProvider>(new HurriedTime(ahead));
        m.Use<ObjectStore>("UseFaultPoints", _ => store);
        if (port == Sorted)
        {
            m.AddProduct<CrashRow>(Sorted, p => p.Mode(PublishMode.Append).SortBy(r => r.Id, descending: true));
            return;
        }
        (string name, PublishMode mode) = CrashWork.Ports.Single(p => p.Name == port);
        m.AddProduct<CrashRow>(name, p => p.Mode(mode));
    });

    private static IEnumerable<CrashRow> Rows(long first, int count, long operation) => Enumerable.Range(0, count).Select(i => new CrashRow { Id = first + i, Operation = operation });

    private sealed record State(string Rows, int Snapshots);
}
