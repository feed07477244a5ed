namespace DataMesh;

/// <summary>An input that the application declared for itself, outside any product.</summary>
/// <param name="Record">The application's record.</param>
/// <param name="Key">What it is injected by.</param>
/// <param name="Bind">Gives the port, unopened.</param>
internal sealed record InjectableInput(Type Record, string Key, Func<MeshRuntime, MeshPrincipal?, InputPort> Bind);
