namespace DataMesh;

/// <summary>Names a column had before it was renamed, so that a rename keeps its field id.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class FormerNameAttribute(string name) : Attribute
{
    /// <summary>The former column name.</summary>
    public string Name { get; } = name;
}
