using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>What a registration left in the mesh.</summary>
internal sealed record RegistrationResult
{
    /// <summary>The product as it is stored now.</summary>
    public required ProductRegistration Registration { get; init; }

    /// <summary>True when this call added a head.</summary>
    public required bool Changed { get; init; }

    /// <summary>Ports that the mesh has in a newer version: then nothing was written and <see cref="Registration"/> is the newer product.</summary>
    public IReadOnlyList<OutdatedPort> Outdated { get; init; } = [];
}
