namespace DataMesh;

/// <summary>The principal that <c>RunAs</c> set.</summary>
internal sealed record DefaultPrincipal(MeshPrincipal Value);
