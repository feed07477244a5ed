namespace DataMesh;

/// <summary>What a principal stands for.</summary>
public enum PrincipalKind
{
    /// <summary>A domain's application.</summary>
    Domain,

    /// <summary>A person or service account.</summary>
    User,

    /// <summary>A data product doing its own background work; the only principal with implicit sight of that product's raw data.</summary>
    Product,
}
