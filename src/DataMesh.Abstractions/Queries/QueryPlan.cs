namespace DataMesh.Adapters.Authoring;

/// <summary>A statement with everything it may touch.</summary>
public sealed record QueryPlan
{
    /// <summary>One SELECT statement in the engine's dialect; parameters are written <c>$name</c>.</summary>
    public required string Sql { get; init; }

    /// <summary>The only relations the statement may name.</summary>
    public IReadOnlyList<QueryRelation> Relations { get; init; } = [];

    /// <summary>The parameters.</summary>
    public IReadOnlyList<QueryParameter> Parameters { get; init; } = [];

    /// <summary>The greatest number of rows in a result batch.</summary>
    /// <value>Default 32,768.</value>
    public int BatchRows { get; init; } = 32_768;
}
