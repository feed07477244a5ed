namespace DataMesh;

/// <summary>Gives a decimal property its number of digits. Required on every decimal: a value that does not fit is refused, never rounded.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DecimalPrecisionAttribute(int precision, int scale) : Attribute
{
    /// <summary>All digits, 1 to 38.</summary>
    public int Precision { get; } = precision;

    /// <summary>Digits behind the point, 0 to <see cref="Precision"/>.</summary>
    public int Scale { get; } = scale;
}
