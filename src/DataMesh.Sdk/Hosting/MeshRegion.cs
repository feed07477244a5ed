namespace DataMesh;

/// <summary>The region the application says it runs in.</summary>
internal sealed record MeshRegion(string Name);
