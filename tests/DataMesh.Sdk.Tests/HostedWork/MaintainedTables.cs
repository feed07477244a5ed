using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.HostedWork;

/// <summary>Tables that count how often they are maintained.</summary>
internal sealed class MaintainedTables(InMemoryTableFormat tables) : TableFormat
{
    private int _maintained;

    /// <summary>How often.</summary>
    public int Maintained => _maintained;

    /// <summary>What maintenance throws; null: nothing.</summary>
    public DataMeshException? Failure { get; set; }

    public override string Name => tables.Name;

    public override TableFormatCapabilities Capabilities { get; } = new() { ConcurrentCommits = true, TimeTravel = true, Partitioning = true, Maintenance = true };

    public override Task<TableState> CreateAsync(TableLocation table, TableDefinition definition, CancellationToken cancellationToken = default) => tables.CreateAsync(table, definition, cancellationToken);

    public override Task<TableState?> LoadAsync(TableLocation table, CancellationToken cancellationToken = default) => tables.LoadAsync(table, cancellationToken);

    public override IAsyncEnumerable<ScanTask> PlanAsync(TableState state, ScanRequest request, CancellationToken cancellationToken = default) => tables.PlanAsync(state, request, cancellationToken);

    public override IAsyncEnumerable<RecordBatch> ReadTaskAsync(ScanTask task, FileReadRequest request, CancellationToken cancellationToken = default) => tables.ReadTaskAsync(task, request, cancellationToken);

    public override IAsyncEnumerable<DataFile> WriteAsync(TableState state, IAsyncEnumerable<RecordBatch> rows, TableWriteOptions options, CancellationToken cancellationToken = default) => tables.WriteAsync(state, rows, options, cancellationToken);

    public override TableState Stage(TableState basis, TableCommit commit) => tables.Stage(basis, commit);

    public override Task<CommitResult> CommitAsync(TableState basis, TableCommit commit, CancellationToken cancellationToken = default) => tables.CommitAsync(basis, commit, cancellationToken);

    public override Task<MaintenanceReport> MaintainAsync(TableState state, MaintenancePlan plan, CancellationToken cancellationToken = default)
    {
        if (Failure is { } failure)
            throw failure;
        Interlocked.Increment(ref _maintained);
        return Task.FromResult(new MaintenanceReport { State = state });
    }

    public override Task DiscardAsync(TableState state, IReadOnlyList<DataFile> files, CancellationToken cancellationToken = default) => tables.DiscardAsync(state, files, cancellationToken);
}
