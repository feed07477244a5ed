using Apache.Arrow;
using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>Binds the conditions of a policy to the pinned schema, and proves that they can be evaluated there.</summary>
internal sealed class RowConditions(BoundColumns columns, Schema pinned, MeshPrincipal? principal, DateTimeOffset now)
{
    /// <summary>A condition in stored names; null for none, and for one that is true for every row.</summary>
    /// <exception cref="PolicyMisfitException">It cannot be evaluated on the schema.</exception>
    public Filter? Bind(Filter? rows)
    {
        if (rows is null or ConstantFilter { Value: true })
            return null;
        try
        {
            Filter stored = rows.RenameColumns(name => columns.DemandStored(name).Name);
            FilterEvaluator.Create(stored.Bind(principal, now), pinned);
            return stored;
        }
        catch (Exception error) when (error is DataMeshException or ArgumentException)
        {
            // The message would show a part of the condition.
            throw new PolicyMisfitException("a condition of the policy cannot be evaluated on this schema");
        }
    }

    /// <summary>Rows that may still be read: until their time and the period after it are over. A row without a time may not.</summary>
    public Filter? Bind(Retention? retention)
    {
        if (retention is null)
            return null;
        bool isDate = PhysicalType.TryFromArrow(columns.DemandStored(retention.Column).DataType) is { Kind: PhysicalTypeKind.Date };
        FilterOperand limit = isDate ? FilterOperand.Today(-retention.Period) : FilterOperand.Now(-retention.Period);
        return Bind(Filter.Compare(FilterOperand.Column(retention.Column), ComparisonOperator.GreaterThan, limit));
    }
}
