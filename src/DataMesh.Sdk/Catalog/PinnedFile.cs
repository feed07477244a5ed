namespace DataMesh;

/// <summary>A numbered file as a head pins it.</summary>
/// <param name="Number">The number of the file.</param>
/// <param name="Path">The path, relative to the product's folder.</param>
/// <param name="Sha256">The digest of its bytes.</param>
internal sealed record PinnedFile(long Number, string Path, string Sha256);
