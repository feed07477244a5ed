namespace DataMesh;

/// <summary>How sensitive a column is with all that lies below it: it is enforced as a whole, so the highest level wins.</summary>
/// <param name="Level">The level.</param>
/// <param name="Categories">The categories of all values.</param>
internal readonly record struct PropertySensitivity(Classification Level, Category Categories)
{
    public static PropertySensitivity Of(SchemaProperty property)
    {
        PropertySensitivity found = new(PolicyDocumentYaml.EffectiveLevel(property.Classification, property.Categories), property.Categories);
        foreach (SchemaProperty child in property.Type.Children)
        {
            // Internal is what nothing was said about: such a property is as sensitive as what it lies in.
            (Classification level, Category categories) = Of(child);
            found = new(level > Classification.Internal && level > found.Level ? level : found.Level, found.Categories | categories);
        }
        return found;
    }
}
