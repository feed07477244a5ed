using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using DataMesh.Adapters;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Tests;

/// <summary>DuckDB, which can be kept from granted files and tells what it was granted.</summary>
internal sealed class WatchedEngine(bool direct = true) : QueryEngine
{
    private readonly DuckDbQueryEngine _inner = new();

    public override QueryEngineCapabilities Capabilities => _inner.Capabilities with { ReadsDirectFiles = direct };

    /// <summary>One entry for each relation of each statement; null where nothing was granted.</summary>
    internal ConcurrentQueue<DirectFiles?> Grants { get; } = [];

    /// <summary>Relations that were opened although files were granted.</summary>
    internal ConcurrentQueue<string> Opened { get; } = [];

    public override Task<QueryRun> StartAsync(QueryPlan plan, CancellationToken cancellationToken = default)
    {
        foreach (QueryRelation relation in plan.Relations)
            Grants.Enqueue(relation.TryGetDirectFiles());
        return _inner.StartAsync(plan with { Relations = [.. plan.Relations.Select(r => new Watched(r, this))] }, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private sealed class Watched(QueryRelation inner, WatchedEngine engine) : QueryRelation
    {
        public override string Name => inner.Name;

        public override Schema Schema => inner.Schema;

        public override long? EstimatedRows => inner.EstimatedRows;

        public override DirectFiles? TryGetDirectFiles() => inner.TryGetDirectFiles();

        public override async IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            if (inner.TryGetDirectFiles() is not null)
                engine.Opened.Enqueue(Name);
            await foreach (RecordBatch batch in inner.OpenAsync(columns, filter, cancellationToken))
                yield return batch;
        }
    }
}
