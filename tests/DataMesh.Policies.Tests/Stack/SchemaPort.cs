namespace DataMesh.Tests.Policies;

/// <summary>A declared port whose contract is made at run time, so that schemas can be random; everything behind it is the shipped stack.</summary>
internal sealed class SchemaPort(SchemaObject schema) : PortDeclaration
{
    public override Type Record => typeof(AnyRow);

    public override SchemaObject Schema => schema;
}
