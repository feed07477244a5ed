namespace DataMesh;

/// <summary>The newest state of an access agreement as a head pins it.</summary>
/// <param name="Id">The agreement.</param>
/// <param name="Consumer">The consuming domain, which names the folder.</param>
/// <param name="Number">The number of the state's file.</param>
/// <param name="Path">The path, relative to the product's folder.</param>
/// <param name="Sha256">The digest of its bytes.</param>
internal sealed record PinnedAgreement(Guid Id, DomainName Consumer, long Number, string Path, string Sha256);
