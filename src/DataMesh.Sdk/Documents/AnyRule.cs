namespace DataMesh;

/// <summary>A key with a value of any form, or of one that a test tells.</summary>
/// <param name="allows">True for values that the standard allows.</param>
internal sealed class AnyRule(Func<YamlNode, bool> allows) : FieldRule
{
    /// <inheritdoc/>
    public override YamlNode? Export(YamlNode value, CarriedValues carried, int depth) => allows(value) ? value : null;
}
