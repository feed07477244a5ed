using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh.Adapters;

/// <summary>A relation with the types its columns have in DuckDB.</summary>
internal sealed class RelationSource
{
    internal RelationSource(QueryRelation relation, Filter? filter, StatementScope scope)
    {
        Relation = relation;
        Filter = filter;
        Scope = scope;
        Columns = [.. relation.Schema.FieldsList.Select(field => new RelationColumn(field.Name, TypeOf(relation.Name, field)))];
        if (Columns.Count == 0)
            throw DuckDbErrors.Refused($"relation '{relation.Name}' has no column that may be read", "Ask its owner for access.");
        if (Columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } same)
            throw DuckDbErrors.Refused($"relation '{relation.Name}' has columns that differ only in case ('{same.Key}')", "Read the port without SQL.");
    }

    internal QueryRelation Relation { get; }

    /// <summary>Rows for which this is not true may be left out; null: none.</summary>
    internal Filter? Filter { get; }

    internal StatementScope Scope { get; }

    internal IReadOnlyList<RelationColumn> Columns { get; }

    private static PhysicalType TypeOf(string relation, Field field) => PhysicalType.TryFromArrow(field.DataType) ?? throw DuckDbErrors.Refused(
        $"column '{field.Name}' of relation '{relation}' has the type {field.DataType.Name}, which SQL cannot read", "Bind the relation without this column.");
}
