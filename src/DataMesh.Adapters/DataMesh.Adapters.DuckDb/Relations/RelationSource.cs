using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A relation that is opened for its batches, anew for each scan.</summary>
internal sealed class RelationSource(QueryRelation relation, Filter? filter, StatementScope scope) : ScanSource(relation, scope)
{
    /// <summary>Rows for which this is not true may be left out; null: none.</summary>
    internal Filter? Filter => filter;

    internal override long? EstimatedRows => Relation.EstimatedRows;

    internal override Scan Open(ulong[] columns) => new RelationScan(this, columns);
}
