using DataMesh.Adapters.Authoring;

namespace DataMesh;

/// <summary>A request for access as it lies in the consumer's prefix: nobody but the consumer vouches for what it says.</summary>
/// <param name="Requests">The folder of requests it lies in.</param>
/// <param name="Content">What it says.</param>
/// <param name="Sha256">The digest of its bytes.</param>
internal sealed record StoredRequest(ObjectPath Requests, AccessAgreement Content, string Sha256);
