using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>A port inside a statement: one pinned, enforced scan that every mention of it opens again, and the files that hold the same rows if they may be read directly.</summary>
internal sealed class EnforcedRelation(string name, EnforcementScan scan, DirectFiles? files) : QueryRelation
{
    public override string Name => name;

    public override Schema Schema => scan.Schema;

    public override long? EstimatedRows => scan.TotalRows;

    public override DirectFiles? TryGetDirectFiles() => files;

    public override IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, CancellationToken cancellationToken = default) =>
        scan.ReadAsync(columns, filter, allowDictionaries: true, cancellationToken);
}
