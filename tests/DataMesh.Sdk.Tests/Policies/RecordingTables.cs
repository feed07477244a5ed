using System.Collections.Concurrent;
using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests.Policies;

/// <summary>A table format that remembers what it was asked to prune by and to read, and can replace schemas.</summary>
internal sealed class RecordingTables(TableFormat inner) : TableFormat
{
    public ConcurrentQueue<Filter?> Pruned { get; } = [];

    public ConcurrentQueue<IReadOnlyList<string>?> Columns { get; } = [];

    public int Rehearsals { get; private set; }

    public override string Name => inner.Name;

    public override TableFormatCapabilities Capabilities => inner.Capabilities;

    public override void Rehearse() => Rehearsals++;

    public override Task<TableState> CreateAsync(TableLocation table, TableDefinition definition, CancellationToken cancellationToken = default) => inner.CreateAsync(table, definition, cancellationToken);

    public override Task<TableState?> LoadAsync(TableLocation table, CancellationToken cancellationToken = default) => inner.LoadAsync(table, cancellationToken);

    public override IAsyncEnumerable<ScanTask> PlanAsync(TableState state, ScanRequest request, CancellationToken cancellationToken = default)
    {
        Pruned.Enqueue(request.Filter);
        return inner.PlanAsync(state, request, cancellationToken);
    }

    public override IAsyncEnumerable<RecordBatch> ReadTaskAsync(ScanTask task, FileReadRequest request, CancellationToken cancellationToken = default)
    {
        Pruned.Enqueue(request.Filter);
        Columns.Enqueue(request.Columns);
        return inner.ReadTaskAsync(task, request, cancellationToken);
    }

    public override IAsyncEnumerable<DataFile> WriteAsync(TableState state, IAsyncEnumerable<RecordBatch> rows, TableWriteOptions options, CancellationToken cancellationToken = default) => inner.WriteAsync(state, rows, options, cancellationToken);

    public override TableState Stage(TableState basis, TableCommit commit) => inner.Stage(basis, commit);

    public override Task<CommitResult> CommitAsync(TableState basis, TableCommit commit, CancellationToken cancellationToken = default) => inner.CommitAsync(basis, commit, cancellationToken);

    public override Task DiscardAsync(TableState state, IReadOnlyList<DataFile> files, CancellationToken cancellationToken = default) => inner.DiscardAsync(state, files, cancellationToken);
}
