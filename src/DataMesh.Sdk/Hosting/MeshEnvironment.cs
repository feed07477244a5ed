namespace DataMesh;

/// <summary>The environment the application says it runs in.</summary>
internal sealed record MeshEnvironment(string Name);
