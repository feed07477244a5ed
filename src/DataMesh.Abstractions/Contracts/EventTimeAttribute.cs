namespace DataMesh;

/// <summary>Marks the property that says when the fact of a row happened. At most one, of a timestamp or date type.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class EventTimeAttribute : Attribute;
