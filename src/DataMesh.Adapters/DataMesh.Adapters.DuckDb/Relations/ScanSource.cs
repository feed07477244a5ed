using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>What stands behind a relation inside an instance: its columns with the types they have in DuckDB, and scans of it.</summary>
internal abstract class ScanSource
{
    private protected ScanSource(QueryRelation relation, StatementScope scope, IReadOnlyList<RelationColumn>? columns = null)
    {
        Relation = relation;
        Scope = scope;
        Columns = columns ?? [.. relation.Schema.FieldsList.Select(field => new RelationColumn(field.Name, TypeOf(relation.Name, field)))];
        if (Columns.Count == 0)
            throw DuckDbErrors.Refused($"relation '{relation.Name}' has no column that may be read", "Ask its owner for access.");
        if (Columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw DuckDbErrors.Refused($"relation '{relation.Name}' has columns that differ only in case ('{same.Key}')", "Read the port without SQL.");
    }

    internal QueryRelation Relation { get; }

    internal StatementScope Scope { get; }

    internal IReadOnlyList<RelationColumn> Columns { get; }

    /// <summary>About how many rows a scan gives; null: unknown.</summary>
    internal abstract long? EstimatedRows { get; }

    /// <summary>Starts a scan. It reads nothing yet.</summary>
    /// <param name="columns">Ordinals of the projected columns; one behind the last is DuckDB's row id, whose values nobody reads.</param>
    internal abstract Scan Open(ulong[] columns);

    private static PhysicalType TypeOf(string relation, Field field) => PhysicalType.TryFromArrow(field.DataType) ?? throw DuckDbErrors.Refused(
        $"column '{field.Name}' of relation '{relation}' has the type {field.DataType.Name}, which SQL cannot read", "Bind the relation without this column.");
}
