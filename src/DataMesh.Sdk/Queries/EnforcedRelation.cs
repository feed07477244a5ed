using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>A port inside a statement: one pinned, enforced scan that every mention of it opens again.</summary>
internal sealed class EnforcedRelation(string name, EnforcementScan scan) : QueryRelation
{
    public override string Name => name;

    public override Schema Schema => scan.Schema;

    public override long? EstimatedRows => scan.TotalRows;

    public override IAsyncEnumerable<RecordBatch> OpenAsync(IReadOnlyList<string>? columns, Filter? filter, CancellationToken cancellationToken = default) =>
        scan.ReadAsync(columns, filter, allowDictionaries: true, cancellationToken);
}
