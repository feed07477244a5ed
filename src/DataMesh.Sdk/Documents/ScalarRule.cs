namespace DataMesh;

/// <summary>A key with a single value.</summary>
/// <param name="export">The value as it is written; null when the standard does not allow it.</param>
internal sealed class ScalarRule(Func<YamlScalar, YamlScalar?> export) : FieldRule
{
    /// <inheritdoc/>
    public override void Import(YamlNode value, int depth)
    {
        if (value is not YamlScalar)
            throw value.Error("a single value is expected here.");
    }

    /// <inheritdoc/>
    public override YamlNode? Export(YamlNode value, CarriedValues carried, int depth) => value is YamlScalar scalar ? export(scalar) : null;
}
