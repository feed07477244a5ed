using System.Globalization;

namespace DataMesh;

/// <summary>Numbers in contracts, for comparing limits.</summary>
internal static class YamlNumber
{
    /// <summary>The number; null when the value is none that a double holds.</summary>
    public static double? TryRead(YamlNode? node) => node is YamlScalar { Kind: YamlKind.Integer or YamlKind.Float } scalar
        && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}
