namespace DataMesh;

/// <summary>Gives principals sight of a port for stated purposes. Nothing is visible without one.</summary>
/// <remarks>A grant applies when one of its recipients matches the principal and its purposes are met. Immutable.</remarks>
public sealed record Grant
{
    /// <summary>What explanations and audit records call the grant; unique within its port.</summary>
    public required string Name { get; init; }

    /// <summary>Domains whose principals receive the grant.</summary>
    public IReadOnlyList<DomainName> Domains { get; init; } = [];

    /// <summary>Roles whose holders receive the grant.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The purposes it is given for; empty: any purpose, also none.</summary>
    public IReadOnlyList<Purpose> Purposes { get; init; } = [];
}
