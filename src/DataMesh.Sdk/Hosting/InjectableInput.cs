namespace DataMesh;

/// <summary>An input that the application declared for itself, outside any product.</summary>
internal sealed record InjectableInput(Type Record, string Key);
