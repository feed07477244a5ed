namespace DataMesh.Adapters.Authoring;

/// <summary>Who wants to read what, and why.</summary>
public sealed record AccessAttempt
{
    /// <summary>Who reads.</summary>
    public required MeshPrincipal Principal { get; init; }

    /// <summary>Why.</summary>
    public Purpose Purpose { get; init; }

    /// <summary>The identity of the product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>The port.</summary>
    public required PortName Port { get; init; }

    /// <summary>The contract version that is read.</summary>
    public required SemanticVersion Version { get; init; }
}
