using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What rules need that look beyond the rows of a publish.</summary>
internal sealed class QualityContext
{
    /// <summary>The node.</summary>
    public required MeshServices Services { get; init; }

    /// <summary>The port that rows are held against the rules of.</summary>
    public required PortBinding Port { get; init; }

    /// <summary>Opens another port as the product that owns this one.</summary>
    public required Func<PortReference, Purpose, CancellationToken, Task<EnforcementScan>> OpenInput { get; init; }

    /// <summary>The engine that SQL rules run on.</summary>
    /// <exception cref="DataMeshException">The process has none.</exception>
    public QueryEngine Engine(QualityRule rule) => Services.Queries ?? throw Refuse(rule, DataMeshErrorKind.InvalidConfiguration,
        "is SQL, and this process has no QueryEngine. Reference the package DataMesh.Adapters.DuckDb and call its Use method on the builder, or use AddDataMesh of the package DataMesh.");

    /// <summary>The refusal of rows because of a rule that cannot be evaluated.</summary>
    public DataMeshException Refuse(QualityRule rule, DataMeshErrorKind kind, string problem, DataMeshException? cause = null) =>
        new(kind, $"Cannot hold rows of '{Port.Name}' against its contract {Port.Contract.Version}: the quality rule '{rule.Name}' {problem} Nothing was published.", cause)
        {
            Product = Port.Name.Product,
            Port = Port.Name,
            Operation = "publish",
            IsTransient = cause?.IsTransient ?? false,
        };
}
