namespace DataMesh;

/// <summary>Says how sensitive a property is.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ClassifiedAttribute(Classification level, Category categories = Category.None) : Attribute
{
    /// <summary>The level.</summary>
    public Classification Level { get; } = level;

    /// <summary>The categories.</summary>
    public Category Categories { get; } = categories;
}
