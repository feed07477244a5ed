namespace DataMesh;

/// <summary>Names the unit of a numeric property, for example <c>min</c> or <c>EUR</c> (UCUM or ISO 4217 codes are understood best).</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class UnitAttribute(string unit) : Attribute
{
    /// <summary>The unit.</summary>
    public string Unit { get; } = unit;
}
