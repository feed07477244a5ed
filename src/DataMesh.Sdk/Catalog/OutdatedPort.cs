namespace DataMesh;

/// <summary>A port whose declared version is older than the stored one.</summary>
/// <param name="Port">The port.</param>
/// <param name="Declared">The version in the code.</param>
/// <param name="Stored">The newer version in the mesh.</param>
internal sealed record OutdatedPort(PortName Port, SemanticVersion Declared, SemanticVersion Stored);
