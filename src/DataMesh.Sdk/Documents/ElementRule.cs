namespace DataMesh;

/// <summary>A key with an element of the standard.</summary>
/// <param name="shape">The element's shape; found late, since elements hold one another.</param>
internal sealed class ElementRule(Func<DocumentShape> shape) : FieldRule
{
    /// <inheritdoc/>
    public override void Import(YamlNode value, int depth) => shape().Import(value as YamlMapping ?? throw value.Error("named values are expected here."), depth);

    /// <inheritdoc/>
    public override YamlNode? Export(YamlNode value, CarriedValues carried, int depth) => value is YamlMapping element ? shape().Export(element, carried, depth) : null;
}
