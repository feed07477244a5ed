namespace DataMesh;

/// <summary>A contract as a head pins it.</summary>
/// <param name="Port">The port's segment.</param>
/// <param name="Version">The version.</param>
/// <param name="Path">The path, relative to the product's folder.</param>
/// <param name="Sha256">The digest of its bytes.</param>
internal sealed record PinnedContract(string Port, SemanticVersion Version, string Path, string Sha256);
