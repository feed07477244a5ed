namespace DataMesh;

/// <summary>A key that only later versions of the standard than the written one know: checked as they say, and carried.</summary>
/// <param name="rule">What later versions say.</param>
internal sealed class LaterRule(FieldRule rule) : FieldRule
{
    /// <inheritdoc/>
    public override void Import(YamlNode value, int depth) => rule.Import(value, depth);

    /// <inheritdoc/>
    public override YamlNode? Export(YamlNode value, CarriedValues carried, int depth) => null;
}
