namespace DataMesh;

/// <summary>An input of a product as this application's code declares it.</summary>
internal abstract class InputDeclaration(string name, PortReference source, Purpose purpose)
{
    public string Name { get; } = name;

    public PortReference Source { get; } = source;

    public Purpose Purpose { get; } = purpose;

    public abstract Type Record { get; }

    /// <summary>The columns that code of the product gets.</summary>
    public abstract SchemaObject Schema { get; }

    public abstract InputPort Bind(MeshRuntime runtime, MeshPrincipal principal, SnapshotSelector? at);
}

internal sealed class InputDeclaration<T>(string name, PortReference source, Purpose purpose) : InputDeclaration(name, source, purpose)
    where T : IDataSchema<T>
{
    public override Type Record => typeof(T);

    public override SchemaObject Schema => T.Schema;

    public override InputPort Bind(MeshRuntime runtime, MeshPrincipal principal, SnapshotSelector? at) => new InputPort<T>(runtime, Source, principal, Purpose, at);
}
